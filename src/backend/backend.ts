/**
 * The application, as Prosody sees it, and the way into this folder: what is asked, when and in which order (queue, breaker, requests), and what
 * an answer means. It imports json; upkeep and admin import from it, and rosters its types.
 */
import { urlencode } from "util.http";
import * as json from "util.json";
import * as time from "util.time";
import * as timer from "util.timer";
import { type Attempt } from "../attempt";
import { LONG } from "../json/json_reader";
import { is_object, type JsonObject } from "../json/json_value";
import { type Settings } from "../settings";
import { enqueue } from "../waiting_line";
import { type Breathe, in_slices } from "../time_slices";
import { read_batch_reply, read_reply, with_document } from "./answer";
import { read_batch } from "./batch_answer";
import {
  type Breaker,
  half_open,
  is_due,
  new_breaker,
  note_answer,
  note_failure,
  note_outsiders_failure,
  type Transition,
} from "./breaker";
import { fetch, new_headers, new_query, type Reply } from "./http_fetch";
import {
  type Answer,
  type Errand,
  type Failure,
  is_empty,
  join,
  type Known,
  leave,
  new_queue,
  next_edit,
  next_of_contacts,
  next_request,
  promote,
  type Queue,
  type ReadAhead,
  type RequestClass,
  type RosterText,
  dequeue_wish,
  dequeue_errand,
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
  /** One request has ended: its result in a word, the seconds it took, and why it failed if it did. */
  on_request: (result: string, seconds: number, problem?: string) => void;
  /** Reads a long roster as far as that can be done before what is held is looked at. */
  read_ahead: (username: string, document: JsonObject, breathe: Breathe) => ReadAhead;
  /** Something that must not fail has. */
  on_error: (what: string, problem: string) => void;
  /** Calls what may throw. */
  attempt: Attempt;
}

/** Wishes that have gone out together. */
interface Request {
  first: Wish;
  wishes: Wish[];
  /** It was sent to learn whether the backend is back. */
  is_trial: boolean;
  /** Among what is in flight. */
  holds_place: boolean;
}

/** What outlives a reload of the module. Requests under way end in the newest copy, and those to come are sent by it, whoever wants them. */
export interface BackendState {
  breaker: Breaker;
  queue: Queue;
  traffic: Traffic;
  /** Sends what can be sent now. */
  pump: (this: void) => void;
  on_reply: (this: void, request: Request, reply: Reply) => void;
  on_errand_reply: (this: void, errand: Errand, reply: Reply) => void;
}

/** How many wishes wait in line, by class, and how many requests are under way. */
export type BackendWorkload = Record<RequestClass | "in_flight", number>;

/**
 * The application, as Prosody sees it.
 * @noSelf
 */
export interface Backend {
  /** Asks for one roster, now or in its turn; or says why not. */
  ask: (wish: Wish) => Failure | undefined;
  /** Sends another question in its turn. While the backend is away a user's is answered so at once, and a contact's waits. */
  run_errand: (errand: Errand) => void;
  is_away: () => boolean;
  /** Somebody of another class waits, too. */
  hurry: (wish: Wish, request_class: RequestClass) => void;
  /** Nobody wants it any more. */
  withdraw: (wish: Wish) => void;
  /** More wishes are to come that may go out together: until `change` has been undone, only full batches are sent. */
  gather: (change: 1 | -1) => void;
  /** How much there is to do just now. */
  workload: () => BackendWorkload;
  /** Sends what waits since before this copy of the module was loaded. */
  resume: () => void;
}

const IS_AWAY = "backend is away";
const AWAY: Failure = { kind: "failed", problem: IS_AWAY, cause: "away" };
const BROKEN: Failure = { kind: "failed", problem: "internal error", cause: "answer" };
const CROWDED: Failure = { kind: "failed", problem: "too many rosters are waited for", cause: "backend" };
const LEFT_OUT: Failure = {
  kind: "failed",
  problem: "backend's batch answer leaves this user out",
  cause: "refused",
};
const ELSEWHERE: Failure = {
  kind: "failed",
  problem: "this name would lead elsewhere in http_roster_url",
  cause: "unknown",
};

