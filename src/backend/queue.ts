import { type JsonValue } from "../json/json_value";
import { type ChangedPart, type TextBlocks } from "../json/text_blocks";
import { type Breaker, is_due } from "./breaker";
import { type Reply } from "./http_fetch";

/** What the backend said about one user's roster. */
export type Answer = RosterText | Unchanged | { kind: "empty" } | { kind: "gone" } | Failure;

/** A roster in JSON. */
export interface RosterText {
  kind: "roster";
  text: string;
  /** Where it begins and ends in that text, which says more. */
  first?: number;
  last?: number;
  /** Where it has been taken already. */
  fingerprint?: string;
  etag?: string;
  /** Where it has been decoded already. */
  document?: JsonValue;
  /** The same, where it is long. */
  ahead?: ReadAhead;
  /** In which it was decoded. */
  blocks?: TextBlocks;
  /** What is new in it, where no more was decoded. */
  part?: ChangedPart;
}

/** A long roster, read in slices before it is compared with whatever is held by then. */
export interface ReadAhead {
  /** By JID; `false` for a contact that can't be used. */
  items: LuaTable<string, RosterItem | false>;
  faults: string[];
  is_irregular?: boolean;
}

/** The roster is what was known when it was asked for. */
export interface Unchanged {
  kind: "unchanged";
  etag?: string;
}

/** A fetch that brought no roster. */
export interface Failure {
  kind: "failed";
  problem: string;
  /**
   * `backend`: it is the backend that fails, not this request; `answer`: its answer is no roster; `refused`: it would say so again;
   * `unknown`: it knows no such user; `away`: it was not asked; `company`: it was asked about many at once, and may have failed at any of
   * them.
   */
  cause: "backend" | "answer" | "refused" | "unknown" | "away" | "company";
  /** Seconds not to ask for, as the backend wishes. */
  retry_after?: number;
}

/** What a roster's text is recognised by. Each text has a record of its own. */
export interface Known {
  etag?: string;
  fingerprint?: string;
  size?: number;
  blocks?: TextBlocks;
}

/**
 * Who waits for a request: a user who logs in; a user who changes their roster; the backend that called, or a user online; others who ask
 * about the user; a contact elsewhere who asks to see or be seen.
 */
export type RequestClass = "login" | "edit" | "notice" | "outsider" | "contact";

/** What is asked of an edit. */
export interface EditQuestion {
  body: string;
  /** Of its own, by which the backend knows a question that is repeated. */
  key: string;
  /** Told once, unless nobody wants to hear it any more. */
  done: (this: void, reply: Reply) => void;
}

/** One user's roster, wanted; or the answer to an edit of it. */
export interface Wish {
  username: string;
  request_class: RequestClass;
  state: "new" | "queued" | "sent" | "ended";
  /** Of an edit. */
  question?: EditQuestion;
  /** It was sent together with others. */
  is_in_batch: boolean;
  /** The last request for this user failed, and perhaps for this user: it is sent by itself. */
  has_failed?: true;
  /** It was sent to learn whether the backend is back. */
  is_trial?: true;
  /** Its place in the order of all that is told and asked: the answer is what the backend knew then or later. Of one that was sent. */
  order: number;
  /** Since when it is in line, or under way (monotonic seconds). */
  since: number;
  /** Where somebody waits for it to log in: until when (monotonic seconds). */
  late_at?: number;
  /** What was held when it was sent, if that is what the backend has given. */
  known?: Known;
  /** Its neighbours in line. */
  before?: Wish;
  behind?: Wish;
}

/** Those of a class, in the order in which they came. Whoever leaves it leaves no gap. */
interface Line {
  first?: Wish;
  last?: Wish;
  length: number;
}

/** Who waits to be asked for. */
export type Queue = Record<RequestClass, Line>;

/** In which order they are served. */
const CLASSES = ["login", "edit", "notice", "outsider", "contact"] as const;
const RANK: Record<RequestClass, number> = { login: 1, edit: 2, notice: 3, outsider: 4, contact: 5 };

/** Edits are bounded where they are kept. */
const MOST_WAITING: Record<RequestClass, number> = {
  login: 20000,
  edit: math.huge,
  notice: 100000,
  outsider: 10000,
  contact: math.huge,
};

function new_queue(): Queue {
  return {
    login: { length: 0 },
    edit: { length: 0 },
    notice: { length: 0 },
    outsider: { length: 0 },
    contact: { length: 0 },
  };
}

function new_wish(username: string, request_class: RequestClass, now: number): Wish {
  return { username, request_class, state: "new", is_in_batch: false, order: 0, since: now, late_at: undefined };
}

function append(queue: Queue, wish: Wish): void {
  const line = queue[wish.request_class];
  const last = line.last;
  if (last === undefined) line.first = wish;
  else last.behind = wish;
  wish.before = last;
  line.last = wish;
  line.length++;
}

function remove(queue: Queue, wish: Wish): void {
  const line = queue[wish.request_class];
  const before = wish.before;
  const behind = wish.behind;
  if (before === undefined) line.first = behind;
  else before.behind = behind;
  if (behind === undefined) line.last = before;
  else behind.before = before;
  wish.before = undefined;
  wish.behind = undefined;
  line.length--;
}

/** Puts a wish at the end of its class's line; `false` where that is full. */
function join(queue: Queue, wish: Wish): boolean {
  if (queue[wish.request_class].length >= MOST_WAITING[wish.request_class]) return false;
  wish.state = "queued";
  append(queue, wish);
  return true;
}

