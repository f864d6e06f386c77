import { type JsonValue } from "../json/json_value";
import { type ChangedPart, type TextBlocks } from "../json/text_blocks";
import { dequeue, enqueue, length_of, type Line, new_line } from "../waiting_line";
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
   * `unknown`: it knows no such user; `away`: it was not asked.
   */
  cause: "backend" | "answer" | "refused" | "unknown" | "away";
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

/** Who waits for a request: a user who logs in; the backend that called, or a user online; others who ask about the user. */
export type RequestClass = "login" | "notice" | "outsider";

/** One user's roster, wanted. */
export interface Wish {
  username: string;
  request_class: RequestClass;
  state: "queued" | "sent" | "ended";
  /** It was sent together with others. */
  is_in_batch: boolean;
  /** Its place in the order of all that is told and asked: the answer is what the backend knew then or later. Of one that was sent. */
  order: number;
  /** When it was sent (monotonic seconds). */
  sent_at: number;
  /** What was held when it was sent, if that is what the backend has given. */
  known?: Known;
}

/** Who wants to know something besides rosters: a user who changes their own, or a contact elsewhere who asks to see or be seen. */
export type ErrandClass = "edit" | "contact";

/** Another question, which is sent as it is. */
export interface Errand {
  errand_class: ErrandClass;
  state: "queued" | "sent" | "ended";
  /** Whom it is about. */
  username: string;
  body: string;
  /** Of its own, by which the backend knows a question that is repeated. */
  key: string;
  /** Told once, unless it has ended before. */
  done: (this: void, reply: Reply) => void;
}

/** Who waits to be asked for: a line for each class, each with a bound of its own. */
export interface Queue {
  lines: Record<RequestClass, Line<Wish>>;
  /** How many wait in each line, less those who have left it. */
  waiting: Record<RequestClass, number>;
  /** What is put in here is bounded by those who do. */
  errands: Record<ErrandClass, Line<Errand>>;
}

/** In which order the classes are served. */
const RANK: Record<RequestClass, number> = { login: 1, notice: 2, outsider: 3 };

const MOST_WAITING: Record<RequestClass, number> = { login: 20000, notice: 100000, outsider: 10000 };

function new_queue(): Queue {
  return {
    lines: { login: new_line(), notice: new_line(), outsider: new_line() },
    waiting: { login: 0, notice: 0, outsider: 0 },
    errands: { edit: new_line(), contact: new_line() },
  };
}

/** How many entries a line may have for each that waits in it, and for those few that one can't count on. */
const SLACK = 1000;

/** Closes up a line most of whose entries have left it, so that it is bounded by what waits. */
function close_up(queue: Queue, request_class: RequestClass): void {
  const line = queue.lines[request_class];
  if (length_of(line) <= 2 * queue.waiting[request_class] + SLACK) return;
  const closed_up = new_line<Wish>();
  let wish = dequeue(line);
  while (wish !== undefined) {
    if (wish.state === "queued" && wish.request_class === request_class) enqueue(closed_up, wish);
    wish = dequeue(line);
  }
  queue.lines[request_class] = closed_up;
}

/** Counts who comes into a line, or leaves it. */
function count(queue: Queue, request_class: RequestClass, change: 1 | -1): void {
  const before = queue.waiting[request_class];
  queue.waiting[request_class] = before + change;
}

function add(queue: Queue, wish: Wish): void {
  const request_class = wish.request_class;
  count(queue, request_class, 1);
  enqueue(queue.lines[request_class], wish);
}

/** Puts a wish at the end of its class's line; `false` where that is full. */
function join(queue: Queue, wish: Wish): boolean {
  if (queue.waiting[wish.request_class] >= MOST_WAITING[wish.request_class]) return false;
  add(queue, wish);
  return true;
}

/** Takes a wish out of its line. */
function leave(queue: Queue, wish: Wish): void {
  if (wish.state !== "queued") return;
  wish.state = "ended";
  count(queue, wish.request_class, -1);
  close_up(queue, wish.request_class);
}

/** Somebody waits for a wish who goes before those in its line: it changes over. */
function promote(queue: Queue, wish: Wish, request_class: RequestClass): void {
  const old_class = wish.request_class;
  if (wish.state !== "queued" || RANK[old_class] <= RANK[request_class]) return;
  count(queue, old_class, -1);
  wish.request_class = request_class;
  add(queue, wish);
  close_up(queue, old_class);
}

/** Takes the next of a class, which is on its way out then. */
function dequeue_wish(queue: Queue, request_class: RequestClass): Wish | undefined {
  const line = queue.lines[request_class];
  let wish = dequeue(line);
  while (wish !== undefined && (wish.state !== "queued" || wish.request_class !== request_class)) wish = dequeue(line);
  if (wish === undefined) return undefined;
  wish.state = "sent";
  count(queue, request_class, -1);
  return wish;
}

