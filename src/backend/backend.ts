/**
 * The application, as Prosody sees it, and the way into this folder: what is asked, when and in which order (queue, breaker, requests), and what
 * an answer means. It imports json; upkeep and admin import from it, and rosters its types.
 */
import * as async from "util.async";
import { urlencode } from "util.http";
import * as json from "util.json";
import * as time from "util.time";
import * as timer from "util.timer";
import { type Attempt } from "../attempt";
import { LONG } from "../json/json_reader";
import { is_object, type JsonObject } from "../json/json_value";
import { type Settings } from "../settings";
import { type Breathe, in_slices } from "../time_slices";
import { read_batch_reply, read_reply, with_document } from "./answer";
import { read_batch } from "./batch_answer";
import {
  type Breaker,
  half_open,
  new_breaker,
  note_answer,
  note_failure,
  note_outsiders_failure,
  type Transition,
} from "./breaker";
import { fetch, new_headers, new_query, type Reply } from "./http_fetch";
import {
  type Answer,
  dequeue,
  type EditQuestion,
  type Failure,
  in_background,
  join,
  type Known,
  leave,
  may_try,
  new_queue,
  next_request,
  promote,
  SECONDS_TO_GATHER,
  type Queue,
  type ReadAhead,
  type RequestClass,
  type RosterText,
  type Traffic,
  type Wish,
} from "./queue";

/**
 * Who hears of the backend.
 * @noSelf
 */
export interface BackendEvents {
  /** A wish goes out now. */
  on_sent: (wish: Wish) => void;
  /** Of each wish that was taken, once. */
  on_answer: (wish: Wish, answer: Answer) => void;
  /** The backend counts as away, still or newly, or no longer does; with the last problem. */
  on_transition: (transition: Transition, problem: string) => void;
  /** One request for rosters has ended: its result in a word, the seconds it took, and why it failed if it did. */
  on_request: (result: string, seconds: number, problem?: string) => void;
  /** Reads a long roster as far as that can be done before what is held is looked at. */
  read_ahead: (username: string, document: JsonObject, breathe: Breathe) => ReadAhead;
  /** Calls what may throw. */
  attempt: Attempt;
}

/** Wishes that have gone out together. */
interface Request {
  first: Wish;
  wishes: Wish[];
  /** It is no longer among what is in flight. */
  is_over: boolean;
}

/** What outlives a reload of the module. Requests under way end in the newest copy, and those to come are sent by it, whoever wants them. */
export interface BackendState {
  breaker: Breaker;
  queue: Queue;
  traffic: Traffic;
  /** Sends what can be sent now. */
  pump: (this: void) => void;
  on_reply: (this: void, request: Request, reply: Reply) => void;
  /** Tells the first of a line that the backend is away. */
  dismiss_first: (this: void, request_class: RequestClass) => void;
}

/** How many wishes wait in line, by class, and how many requests are under way. */
export type BackendWorkload = Record<RequestClass | "in_flight", number>;

/**
 * The application, as Prosody sees it.
 * @noSelf
 */
export interface Backend {
  /** Asks what is wished, now or in its turn; or says why not. */
  ask: (wish: Wish) => Failure | undefined;
  is_away: () => boolean;
  /** Somebody else waits, too; who logs in, until `late_at` (monotonic seconds). */
  hurry: (wish: Wish, request_class: RequestClass, late_at?: number) => void;
  /** Nobody wants it any more. */
  withdraw: (wish: Wish) => void;
  /** More wishes are to come that may go out together: until `change` has been undone, a batch waits for more to fill it, for a moment. */
  gather: (change: 1 | -1) => void;
  /** How much there is to do just now. */
  workload: () => BackendWorkload;
  /** Sends what waits since before this copy of the module was loaded. */
  resume: () => void;
}

const AWAY: Failure = { kind: "failed", problem: "backend is away", cause: "away" };
const BROKEN: Failure = { kind: "failed", problem: "internal error", cause: "answer" };
const CROWDED: Failure = { kind: "failed", problem: "too many rosters are waited for", cause: "backend" };
const LEFT_OUT: Failure = {
  kind: "failed",
  problem: "backend's batch answer leaves this user out",
  cause: "refused",
};
const MOST_DISMISSED_AT_ONCE = 20;

function ignore(this: void): void {
  // Slices log what fails in them.
}

/** Of a username by which a URL would be another one. */
function elsewhere(option: string): Failure {
  return { kind: "failed", problem: `this name would lead elsewhere in ${option}`, cause: "unknown" };
}

