import { dequeue, enqueue, length_of, type Line, new_line } from "../line";
import { type RequestClass, type Wish } from "./wish";

/** Who waits to be asked for: a line for each class, each with a bound of its own. */
export interface Queue {
  lines: Record<RequestClass, Line<Wish>>;
  /** How many wait in each line, less those who have left it. */
  waiting: Record<RequestClass, number>;
}

/** In which order the classes are served. */
const RANK: Record<RequestClass, number> = { login: 1, notice: 2, outsider: 3 };

const MOST_WAITING: Record<RequestClass, number> = { login: 20000, notice: 100000, outsider: 10000 };

function new_queue(): Queue {
  return {
    lines: { login: new_line(), notice: new_line(), outsider: new_line() },
    waiting: { login: 0, notice: 0, outsider: 0 },
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

function add(queue: Queue, wish: Wish): void {
  const { request_class } = wish;
  queue.waiting[request_class]++;
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
  queue.waiting[wish.request_class]--;
  close_up(queue, wish.request_class);
}

/** Somebody waits for a wish who goes before those in its line: it changes over. */
function promote(queue: Queue, wish: Wish, request_class: RequestClass): void {
  const old_class = wish.request_class;
  if (wish.state !== "queued" || RANK[old_class] <= RANK[request_class]) return;
  queue.waiting[old_class]--;
  wish.request_class = request_class;
  add(queue, wish);
  close_up(queue, old_class);
}

/** Takes the next of a class, which is on its way out then. */
function take(queue: Queue, request_class: RequestClass): Wish | undefined {
  const line = queue.lines[request_class];
  let wish = dequeue(line);
  while (wish !== undefined && (wish.state !== "queued" || wish.request_class !== request_class)) wish = dequeue(line);
  if (wish === undefined) return undefined;
  wish.state = "sent";
  queue.waiting[request_class]--;
  return wish;
}

/** Takes up to so many of a class. */
function take_many(queue: Queue, request_class: RequestClass, most: number): Wish[] {
  const wishes: Wish[] = [];
  while (wishes.length < most) {
    const wish = take(queue, request_class);
    if (wish === undefined) break;
    wishes.push(wish);
  }
  return wishes;
}

export { join, leave, new_queue, promote, take, take_many };