function new_backend_state(): BackendState {
  return {
    breaker: new_breaker(),
    queue: new_queue(),
    traffic: { in_flight: 0, in_background: 0, outsiders: 0, contacts: 0, batches: 0, sent_this_turn: 0, gathering: 0 },
    pump: () => undefined,
    on_reply: () => undefined,
    on_errand_reply: () => undefined,
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
  const concurrency = settings.concurrency;
  const url = cut_url(settings.url, host);
  const batch_url = settings.batch_url === undefined ? undefined : fill_url(cut_url(settings.batch_url, host), "");
  const edit_url = settings.edit_url === undefined ? undefined : cut_url(settings.edit_url, host);
  const attempt = events.attempt;
  const limits = { concurrency, batch_size: batch_url === undefined ? 1 : settings.batch_size };
  let is_turning = false;
  let is_pumping_soon = false;

  /** Tells whoever asked; what goes wrong there is nobody else's trouble. */
  function tell(wish: Wish, answer: Answer): void {
    if (wish.state === "ended") return;
    wish.state = "ended";
    const [ok, problem] = pcall(events.on_answer, wish, answer);
    if (!ok) events.on_error("Taking in an answer", `${wish.username}: ${problem}`);
  }

  function tell_errand(errand: Errand, reply: Reply): void {
    if (errand.state === "ended") return;
    errand.state = "ended";
    attempt("Taking in an answer to an edit", errand.done, reply);
  }

  function read_long(answer: Answer, username: string, breathe: Breathe): void {
    if (answer.kind !== "roster" || answer.text.length <= LONG || !is_object(answer.document)) return;
    answer.ahead = events.read_ahead(username, answer.document, breathe);
  }

  /** Nobody waits for a backend that is away. */
  function dismiss_all(): void {
    for (const request_class of ["login", "notice", "outsider"] as const) {
      // No more than wait now: some may ask again.
      for (const _ of $range(1, queue.waiting[request_class])) {
        const wish = dequeue_wish(queue, request_class);
        if (wish === undefined) break;
        tell(wish, AWAY);
      }
    }
    let edit = dequeue_errand(queue, "edit");
    while (edit !== undefined) {
      tell_errand(edit, { problem: IS_AWAY });
      edit = dequeue_errand(queue, "edit");
    }
  }

  const plain_query = new_query("GET", new_headers(settings.headers));
  const batch_headers = new_headers(settings.headers, "Content-Type", "application/json");

  /** The next turn of Prosody's loop, in which a few more may be sent. */
  function next_turn(): void {
    is_turning = false;
    traffic.sent_this_turn = 0;
    state.pump();
  }

  /** Counts what `first` was sent with. */
  function count(first: Wish, change: 1 | -1): void {
    traffic.in_flight += change;
    if (first.request_class === "login") return;
    traffic.in_background += change;
    if (first.request_class === "outsider") traffic.outsiders += change;
    if (first.is_in_batch) traffic.batches += change;
  }

  /** Notes that something goes out which no login waits for. */
  function note_in_background(): void {
    traffic.sent_this_turn++;
    if (is_turning) return;
    is_turning = true;
    timer.add_task(0, next_turn);
  }

  /** Sends the request. */
  function set_out(this: void, request: Request): void {
    const first = request.first;
    const wishes = request.wishes;
    for (const wish of wishes) attempt("Noting what is asked", events.on_sent, wish);
    const done = (reply: Reply): void => {
      state.on_reply(request, reply);
    };
    if (first.is_in_batch && batch_url !== undefined) {
      const usernames: string[] = [];
      for (const wish of wishes) usernames.push(wish.username);
      fetch(batch_url, new_query("POST", batch_headers, json.encode_array(usernames)), timeout, done);
      return;
    }
    const known = first.known;
    const etag = known?.etag;
    const query =
      etag === undefined ? plain_query : new_query("GET", new_headers(settings.headers, "If-None-Match", etag));
    fetch(fill_url(url, first.username), query, timeout, done);
  }

  function send(wishes: Wish[], first: Wish): void {
    const is_trial = breaker.state !== "closed";
    const request: Request = { first, wishes, is_trial, holds_place: true };
    if (wishes.length > 1) for (const wish of wishes) wish.is_in_batch = true;
    count(first, 1);
    if (is_trial && first.request_class !== "outsider") half_open(breaker);
    if (first.request_class !== "login") note_in_background();
    if (attempt("Asking the backend", set_out, request)) return;
    timer.add_task(0, () => {
      give_up(request);
    });
  }

  function count_errand(errand: Errand, change: 1 | -1): void {
    traffic.in_flight += change;
    traffic.in_background += change;
    if (errand.errand_class === "contact") traffic.contacts += change;
  }

  function send_errand(errand: Errand, parts: string[]): void {
    count_errand(errand, 1);
    const headers = new_headers(settings.headers, "Content-Type", "application/json");
    headers["Idempotency-Key"] = errand.key;
    fetch(fill_url(parts, errand.username), new_query("POST", headers, errand.body), timeout, (reply) => {
      state.on_errand_reply(errand, reply);
    });
  }

  state.pump = () => {
    while (!is_empty(queue)) {
      let errand = next_edit(queue, breaker, traffic, limits);
      if (errand === undefined) {
        const wishes = next_request(queue, breaker, traffic, limits, time.monotonic());
        const first = wishes[0];
        if (first !== undefined) send(wishes, first);
        else errand = next_of_contacts(queue, breaker, traffic, limits);
        if (first === undefined && errand === undefined) return;
      }
      if (errand !== undefined && edit_url !== undefined) send_errand(errand, edit_url);
    }
  };

  function tell_of_transition(transition: Transition, problem: string): void {
    attempt("Telling whether the backend is there", events.on_transition, transition, problem);
  }

  /** A request has ended: learns from it whether the backend is there. */
  function note_end(request: Request, answer: Answer): Transition | undefined {
    const first = request.first;
    request.holds_place = false;
    count(first, -1);
    const now = time.monotonic();
    if (answer.kind !== "failed" || answer.cause !== "backend") return note_answer(breaker);
    if (first.request_class === "outsider") {
      note_outsiders_failure(breaker, now);
      return undefined;
    }
    const transition = note_failure(breaker, request.is_trial, now, math.random(), answer.retry_after);
    if (transition !== undefined) tell_of_transition(transition, answer.problem);
    return transition;
  }

  /** Those who waited for that request have been told, or are about to be: goes on with the others. */
  function go_on(first: Wish, answer: Answer, transition: Transition | undefined): void {
    if (breaker.state !== "closed" && answer.kind === "failed" && first.request_class !== "outsider") dismiss_all();
    if (transition === "closed") tell_of_transition(transition, "");
    state.pump();
    const problem = answer.kind === "failed" ? answer.problem : undefined;
    events.on_request(answer.kind, time.monotonic() - first.sent_at, problem);
  }

  /** Tells all who waited for a request. */
  function finish(this: void, request: Request, answer: Answer): void {
    const transition = note_end(request, answer);
    for (const wish of request.wishes) tell(wish, answer);
    go_on(request.first, answer, transition);
  }

  /** Ends a request with which something has gone wrong in our own hands: its place is free again, and all who wait are told. */
  function give_up(this: void, request: Request): void {
    if (request.holds_place) go_on(request.first, BROKEN, note_end(request, BROKEN));
    for (const wish of request.wishes) tell(wish, BROKEN);
  }

  /** Takes in an answer in slices. */
  function read_in_slices(request: Request, work: (this: void, breathe: Breathe) => void): void {
    in_slices(work, (problem) => {
      if (problem !== undefined) give_up(request);
    });
  }

  function read_one(wish: Wish, reply: Reply, breathe?: Breathe): Answer {
    return with_document(read_reply(reply, wish.known, time.now()), wish.known, breathe);
  }

  function read_short_answer(this: void, request: Request, reply: Reply): void {
    finish(request, read_one(request.first, reply));
  }

  function read_whole_batch(request: Request, answer: RosterText, breathe: Breathe): void {
    const wishes = request.wishes;
    const known = new LuaMap<string, Known | undefined>();
    for (const wish of wishes) known.set(wish.username, wish.known);
    const [answers, failure] = read_batch(answer.text, (username) => known.get(username), breathe);
    const whole = failure ?? answer;
    breathe(() => {
      go_on(request.first, whole, note_end(request, whole));
    });
    for (const wish of wishes) {
      const its_answer = answers?.get(wish.username);
      if (its_answer !== undefined) read_long(its_answer, wish.username, breathe);
    }
    breathe((position) => {
      const wish = wishes[position - 1];
      if (wish !== undefined) tell(wish, failure ?? answers?.get(wish.username) ?? LEFT_OUT);
    }, wishes.length);
  }

  state.on_reply = (request, reply) => {
    const first = request.first;
    if (first.is_in_batch) {
      const answer = read_batch_reply(reply, time.now());
      if (answer.kind !== "roster") {
        finish(request, answer);
        return;
      }
      read_in_slices(request, (breathe) => {
        read_whole_batch(request, answer, breathe);
      });
    } else if (first.request_class === "login" && (reply.code === undefined || reply.body.length <= LONG)) {
      if (!attempt("Reading an answer", read_short_answer, request, reply)) give_up(request);
    } else {
      read_in_slices(request, (breathe) => {
        const answer = read_one(first, reply, breathe);
        read_long(answer, first.username, breathe);
        breathe(() => {
          finish(request, answer);
        });
      });
    }
  };

  /** Whether an errand's end says that the backend fails; nothing of a contact's counts. */
  function note_errand(errand: Errand, reply: Reply): Transition | undefined {
    if (errand.errand_class === "contact") return undefined;
    const is_failure = reply.code === undefined ? reply.is_answer !== true : reply.code >= 500;
    return is_failure ? note_failure(breaker, false, time.monotonic(), math.random()) : note_answer(breaker);
  }

  state.on_errand_reply = (errand, reply) => {
    count_errand(errand, -1);
    const transition = note_errand(errand, reply);
    const problem = reply.code === undefined ? reply.problem : `backend answered ${reply.code}`;
    if (transition !== undefined) tell_of_transition(transition, problem);
    tell_errand(errand, reply);
    if (breaker.state !== "closed") dismiss_all();
    // Not at once: one that ends as soon as it is sent, for want of a socket, would be followed by others within, deeper than Lua can go.
    pump_later();
  };

  function pump_now(): void {
    is_pumping_soon = false;
    state.pump();
  }

  /** Sends what came in this turn, all of it together where that can be. */
  function pump_later(): void {
    if (is_pumping_soon) return;
    is_pumping_soon = true;
    timer.add_task(0, pump_now);
  }

  /** Why nobody of this class is asked for now. */
  function refused(request_class: RequestClass): Failure | undefined {
    if (breaker.state === "closed" || request_class === "notice") return undefined;
    const now = time.monotonic();
    if (!is_due(breaker, now)) return AWAY;
    if (request_class === "login") return undefined;
    return traffic.outsiders > 0 || now < breaker.outsiders_at ? AWAY : undefined;
  }

  return {
    ask: (wish) => {
      if (leads_elsewhere(url, wish.username)) return ELSEWHERE;
      const failure = refused(wish.request_class);
      if (failure !== undefined) return failure;
      if (!join(queue, wish)) return CROWDED;
      if (limits.batch_size === 1 || wish.request_class !== "notice") state.pump();
      else pump_later();
      return undefined;
    },

    is_away: () => breaker.state !== "closed",

    run_errand: (errand) => {
      if (errand.errand_class === "edit" && breaker.state !== "closed") {
        tell_errand(errand, { problem: IS_AWAY });
      } else if (edit_url === undefined || leads_elsewhere(edit_url, errand.username)) {
        tell_errand(errand, { problem: "this name would lead elsewhere in http_roster_edit_url" });
      } else {
        enqueue(queue.errands[errand.errand_class], errand);
        state.pump();
      }
    },

    hurry: (wish, request_class) => {
      promote(queue, wish, request_class);
      state.pump();
    },

    withdraw: (wish) => {
      leave(queue, wish);
    },

    gather: (change) => {
      traffic.gathering += change;
      if (traffic.gathering === 0) state.pump();
    },

    workload: () => {
      const { login, notice, outsider } = queue.waiting;
      return { login, notice, outsider, in_flight: traffic.in_flight };
    },

    resume: state.pump,
  };
}

export { cut_url, fill_url, new_backend, new_backend_state };
