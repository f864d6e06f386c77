import { urlencode } from "util.http";
import * as json from "util.json";
import * as time from "util.time";
import * as timer from "util.timer";
import { read_batch_reply, read_reply } from "./answer";
import { hand_out } from "./batch_answer";
import { fetch, type Query, type Reply } from "./http_fetch";
import { type Health, note_answer, note_failure, type Turn } from "./retry";
import { in_slices } from "../slices";
import { dequeue, enqueue, length_of, type Line, new_line } from "./line";
import { type Settings } from "../settings";
import { type Answer, type Failure, type Wish } from "./wish";

/**
 * Who hears of the backend besides those who asked.
 * @noSelf
 */
export interface BackendEvents {
  /** The backend counts as away, or no longer does; with the last problem. */
  on_turn: (turn: Turn, problem: string) => void;
  /** One request has ended: its result in a word, and the seconds it took. */
  on_request: (result: string, seconds: number) => void;
}

/**
 * The application, as Prosody sees it.
 * @noSelf
 */
export interface Backend {
  /** Asks for one roster, now or in its turn; the answer comes exactly once. */
  ask: (wish: Wish) => void;
  /** Someone waits now for what was asked without haste. */
  hurry: (wish: Wish) => void;
  /** More wishes are to come that may go out together: until `change` has been undone, only full batches are sent. */
  gather: (change: 1 | -1) => void;
  health: Health;
  /** How many wishes wait in line, and how many requests are under way. */
  load: () => LuaMultiReturn<[waiting: number, in_flight: number]>;
}

const LONGEST_LINE = 100000;
// While one is read, the next is on its way. More would come in faster than they can be read.
const MOST_BATCHES = 2;
// Of a fast backend's answers, as many come in at once as were asked for at once, and nobody else has a turn until all are read.
const MOST_A_TURN = 2;
const AWAY: Failure = { kind: "failed", problem: "backend is away", passing: true };
const CROWDED: Failure = { kind: "failed", problem: "too many rosters are waited for", passing: true };

/** Puts a username and a host into a URL, each percent-encoded as one segment. */
function fill_url(url: string, username: string, host: string): string {
  const [filled] = string.gsub(url, "%%[sh]", { "%s": urlencode(username), "%h": urlencode(host) });
  return filled;
}

/** `true` for an ETag that can be sent back as it is. */
function is_etag(etag: string | undefined): etag is string {
  return etag !== undefined && etag.length <= 1000 && string.find(etag, "^[^%c%s]+$")[0] !== undefined;
}