function new_backend_state(): BackendState {
  return {
    breaker: new_breaker(),
    queue: new_queue(),
    traffic: {
      in_flight: { login: 0, edit: 0, notice: 0, outsider: 0, contact: 0 },
      batches: 0,
      sent_this_turn: 0,
      gathering: 0,
    },
    pump: () => undefined,
    on_reply: () => undefined,
    dismiss_first: () => undefined,
  };
}

/** Puts a host into a URL, percent-encoded as one segment. Gives what stands before, between and behind the places of the username. */
function cut_url(url: string, host: string): string[] {
  const parts: string[] = [];
  const in_place: Record<string, string> = { "%h": urlencode(host) };
  for (const [part] of string.gmatch(`${url}%s`, "(.-)%%s")) {
    const [filled] = string.gsub(part ?? "", "%%h", in_place);
    parts.push(filled);
  }
  return parts;
}

/** Puts a username into a URL, percent-encoded as one segment. */
function fill_url(parts: string[], username: string): string {
  return table.concat(parts, urlencode(username));
}

/** `true` where a username would make a segment of the path by which it is another path. */
function leads_elsewhere(parts: string[], username: string): boolean {
  if (username !== "." && username !== "..") return false;
  // Of the path, what follows a `;` is not sent.
  const [path] = string.match(fill_url(parts, username), "^%a+://[^/?#]*[^?#;]*");
  return string.find(`${path}/`, "/%.%.?/")[0] !== undefined;
}

