import * as hashes from "util.hashes";
import { urlencode } from "util.http";
import * as json from "util.json";
import * as queue from "util.queue";
import * as time from "util.time";
import * as timer from "util.timer";
import { new_batch_reader, next_name, skip_known, take_value } from "./batch_document";
import { fetch, type Query, type Reply } from "./http_fetch";
import { is_null, type JsonValue } from "./json_text";
import { type Health, note_answer, note_failure, type Turn } from "./retry";
import { read_retry_after } from "./retry_after";
import { type Settings } from "./settings";
import { in_slices } from "./slices";

/** What the backend said about one user's roster. */
export type Answer = RosterText | Unchanged | { kind: "empty" } | { kind: "gone" } | Failure;

/** A roster in JSON. */
export interface RosterText {
  kind: "roster";
  text: string;
  hash: string;
  etag?: string;
  /** Where it has been decoded already. */
  document?: JsonValue;
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
  /** It is the backend that fails, not this request: trying again may help. */
  passing: boolean;
  /** Seconds not to ask for, as the backend wishes. */
  retry_after?: number;
}

/** What is known of a roster's text, by which it is recognised. */
export interface Known {
  etag?: string;
  hash?: string;
  size?: number;
}

/**
 * One user's roster, wanted.
 * @noSelf
 */
export interface Wish {
  username: string;
  /** Someone waits for it to log in: before all that are not. */
  urgent: boolean;
  /** Called when the request goes out. */
  on_sent: () => Known | undefined;
  on_answer: (answer: Answer) => void;
  /** Set once it has left the line. */
  taken?: boolean;
  known?: Known;
}

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
  health: Health;
  /** How many wishes wait in line, and how many requests are under way. */
  load: () => LuaMultiReturn<[waiting: number, in_flight: number]>;
}

const LONGEST_LINE = 100000;
const AWAY: Failure = { kind: "failed", problem: "backend is away", passing: true };
const CROWDED: Failure = { kind: "failed", problem: "too many rosters are waited for", passing: true };
const LEFT_OUT: Failure = { kind: "failed", problem: "backend's batch answer leaves this user out", passing: false };

/** Puts a username and a host into a URL, each percent-encoded as one segment. */
function fill_url(url: string, username: string, host: string): string {
  const [filled] = string.gsub(url, "%%[sh]", { "%s": urlencode(username), "%h": urlencode(host) });
  return filled;
}

/** What a status other than 200 says. */
function read_status(code: number, headers: LuaMap<string, string>): Answer {
  if (code === 204) return { kind: "empty" };
  if (code === 304) return { kind: "unchanged", etag: headers.get("etag") };
  if (code === 410) return { kind: "gone" };
  const passing = code === 429 || code >= 500;
  const retry_after = passing ? read_retry_after(headers.get("retry-after"), time.now()) : undefined;
  return { kind: "failed", problem: string.format("backend answered %d", code), passing, retry_after };
}

/** What a reply to the request for one roster says. */
function read_reply(reply: Reply, known: Known | undefined): Answer {
  if (reply.code === undefined) return { kind: "failed", problem: reply.problem, passing: true };
  const { code, headers, body } = reply;
  if (code !== 200) return read_status(code, headers);
  const etag = headers.get("etag");
  const hash = hashes.sha1(body);
  if (known?.hash === hash && known.size === body.length) return { kind: "unchanged", etag };
  return { kind: "roster", text: body, hash, etag };
}

/** `true` for an ETag that can be sent back as it is. */
function is_etag(etag: string | undefined): etag is string {
  return etag !== undefined && etag.length <= 1000 && string.find(etag, "^[^%c%s]+$")[0] !== undefined;
}

