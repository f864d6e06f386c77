import { urlencode } from "util.http";
import * as json from "util.json";
import * as time from "util.time";
import * as timer from "util.timer";
import { type Attempt } from "../attempt";
import { LONG } from "../json/json_reader";
import { is_object, type JsonObject } from "../json/json_value";
import { type Settings } from "../settings";
import { enqueue } from "../line";
import { type Breathe, in_slices } from "../slices";
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
import { fetch, type Query, type Reply } from "./http_fetch";
import {
  type Answer,
  type Errand,
  type ErrandClass,
  type Failure,
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
  take,
  take_errand,
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
  /** One request has ended: its result in a word, and the seconds it took. */
  on_request: (result: string, seconds: number) => void;
  /** Reads a long roster as far as that can be done before what is held is looked at. */
  read_ahead: (username: string, document: JsonObject, breathe: Breathe) => ReadAhead;
  /** Something that must not fail has. */
  on_error: (what: string, problem: string) => void;
  /** Calls what may throw. */
  attempt: Attempt;
}

/** A request under way. */
interface Trip {
  wishes: Wish[];
  request_class: RequestClass | ErrandClass;
  /** What is asked, where that is no roster. */
  errand?: Errand;
  is_batch: boolean;
  /** It asks whether the backend is back. */
  is_trial: boolean;
  started_at: number;
  /** Its place is free again. */
  is_over: boolean;
}

/** What outlives a reload of the module. Requests under way end in the newest copy. */
export interface BackendState {
  breaker: Breaker;
  queue: Queue;
  traffic: Traffic;
  on_reply: (this: void, trip: Trip, reply: Reply) => void;
}

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
  /** How many wishes wait in line, and how many requests are under way. */
  load: () => LuaMultiReturn<[waiting: number, in_flight: number]>;
  /** Sends what waits since before this copy of the module was loaded. */
  resume: () => void;
}

const IS_AWAY = "backend is away";
const AWAY: Failure = { kind: "failed", problem: IS_AWAY, cause: "away" };
const CROWDED: Failure = { kind: "failed", problem: "too many rosters are waited for", cause: "backend" };
const LEFT_OUT: Failure = {
  kind: "failed",
  problem: "backend's batch answer leaves this user out",
  cause: "refused",
};
const BROKEN: Failure = { kind: "failed", problem: "internal error", cause: "answer" };
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
    on_reply: () => undefined,
  };
}

/** Puts a username and a host into a URL, each percent-encoded as one segment. */
function fill_url(url: string, username: string, host: string): string {
  const [filled] = string.gsub(url, "%%[sh]", { "%s": urlencode(username), "%h": urlencode(host) });
  return filled;
}

/** `true` where a username would make a segment of the path by which it is another path. */
function leads_elsewhere(url: string, username: string, host: string): boolean {
  if (username !== "." && username !== "..") return false;
  const [path] = string.match(fill_url(url, username, host), "^[^?#]*");
  return string.find(`${path}/`, "/%.%.?/")[0] !== undefined;
}

/** `true` for an ETag that can be sent back as it is. */
function is_etag(etag: string | undefined): etag is string {
  return etag !== undefined && etag.length <= 1000 && string.find(etag, "^[^%c%s]+$")[0] !== undefined;
}