function new_backend(settings: Settings, host: string, state: BackendState, events: BackendEvents): Backend {
  const breaker = state.breaker;
  const queue = state.queue;
  const traffic = state.traffic;
  const timeout = settings.timeout;
  const url = cut_url(settings.url, host);
  const batch_url = settings.batch_url === undefined ? undefined : fill_url(cut_url(settings.batch_url, host), "");
  const edit_url = settings.edit_url === undefined ? url : cut_url(settings.edit_url, host);
  const attempt = events.attempt;
  const limits = { concurrency: settings.concurrency, batch_size: batch_url === undefined ? 1 : settings.batch_size };
  /** When what waits is sent, if nothing else happens (monotonic seconds). */
  let pump_at = math.huge;

  /** Tells whoever asked for a roster; what goes wrong there is nobody else's trouble. */
  function tell(wish: Wish, answer: Answer): void {
    if (wish.state === "ended") return;
    wish.state = "ended";
    attempt("Taking in an answer", events.on_answer, wish, answer);
  }

  /** Tells whoever asked about an edit. */
  function tell_editor(wish: Wish, question: EditQuestion, reply: Reply): void {
    if (wish.state === "ended") return;
    wish.state = "ended";
    attempt("Taking in an answer to an edit", question.done, reply);
  }

  state.dismiss_first = (request_class) => {
    if (breaker.state === "closed") return;
    const wish = dequeue(queue, request_class, 1)[0];
    if (wish === undefined) return;
    if (wish.question !== undefined) tell_editor(wish, wish.question, { problem: AWAY.problem });
    else tell(wish, AWAY);
  };

  /** Nobody waits for a backend that is away, but contacts elsewhere. To tell one may take as long as a login. */
  function dismiss_all(): void {
    for (const request_class of ["login", "edit", "notice", "outsider"] as const) {
      const dismiss_next = (): void => {
        state.dismiss_first(request_class);
      };
      // No more than wait now: some may ask again.
      const waiting = queue[request_class].length;
      for (const _ of $range(1, math.min(waiting, MOST_DISMISSED_AT_ONCE))) dismiss_next();
      if (waiting > MOST_DISMISSED_AT_ONCE) {
        in_slices((breathe) => {
          breathe(dismiss_next, waiting - MOST_DISMISSED_AT_ONCE);
        }, ignore);
      }
    }
  }

  /** Counts a request as one more, or one less, that is under way. */
  function count(request: Request, change: 1 | -1): void {
    const first = request.first;
    const request_class = first.request_class;
    const in_flight = traffic.in_flight;
    in_flight[request_class] += change;
    if (first.is_in_batch && request_class !== "login") traffic.batches += change;
  }

  /** What the end of a request says of the backend; nothing, where a contact elsewhere has caused it. */
  function judge(request: Request, answer?: Answer): Transition | undefined {
    const request_class = request.first.request_class;
    if (request_class === "contact") return undefined;
    const now = time.monotonic();
    if (answer?.kind !== "failed" || answer.cause !== "backend") return note_answer(breaker, now);
    if (request_class === "outsider") {
      note_outsiders_failure(breaker, now);
      return undefined;
    }
    const first = request.first;
    const is_trial = first.is_trial === true;
    const is_repeated = first.has_failed === true;
    const failed = { is_trial, sent_at: first.since, is_repeated, retry_after: answer.retry_after };
    return note_failure(breaker, failed, now, math.random());
  }

  /** A request has ended: its place is free again. */
  function end_request(request: Request, answer?: Answer): void {
    if (request.is_over) return;
    request.is_over = true;
    count(request, -1);
    const problem = answer?.kind === "failed" ? answer.problem : undefined;
    if (answer !== undefined && request.first.question === undefined) {
      events.on_request(answer.kind, time.monotonic() - request.first.since, problem);
    }
    const transition = judge(request, answer);
    if (transition === undefined) return;
    attempt("Telling whether the backend is there", events.on_transition, transition, problem ?? "");
    if (transition !== "closed") dismiss_all();
  }

  /** What the failure of a request for many who log in says of each of them: nothing, as long as the backend is there for others. */
  function failure_of_each(request: Request, failure: Failure): Failure {
    const is_theirs =
      !request.first.is_in_batch || request.first.request_class !== "login" || breaker.state !== "closed";
    return is_theirs ? failure : { kind: "failed", problem: failure.problem, cause: "company" };
  }

  /** Ends a request with the same for all who waited for it. */
  function finish(this: void, request: Request, answer: Answer): void {
    end_request(request, answer);
    const told = answer.kind === "failed" ? failure_of_each(request, answer) : answer;
    for (const wish of request.wishes) tell(wish, told);
    state.pump();
  }

  /** Ends a request with which something has gone wrong in our own hands. */
  function give_up(this: void, request: Request): void {
    const question = request.first.question;
    if (question !== undefined) tell_editor(request.first, question, { problem: BROKEN.problem });
    finish(request, BROKEN);
  }

  const plain_query = new_query("GET", new_headers(settings.headers));
  const json_headers = new_headers(settings.headers, "Content-Type", "application/json");

  /** Sends the request. */
  function set_out(this: void, request: Request): void {
    const first = request.first;
    const wishes = request.wishes;
    const question = first.question;
    const done = (reply: Reply): void => {
      state.on_reply(request, reply);
    };
    if (question !== undefined) {
      const headers = new_headers(settings.headers, "Content-Type", "application/json");
      headers["Idempotency-Key"] = question.key;
      fetch(fill_url(edit_url, first.username), new_query("POST", headers, question.body), timeout, done);
      return;
    }
    for (const wish of wishes) attempt("Noting what is asked", events.on_sent, wish);
    if (first.is_in_batch && batch_url !== undefined) {
      const usernames: string[] = [];
      for (const wish of wishes) usernames.push(wish.username);
      fetch(batch_url, new_query("POST", json_headers, json.encode_array(usernames)), timeout, done);
      return;
    }
    const known = first.known;
    const etag = known?.etag;
    const query =
      etag === undefined ? plain_query : new_query("GET", new_headers(settings.headers, "If-None-Match", etag));
    fetch(fill_url(url, first.username), query, timeout, done);
  }

  function send_now(this: void, request: Request): void {
    if (attempt("Asking the backend", set_out, request)) return;
    timer.add_task(0, () => {
      give_up(request);
    });
  }

  const sender = async.runner<Request>(send_now);

  function send(first: Wish, wishes: Wish[]): void {
    const request: Request = { first, wishes, is_over: false };
    if (wishes.length > 1) for (const wish of wishes) wish.is_in_batch = true;
    count(request, 1);
    if (breaker.state !== "closed") {
      first.is_trial = true;
      if (first.request_class !== "outsider") half_open(breaker);
    }
    if (first.request_class !== "login") traffic.sent_this_turn++;
    // From the session's own stack, net.http would have it grow at each login.
    if (sender.state === "ready") sender.run(request);
    else send_now(request);
  }

  function pump_now(this: void): void {
    pump_at = math.huge;
    traffic.sent_this_turn = 0;
    state.pump();
  }

  /** Sends what can be sent in a later turn of Prosody's loop, all together that comes until then. */
  function pump_within(seconds: number): void {
    const at = time.monotonic() + seconds;
    if (at >= pump_at) return;
    pump_at = at;
    timer.add_task(seconds, pump_now);
  }

  state.pump = () => {
    while (true) {
      const wishes = next_request(queue, breaker, traffic, limits, time.monotonic());
      const first = wishes[0];
      if (first === undefined) break;
      send(first, wishes);
    }
    if (traffic.sent_this_turn > 0) pump_within(0);
  };

  /** Takes in an answer in slices. */
  function read_in_slices(request: Request, work: (this: void, breathe: Breathe) => void): void {
    in_slices(work, (problem) => {
      if (problem !== undefined) give_up(request);
    });
  }

  function read_long(answer: Answer, username: string, breathe: Breathe): void {
    if (answer.kind !== "roster" || answer.text.length <= LONG || !is_object(answer.document)) return;
    answer.ahead = events.read_ahead(username, answer.document, breathe);
  }

  function read_one(wish: Wish, reply: Reply, breathe?: Breathe): Answer {
    return with_document(read_reply(reply, wish.known, time.now()), wish.known, breathe);
  }

  function read_short_answer(this: void, request: Request, reply: Reply): void {
    finish(request, read_one(request.first, reply));
  }

  function read_long_answer(request: Request, reply: Reply): void {
    const first = request.first;
    read_in_slices(request, (breathe) => {
      const answer = read_one(first, reply, breathe);
      read_long(answer, first.username, breathe);
      breathe(() => {
        finish(request, answer);
      });
    });
  }

  function read_whole_batch(request: Request, answer: RosterText, breathe: Breathe): void {
    const wishes = request.wishes;
    const known = new LuaMap<string, Known | undefined>();
    for (const wish of wishes) known.set(wish.username, wish.known);
    const [answers, failure] = read_batch(answer.text, (username) => known.get(username), breathe);
    if (failure !== undefined) {
      breathe(() => {
        finish(request, failure);
      });
      return;
    }
    breathe(() => {
      end_request(request, answer);
      state.pump();
    });
    for (const wish of wishes) {
      const its_answer = answers.get(wish.username);
      if (its_answer !== undefined) read_long(its_answer, wish.username, breathe);
    }
    breathe((position) => {
      const wish = wishes[position - 1];
      if (wish !== undefined) tell(wish, answers.get(wish.username) ?? LEFT_OUT);
    }, wishes.length);
  }

  function read_batch_answer(request: Request, reply: Reply): void {
    const answer = read_batch_reply(reply, time.now());
    if (answer.kind !== "roster") {
      finish(request, answer);
      return;
    }
    read_in_slices(request, (breathe) => {
      read_whole_batch(request, answer, breathe);
    });
  }

  function take_verdict(request: Request, question: EditQuestion, reply: Reply): void {
    const problem = reply.code === undefined ? reply.problem : `backend answered ${reply.code}`;
    const is_failure = reply.code === undefined ? reply.is_answer !== true : reply.code >= 500;
    end_request(request, is_failure ? { kind: "failed", problem, cause: "backend" } : undefined);
    tell_editor(request.first, question, reply);
    state.pump();
  }

  state.on_reply = (request, reply) => {
    const first = request.first;
    if (first.question !== undefined) {
      take_verdict(request, first.question, reply);
    } else if (first.is_in_batch) {
      read_batch_answer(request, reply);
    } else if (first.late_at !== undefined && (reply.code === undefined || reply.body.length <= LONG)) {
      if (!attempt("Reading an answer", read_short_answer, request, reply)) give_up(request);
    } else {
      read_long_answer(request, reply);
    }
  };

  return {
    ask: (wish) => {
      const { request_class, username } = wish;
      if (wish.question === undefined) {
        if (leads_elsewhere(url, username)) return elsewhere("http_roster_url");
      } else if (leads_elsewhere(edit_url, username)) {
        return elsewhere("http_roster_edit_url");
      }
      const may_wait = breaker.state === "closed" || request_class === "notice" || request_class === "contact";
      if (!may_wait && !may_try(breaker, traffic, request_class, time.monotonic())) return AWAY;
      if (!join(queue, wish)) return CROWDED;
      // Only what goes out together waits for another turn: where there is much to do, Prosody 0.12 has none for seconds.
      if (request_class !== "notice" || limits.batch_size === 1) state.pump();
      else pump_within(traffic.gathering > 0 && queue.notice.length < limits.batch_size ? SECONDS_TO_GATHER : 0);
      return undefined;
    },

    is_away: () => breaker.state !== "closed",

    hurry: (wish, request_class, late_at) => {
      promote(queue, wish, request_class, late_at);
      state.pump();
    },

    withdraw: (wish) => {
      leave(queue, wish);
    },

    gather: (change) => {
      traffic.gathering += change;
      if (traffic.gathering === 0) state.pump();
    },

    workload: () => ({
      login: queue.login.length,
      edit: queue.edit.length,
      notice: queue.notice.length,
      outsider: queue.outsider.length,
      contact: queue.contact.length,
      in_flight: in_background(traffic) + traffic.in_flight.login,
    }),

    resume: state.pump,
  };
}

export { cut_url, fill_url, new_backend, new_backend_state };