function new_backend(settings: Settings, host: string, health: Health, events: BackendEvents): Backend {
  const { batch_url, batch_size } = settings;
  const urgent_line = queue.new<Wish>(LONGEST_LINE);
  const line = queue.new<Wish>(LONGEST_LINE);
  let in_flight = 0;
  let pump_soon = false;

  /** The next one in a line that was not taken already from the other. */
  function take(from: queue.Queue<Wish>): Wish | undefined {
    let wish = from.pop();
    while (wish?.taken === true) wish = from.pop();
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

  /** Sends what may be sent: while the backend is away, one request at a time, to learn whether it is back. */
  function pump(): void {
    while (in_flight < (health.away ? 1 : settings.concurrency)) {
      const wish = take(urgent_line) ?? take(line);
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

  /** Sends a request, and learns from its end whether the backend is there. */
  function send(
    url: string,
    query: Query,
    read: (reply: Reply) => Answer,
    done: (answer: Answer, reply: Reply) => void,
  ): void {
    in_flight++;
    const started = time.monotonic();
    fetch(url, query, (reply) => {
      in_flight--;
      const answer = read(reply);
      events.on_request(answer.kind, time.monotonic() - started);
      const problem = answer.kind === "failed" ? answer.problem : "";
      const turn =
        answer.kind === "failed" && answer.passing
          ? note_failure(health, time.now(), math.random(), answer.retry_after)
          : note_answer(health);
      if (turn !== undefined) events.on_turn(turn, problem);
      done(answer, reply);
      if (health.away && answer.kind === "failed") dismiss_all();
      pump();
    });
  }

  function send_one(wish: Wish): void {
    wish.known = wish.on_sent();
    const url = fill_url(settings.url, wish.username, host);
    const query: Query = { method: "GET", headers: headers_for(wish), timeout: settings.timeout };
    send(url, query, (reply) => read_reply(reply, wish.known), wish.on_answer);
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
    send(fill_url(url, "", host), query, read_batch_reply, (answer) => {
      if (answer.kind === "roster") hand_out(answer.text, wishes);
      else for (const wish of wishes) wish.on_answer(answer);
    });
  }

  /** What a reply to a batch says as a whole. */
  function read_batch_reply(reply: Reply): Answer {
    if (reply.code === undefined) return { kind: "failed", problem: reply.problem, passing: true };
    if (reply.code === 200) return { kind: "roster", text: reply.body, hash: "" };
    const answer = read_status(reply.code, reply.headers);
    if (answer.kind === "failed") return answer;
    return { kind: "failed", problem: string.format("backend answered %d to a batch", reply.code), passing: false };
  }

  /** Gives each user of a batch their part of the answer. */
  function hand_out(text: string, wishes: Wish[]): void {
    const by_name = new LuaMap<string, Wish>();
    for (const wish of wishes) by_name.set(wish.username, wish);
    const reader = new_batch_reader(text);
    let problem = reader === undefined ? "is no JSON object of usernames" : undefined;

    const give_next = (): boolean => {
      if (reader === undefined) return false;
      const [name, wrong] = next_name(reader);
      if (name === undefined) {
        if (wrong !== undefined) problem = `is not JSON (${wrong})`;
        return false;
      }
      const wish = by_name.get(name);
      const known = wish?.known;
      if (known?.hash !== undefined && known.size !== undefined && skip_known(reader, known.size, known.hash)) {
        by_name.delete(name);
        wish?.on_answer({ kind: "unchanged" });
        return true;
      }
      const [part, document] = take_value(reader);
      if (part === undefined) {
        problem = `is not JSON (at the roster of ${name})`;
        return false;
      }
      if (wish !== undefined && !is_null(document)) {
        by_name.delete(name);
        wish.on_answer({ kind: "roster", text: part, hash: hashes.sha1(part), document });
      }
      return true;
    };

    in_slices(() => {
      if (give_next()) return true;
      const failure: Failure =
        problem === undefined
          ? LEFT_OUT
          : { kind: "failed", problem: `backend's batch answer ${problem}`, passing: false };
      for (const wish of wishes) {
        if (by_name.has(wish.username)) wish.on_answer(failure);
      }
      return false;
    });
  }

  return {
    ask: (wish) => {
      if (health.away && wish.urgent) {
        wish.on_answer(AWAY);
      } else if ((wish.urgent ? urgent_line : line).push(wish)[0] === undefined) {
        wish.on_answer(CROWDED);
      } else if (batch_url === undefined || wish.urgent) {
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
      urgent_line.push(wish);
    },

    health,
    load: () => $multi(urgent_line.count() + line.count(), in_flight),
  };
}

export { fill_url, new_backend, read_reply };