function new_backend(settings: Settings, host: string, health: Health, events: BackendEvents): Backend {
  const { batch_url, batch_size } = settings;
  const urgent_line = new_line<Wish>();
  const line = new_line<Wish>();
  let in_flight = 0;
  let batches_in_flight = 0;
  let sent_this_turn = 0;
  let is_turning = false;
  let pump_soon = false;
  let gathering = 0;

  /** The next one in a line that was not taken already from the other. */
  function take(from: Line<Wish>): Wish | undefined {
    let wish = dequeue(from);
    while (wish?.taken === true) wish = dequeue(from);
    if (wish !== undefined) wish.taken = true;
    return wish;
  }

  /** Nobody waits for a backend that is away. */
  function dismiss_all(): void {
    for (const from of [urgent_line, line]) {
      let wish = take(from);
      while (wish !== undefined) {
        wish.on_answer(AWAY);
        wish = take(from);
      }
    }
  }

  /** The next turn of Prosody's loop, in which a few more may be sent. */
  function next_turn(): void {
    is_turning = false;
    sent_this_turn = 0;
    pump();
  }

  /** The next one to be sent in the background, unless more are to come for the same batch, or enough were sent for now. */
  function take_in_background(): Wish | undefined {
    const is_gathering = batch_url !== undefined && gathering > 0 && length_of(line) < batch_size;
    if (is_gathering || batches_in_flight >= MOST_BATCHES || sent_this_turn >= MOST_A_TURN) return undefined;
    const wish = take(line);
    if (wish === undefined) return undefined;
    sent_this_turn++;
    if (!is_turning) {
      is_turning = true;
      timer.add_task(0, next_turn);
    }
    return wish;
  }

  /** Sends what may be sent: while the backend is away, one request at a time, to learn whether it is back. */
  function pump(): void {
    while (in_flight < (health.away ? 1 : settings.concurrency)) {
      const wish = take(urgent_line) ?? take_in_background();
      if (wish === undefined) return;
      const wishes = [wish];
      if (batch_url !== undefined && !wish.urgent && !health.away) {
        while (wishes.length < batch_size) {
          const another = take(line);
          if (another === undefined) break;
          wishes.push(another);
        }
      }
      if (batch_url === undefined || wishes.length === 1) send_one(wish);
      else send_batch(batch_url, wishes);
    }
  }

  function headers_for(wish: Wish | undefined): Record<string, string> {
    const headers: Record<string, string> = { Accept: "application/json", Connection: "close" };
    for (const [name, value] of settings.headers) headers[name] = value;
    const etag = wish?.known?.etag;
    if (is_etag(etag)) headers["If-None-Match"] = etag;
    return headers;
  }

  /** Sends a request, and learns from its end whether the backend is there. Answers that nobody waits for to log in are read in slices. */
  function send(
    url: string,
    query: Query,
    wishes: Wish[],
    read: (reply: Reply) => Answer,
    done: (answer: Answer) => void,
  ): void {
    in_flight++;
    if (wishes.length > 1) batches_in_flight++;
    const started = time.monotonic();
    fetch(url, query, (reply) => {
      const seconds = time.monotonic() - started;
      const finish = (): boolean => {
        in_flight--;
        if (wishes.length > 1) batches_in_flight--;
        const answer = read(reply);
        events.on_request(answer.kind, seconds);
        const problem = answer.kind === "failed" ? answer.problem : "";
        const turn =
          answer.kind === "failed" && answer.passing
            ? note_failure(health, time.now(), math.random(), answer.retry_after)
            : note_answer(health);
        if (turn !== undefined) events.on_turn(turn, problem);
        done(answer);
        if (health.away && answer.kind === "failed") dismiss_all();
        pump();
        return false;
      };
      if (wishes[0]?.urgent === true) finish();
      else in_slices(finish);
    });
  }

  function send_one(wish: Wish): void {
    wish.known = wish.on_sent();
    const url = fill_url(settings.url, wish.username, host);
    const query: Query = { method: "GET", headers: headers_for(wish), timeout: settings.timeout };
    send(url, query, [wish], (reply) => read_reply(reply, wish.known, time.now()), wish.on_answer);
  }

  function send_batch(url: string, wishes: Wish[]): void {
    const usernames: string[] = [];
    for (const wish of wishes) {
      wish.known = wish.on_sent();
      usernames.push(wish.username);
    }
    const headers = headers_for(undefined);
    headers["Content-Type"] = "application/json";
    const query: Query = { method: "POST", headers, body: json.encode_array(usernames), timeout: settings.timeout };
    send(
      fill_url(url, "", host),
      query,
      wishes,
      (reply) => read_batch_reply(reply, time.now()),
      (answer) => {
        if (answer.kind === "roster") hand_out(answer.text, wishes);
        else for (const wish of wishes) wish.on_answer(answer);
      },
    );
  }

  return {
    ask: (wish) => {
      const chosen = wish.urgent ? urgent_line : line;
      if (health.away && wish.urgent) {
        wish.on_answer(AWAY);
        return;
      }
      if (length_of(chosen) >= LONGEST_LINE) {
        wish.on_answer(CROWDED);
        return;
      }
      enqueue(chosen, wish);
      if (batch_url === undefined || wish.urgent) {
        pump();
      } else if (!pump_soon) {
        // More wishes may follow at once: they can go out together.
        pump_soon = true;
        timer.add_task(0, () => {
          pump_soon = false;
          pump();
        });
      }
    },

    hurry: (wish) => {
      if (wish.urgent || wish.taken === true) return;
      wish.urgent = true;
      enqueue(urgent_line, wish);
    },

    gather: (change) => {
      gathering += change;
      if (gathering === 0) pump();
    },

    health,
    load: () => $multi(length_of(urgent_line) + length_of(line), in_flight),
  };
}

export { fill_url, new_backend };