/** Nobody wants to hear of a wish any more. */
function leave(queue: Queue, wish: Wish): void {
  if (wish.state === "queued") remove(queue, wish);
  wish.state = "ended";
}

function change_over(queue: Queue, wish: Wish, request_class: RequestClass): void {
  remove(queue, wish);
  wish.request_class = request_class;
  append(queue, wish);
}

/** Somebody else waits for a wish, too; who logs in, until `late_at`. Those who go before its line have it change over. */
function promote(queue: Queue, wish: Wish, request_class: RequestClass, late_at: number | undefined): void {
  if (wish.state !== "queued") return;
  if (RANK[wish.request_class] > RANK[request_class]) change_over(queue, wish, request_class);
  if (late_at !== undefined) wish.late_at = math.max(wish.late_at ?? late_at, late_at);
}

/** Takes out up to so many of a class, which go out together. */
function dequeue(queue: Queue, request_class: RequestClass, most: number): Wish[] {
  const line = queue[request_class];
  const wishes: Wish[] = [];
  let next = line.first;
  while (next !== undefined && (wishes[0] === undefined || next.has_failed === undefined)) {
    remove(queue, next);
    next.state = "sent";
    wishes.push(next);
    if (next.has_failed === true || wishes.length === most) break;
    next = line.first;
  }
  return wishes;
}

/** What is under way, and what has been sent lately. */
export interface Traffic {
  /** Requests, by who waits for them. */
  in_flight: Record<RequestClass, number>;
  /** Of these, requests in the background for many at once. */
  batches: number;
  /** How many in the background were sent in this turn of Prosody's loop. */
  sent_this_turn: number;
  /** More wishes are just being put into the line: a batch that is not full waits for them, for a moment. */
  gathering: number;
}

/** What may be under way at most. */
export interface Limits {
  concurrency: number;
  /** Users in one request; 1 where the backend takes no batches. */
  batch_size: number;
}

// While one is read, the next is on its way. More would come in faster than they can be read.
const MOST_BATCHES = 2;
// Of a fast backend's answers, as many come in at once as were asked for at once, and nobody else has a turn until all are read.
const MOST_A_TURN = 2;
/** How long a batch that is not full waits for more. */
const SECONDS_TO_GATHER = 0.1;

/** Requests under way that no login waits for. */
function in_background(traffic: Traffic): number {
  const in_flight = traffic.in_flight;
  return in_flight.edit + in_flight.notice + in_flight.outsider + in_flight.contact;
}

/** How many of the places are for others than logins. */
function places_in_background(concurrency: number): number {
  return concurrency === 1 ? 1 : concurrency - math.max(1, math.floor(concurrency / 4));
}

/** `true` where one of a class may be sent now, since there is a place. */
function has_place(queue: Queue, traffic: Traffic, limits: Limits, request_class: RequestClass, now: number): boolean {
  const concurrency = limits.concurrency;
  const under_way = in_background(traffic);
  if (under_way + traffic.in_flight.login >= concurrency) return false;
  if (request_class === "login") return true;
  if (under_way >= places_in_background(concurrency)) return false;
  if (request_class === "edit") return true;
  const is_outsiders = request_class !== "notice";
  if (is_outsiders && traffic.in_flight[request_class] >= math.max(1, math.floor(concurrency / 8))) return false;
  if (request_class === "contact") return queue.notice.length === 0 && queue.outsider.length === 0;
  if (traffic.sent_this_turn >= MOST_A_TURN) return false;
  if (is_outsiders || limits.batch_size === 1) return true;
  if (traffic.batches >= MOST_BATCHES) return false;
  const line = queue.notice;
  if (traffic.gathering === 0 || line.length >= limits.batch_size) return true;
  const first = line.first;
  return first !== undefined && now - first.since >= SECONDS_TO_GATHER;
}

/** `true` where one of a class may be asked for while the backend counts as away, to learn whether it is back: one at a time. */
function may_try(breaker: Breaker, traffic: Traffic, request_class: RequestClass, now: number): boolean {
  // Before its time only a backend that calls is asked: it is probably back.
  if (request_class === "notice") return breaker.state === "open";
  if (!is_due(breaker, now)) return false;
  if (request_class === "login") return true;
  return request_class === "outsider" && traffic.in_flight.outsider === 0 && now >= breaker.outsiders_at;
}

/** Those for whom nobody waits any longer to log in have been let in without: they wait like others who are online. */
function put_back_late(queue: Queue, now: number): void {
  let first = queue.login.first;
  while (first !== undefined && (first.late_at ?? now) <= now) {
    change_over(queue, first, "notice");
    first = queue.login.first;
  }
}

/** Whom the next request asks for, on their way out of the queue: one, or several that make a batch; none, where nothing is to be sent now. */
function next_request(queue: Queue, breaker: Breaker, traffic: Traffic, limits: Limits, now: number): Wish[] {
  put_back_late(queue, now);
  for (const request_class of CLASSES) {
    if (queue[request_class].length > 0) {
      if (breaker.state !== "closed") {
        if (may_try(breaker, traffic, request_class, now)) return dequeue(queue, request_class, 1);
      } else if (has_place(queue, traffic, limits, request_class, now)) {
        const may_be_many = request_class === "login" || request_class === "notice";
        return dequeue(queue, request_class, may_be_many ? limits.batch_size : 1);
      }
    }
  }
  return [];
}

export { dequeue, in_background, join, leave, may_try, new_queue, new_wish, next_request, promote, SECONDS_TO_GATHER };