/** Takes up to so many of a class. */
function dequeue_wishes(queue: Queue, request_class: RequestClass, most: number): Wish[] {
  const wishes: Wish[] = [];
  while (wishes.length < most) {
    const wish = dequeue_wish(queue, request_class);
    if (wish === undefined) break;
    wishes.push(wish);
  }
  return wishes;
}

/** What is under way, and what has been sent lately. */
export interface Traffic {
  in_flight: number;
  /** Of these, what nobody waits for to log in. */
  in_background: number;
  /** Of these, what was asked for by others than the users themselves and the backend. */
  outsiders: number;
  /** Of these, questions of contacts elsewhere. */
  contacts: number;
  /** Of these, requests in the background for many at once. */
  batches: number;
  /** How many in the background were sent in this turn of Prosody's loop. */
  sent_this_turn: number;
  /** More wishes are just being put into the line: a batch that is not full waits for them. */
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

/** How many of the places logins alone may take. */
function reserved(concurrency: number): number {
  return concurrency === 1 ? 0 : math.max(1, math.floor(concurrency / 4));
}

/** `true` where nothing waits: mostly so, and quickly told. */
function is_empty({ waiting, errands }: Queue): boolean {
  const wishes = waiting.login + waiting.notice + waiting.outsider;
  return wishes === 0 && length_of(errands.edit) === 0 && length_of(errands.contact) === 0;
}

/** The next errand of a class that is still wanted. */
function dequeue_errand(queue: Queue, errand_class: ErrandClass): Errand | undefined {
  const line = queue.errands[errand_class];
  let errand = dequeue(line);
  while (errand !== undefined && errand.state !== "queued") errand = dequeue(line);
  if (errand !== undefined) errand.state = "sent";
  return errand;
}

/** `true` where there is a place for what nobody logs in for. */
function has_place(breaker: Breaker, traffic: Traffic, { concurrency }: Limits): boolean {
  if (breaker.state !== "closed" || traffic.in_flight >= concurrency) return false;
  return traffic.in_background < concurrency - reserved(concurrency);
}

/** What a user wants that goes out now, before all but logins. */
function next_edit(queue: Queue, breaker: Breaker, traffic: Traffic, limits: Limits): Errand | undefined {
  if (queue.waiting.login > 0 || !has_place(breaker, traffic, limits)) return undefined;
  return dequeue_errand(queue, "edit");
}

/** What a contact elsewhere wants that goes out now, behind all others. */
function next_of_contacts(queue: Queue, breaker: Breaker, traffic: Traffic, limits: Limits): Errand | undefined {
  const waiting = queue.waiting;
  if (waiting.login + waiting.notice + waiting.outsider > 0 || !has_place(breaker, traffic, limits)) return undefined;
  if (traffic.contacts >= math.max(1, math.floor(limits.concurrency / 8))) return undefined;
  return dequeue_errand(queue, "contact");
}

/** Who is asked for while the backend counts as away: one at a time, to learn whether it is back. */
function next_trial(queue: Queue, breaker: Breaker, traffic: Traffic, now: number): Wish[] {
  if (breaker.state === "half-open") return [];
  const due = is_due(breaker, now);
  if (due && queue.waiting.login > 0) return dequeue_wishes(queue, "login", 1);
  // Before its time only a backend that calls is asked: it is probably back.
  if (queue.waiting.notice > 0) return dequeue_wishes(queue, "notice", 1);
  if (due && queue.waiting.outsider > 0 && traffic.outsiders === 0 && now >= breaker.outsiders_at) {
    return dequeue_wishes(queue, "outsider", 1);
  }
  return [];
}

/** Whom the next request asks for, on their way out of the queue: one, or several that make a batch; none, where nothing is to be sent now. */
function next_request(queue: Queue, breaker: Breaker, traffic: Traffic, limits: Limits, now: number): Wish[] {
  if (breaker.state !== "closed") return next_trial(queue, breaker, traffic, now);
  const concurrency = limits.concurrency;
  const batch_size = limits.batch_size;
  const waiting = queue.waiting;
  if (traffic.in_flight >= concurrency) return [];
  if (waiting.login > 0) return dequeue_wishes(queue, "login", batch_size);
  if (traffic.in_background >= concurrency - reserved(concurrency) || traffic.sent_this_turn >= MOST_A_TURN) return [];
  const is_complete = batch_size === 1 || traffic.gathering === 0 || waiting.notice >= batch_size;
  if (waiting.notice > 0 && is_complete && traffic.batches < MOST_BATCHES) {
    return dequeue_wishes(queue, "notice", batch_size);
  }
  if (waiting.outsider > 0 && traffic.outsiders < math.max(1, math.floor(concurrency / 8))) {
    return dequeue_wishes(queue, "outsider", 1);
  }
  return [];
}

export {
  is_empty,
  join,
  leave,
  new_queue,
  next_edit,
  next_of_contacts,
  next_request,
  promote,
  dequeue_wish,
  dequeue_errand,
  dequeue_wishes,
};