function new_backend(settings: Settings, host: string, state: BackendState, events: BackendEvents): Backend {
  const breaker = state.breaker;
  const queue = state.queue;
  const traffic = state.traffic;
  const batch_url = settings.batch_url;
  const concurrency = settings.concurrency;
  const limits = { concurrency, batch_size: batch_url === undefined ? 1 : settings.batch_size };
  const attempt = events.attempt;
  let is_turning = false;
  let pump_soon = false;

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
    const [ok, problem] = pcall(errand.done, reply);
    if (!ok) events.on_error("Taking in an answer to an edit", tostring(problem));
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
        const wish = take(queue, request_class);
        if (wish === undefined) break;
        tell(wish, AWAY);
      }
    }
    let edit = take_errand(queue, "edit");
    while (edit !== undefined) {
      tell_errand(edit, { problem: IS_AWAY });
      edit = take_errand(queue, "edit");
    }
  }

  function headers_for(wish: Wish | undefined): Record<string, string> {
    const headers: Record<string, string> = { Accept: "application/json", Connection: "close" };
    for (const [name, value] of settings.headers) headers[name] = value;
    const etag = wish?.known?.etag;
    if (is_etag(etag)) headers["If-None-Match"] = etag;
    return headers;
  }

  /** The next turn of Prosody's loop, in which a few more may be sent. */
  function next_turn(): void {
    is_turning = false;
    traffic.sent_this_turn = 0;
    pump();
  }

  function count(trip: Trip, change: 1 | -1): void {
    traffic.in_flight += change;
    if (trip.request_class !== "login") traffic.in_background += change;
    if (trip.request_class === "outsider") traffic.outsiders += change;
    if (trip.request_class === "contact") traffic.contacts += change;
    if (trip.is_batch && trip.request_class !== "login") traffic.batches += change;
  }

  /** Sends the request. */
  function set_out(this: void, trip: Trip, first: Wish): void {
    for (const wish of trip.wishes) attempt("Noting what is asked", events.on_sent, wish);
    let url: string;
    let query: Query;
    if (trip.is_batch && batch_url !== undefined) {
      const usernames: string[] = [];
      for (const wish of trip.wishes) usernames.push(wish.username);
      const headers = headers_for(undefined);
      headers["Content-Type"] = "application/json";
      url = fill_url(batch_url, "", host);
      query = { method: "POST", headers, body: json.encode_array(usernames), timeout: settings.timeout };
    } else {
      url = fill_url(settings.url, first.username, host);
      query = { method: "GET", headers: headers_for(first), timeout: settings.timeout };
    }
    fetch(url, query, (reply) => {
      state.on_reply(trip, reply);
    });
  }

  function send_errand(errand: Errand, edit_url: string): void {
    const trip: Trip = {
      wishes: [],
      request_class: errand.errand_class,
      errand,
      is_batch: false,
      is_trial: false,
      started_at: time.monotonic(),
      is_over: false,
    };
    count(trip, 1);
    const headers = headers_for(undefined);
    headers["Content-Type"] = "application/json";
    headers["Idempotency-Key"] = errand.key;
    const query: Query = { method: "POST", headers, body: errand.body, timeout: settings.timeout };
    fetch(fill_url(edit_url, errand.username, host), query, (reply) => {
      state.on_reply(trip, reply);
    });
  }

  function send(wishes: Wish[], first: Wish): void {
    const request_class = first.request_class;
    const is_batch = wishes.length > 1;
    const is_trial = breaker.state !== "closed";
    const trip: Trip = { wishes, request_class, is_batch, is_trial, started_at: time.monotonic(), is_over: false };
    for (const wish of wishes) wish.is_in_batch = is_batch;
    count(trip, 1);
    if (is_trial && request_class !== "outsider") half_open(breaker);
    if (request_class !== "login") {
      traffic.sent_this_turn++;
      if (!is_turning) {
        is_turning = true;
        timer.add_task(0, next_turn);
      }
    }
    if (attempt("Asking the backend", set_out, trip, first)) return;
    timer.add_task(0, () => {
      give_up(trip);
    });
  }

  function pump(): void {
    while (true) {
      let errand = next_edit(queue, breaker, traffic, limits);
      if (errand === undefined) {
        const wishes = next_request(queue, breaker, traffic, limits, time.monotonic());
        const first = wishes[0];
        if (first !== undefined) send(wishes, first);
        else errand = next_of_contacts(queue, breaker, traffic, limits);
        if (first === undefined && errand === undefined) return;
      }
      if (errand !== undefined && settings.edit_url !== undefined) send_errand(errand, settings.edit_url);
    }
  }

  /** Learns from the end of a request whether the backend is there. */
  function note_result(trip: Trip, answer: Answer): Transition | undefined {
    const now = time.monotonic();
    if (answer.kind !== "failed" || answer.cause !== "backend") return note_answer(breaker);
    if (trip.request_class === "outsider") {
      note_outsiders_failure(breaker, now);
      return undefined;
    }
    return note_failure(breaker, trip.is_trial, now, math.random(), answer.retry_after);
  }

  function tell_of_transition(transition: Transition, problem: string): void {
    attempt("Telling whether the backend is there", events.on_transition, transition, problem);
  }

  /** What was asked has been answered: `hand_out` gives everyone their part. */
  function finish(trip: Trip, answer: Answer, hand_out: (this: void) => void): void {
    trip.is_over = true;
    count(trip, -1);
    const transition = note_result(trip, answer);
    const problem = answer.kind === "failed" ? answer.problem : "";
    if (transition !== undefined && transition !== "closed") tell_of_transition(transition, problem);
    hand_out();
    if (breaker.state !== "closed" && answer.kind === "failed" && trip.request_class !== "outsider") dismiss_all();
    if (transition === "closed") tell_of_transition(transition, problem);
    pump();
    events.on_request(answer.kind, time.monotonic() - trip.started_at);
  }

  /** Ends a request with which something has gone wrong in our own hands: its place is free again, and all who wait are told. */
  function give_up(this: void, trip: Trip): void {
    if (!trip.is_over) finish(trip, BROKEN, () => undefined);
    for (const wish of trip.wishes) tell(wish, BROKEN);
  }

  function read_one(wish: Wish, reply: Reply, breathe?: Breathe): Answer {
    return with_document(read_reply(reply, wish.known, time.now()), wish.known, breathe);
  }

  function finish_one(trip: Trip, wish: Wish, answer: Answer): void {
    finish(trip, answer, () => {
      tell(wish, answer);
    });
  }

  function take_short_answer(this: void, trip: Trip, wish: Wish, reply: Reply): void {
    finish_one(trip, wish, read_one(wish, reply));
  }

  /** Takes in an answer in slices. */
  function take_in_slices(trip: Trip, work: (this: void, breathe: Breathe) => void): void {
    in_slices(work, (problem) => {
      if (problem !== undefined) give_up(trip);
    });
  }

  function finish_batch(trip: Trip, reply: Reply): void {
    const answer = read_batch_reply(reply, time.now());
    if (answer.kind !== "roster") {
      finish(trip, answer, () => {
        for (const wish of trip.wishes) tell(wish, answer);
      });
      return;
    }
    take_in_slices(trip, (breathe) => {
      const known = new LuaMap<string, Known | undefined>();
      for (const wish of trip.wishes) known.set(wish.username, wish.known);
      const [answers, failure] = read_batch(answer.text, (username) => known.get(username), breathe);
      breathe(() => {
        finish(trip, failure ?? answer, () => undefined);
      });
      for (const wish of trip.wishes) {
        const its_answer = failure ?? answers?.get(wish.username) ?? LEFT_OUT;
        read_long(its_answer, wish.username, breathe);
        breathe(() => {
          tell(wish, its_answer);
        });
      }
    });
  }

  /** Whether an errand's end says that the backend fails; nothing of a contact's counts. */
  function note_errand(trip: Trip, reply: Reply): Transition | undefined {
    if (trip.request_class === "contact") return undefined;
    const is_failure = reply.code === undefined || reply.code >= 500;
    return is_failure ? note_failure(breaker, false, time.monotonic(), math.random()) : note_answer(breaker);
  }

  function finish_errand(trip: Trip, errand: Errand, reply: Reply): void {
    trip.is_over = true;
    count(trip, -1);
    const transition = note_errand(trip, reply);
    const problem = reply.code === undefined ? reply.problem : `backend answered ${reply.code}`;
    if (transition !== undefined) tell_of_transition(transition, problem);
    tell_errand(errand, reply);
    if (breaker.state !== "closed") dismiss_all();
    pump();
  }

  state.on_reply = (trip, reply) => {
    const wish = trip.wishes[0];
    if (trip.errand !== undefined) {
      finish_errand(trip, trip.errand, reply);
      return;
    }
    if (trip.is_batch || wish === undefined) {
      finish_batch(trip, reply);
    } else if (trip.request_class === "login" && (reply.code === undefined || reply.body.length <= LONG)) {
      if (!attempt("Reading an answer", take_short_answer, trip, wish, reply)) give_up(trip);
    } else {
      take_in_slices(trip, (breathe) => {
        const answer = read_one(wish, reply, breathe);
        read_long(answer, wish.username, breathe);
        breathe(() => {
          finish_one(trip, wish, answer);
        });
      });
    }
  };

  /** Sends what came in this turn, all of it together where that can be. */
  function pump_later(): void {
    if (pump_soon) return;
    pump_soon = true;
    timer.add_task(0, () => {
      pump_soon = false;
      pump();
    });
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
      if (leads_elsewhere(settings.url, wish.username, host)) return ELSEWHERE;
      const failure = refused(wish.request_class) ?? (join(queue, wish) ? undefined : CROWDED);
      if (failure !== undefined) return failure;
      if (limits.batch_size === 1 || wish.request_class !== "notice") pump();
      else pump_later();
      return undefined;
    },

    is_away: () => breaker.state !== "closed",

    run_errand: (errand) => {
      if (errand.errand_class === "edit" && breaker.state !== "closed") {
        tell_errand(errand, { problem: IS_AWAY });
        return;
      }
      if (settings.edit_url === undefined || leads_elsewhere(settings.edit_url, errand.username, host)) {
        tell_errand(errand, { problem: "this name would lead elsewhere in http_roster_edit_url" });
        return;
      }
      enqueue(queue.errands[errand.errand_class], errand);
      pump();
    },

    hurry: (wish, request_class) => {
      promote(queue, wish, request_class);
      pump();
    },

    withdraw: (wish) => {
      leave(queue, wish);
    },

    gather: (change) => {
      traffic.gathering += change;
      if (traffic.gathering === 0) pump();
    },

    load: () => {
      const { login, notice, outsider } = queue.waiting;
      return $multi(login + notice + outsider, traffic.in_flight);
    },

    resume: pump,
  };
}

export { IS_AWAY, fill_url, new_backend, new_backend_state };
