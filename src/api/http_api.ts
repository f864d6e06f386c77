import { utf8 } from "util.encodings";
import * as json from "util.json";
import * as time from "util.time";
import { type ExpectedUpdates } from "../clients/expected_updates";
import { type Done, type Fetches } from "../upkeep/fetches";
import { refusal } from "./http_access";
import { decode, decode_exactly } from "../json/json_text";
import { is_array, is_object, type JsonObject, type JsonValue, kind_of } from "../json/json_value";
import { type LastKnown } from "../rosters/last_known";
import { count_user, new_tally, summary } from "./refresh_summary";
import { roster_document } from "../rosters/roster_document";
import { type Rosters } from "../rosters/rosters";
import { type Settings } from "../settings";
import { in_slices } from "../slices";
import { read_username } from "./usernames";

/** A user that a request is about. */
interface Target {
  /** As the caller is told about them. */
  name: string;
  username?: string;
  /** Why there is no such user. */
  problem?: string;
  /** What the caller says of them. */
  value: JsonValue;
}

const LARGEST_AT_ONCE = 256 * 1024;
const LONGEST_NAME = 1023;

/** Acts for one user, and tells how that went. */
type Act = (username: string, value: JsonValue, done: Done) => void;

/** Offers a text like a file to read from, piece by piece. */
function text_file(text: string): HttpFile {
  let position = 1;
  return {
    read(size: number) {
      const piece = string.sub(text, position, position + size - 1);
      position += size;
      return piece === "" ? undefined : piece;
    },
  };
}

function reply(response: HttpServerResponse, code: number, answer: JsonObject): true {
  const body = json.encode_ordered(answer);
  response.status_code = code;
  response.headers.set("content_type", "application/json");
  if (body.length > LARGEST_AT_ONCE) {
    // Prosody 13.0 loses the end of what is too much for the system's buffer, unless it is written in pieces.
    response.headers.set("content_length", string.format("%d", body.length));
    response.send_file(text_file(body));
  } else {
    response.send(body);
  }
  return true;
}

/** An answer that says why nothing was done. */
function reply_error(response: HttpServerResponse, code: number, message: string): true {
  const answer = new LuaTable<string, JsonValue>();
  answer.set("status", "error");
  answer.set("message", message);
  answer.set("updated", 0);
  answer.set("errors", 0);
  return reply(response, code, answer);
}

/** A name in a form that JSON can carry, and cut where it is too long to be one. */
function printable(name: string): string {
  const shown = name.length > LONGEST_NAME ? `${string.sub(name, 1, LONGEST_NAME)}...` : name;
  return utf8.valid(shown) ? shown : string.gsub(shown, "[^ -~]", "?")[0];
}

/** Adds a user, unless the request names them already. */
function add_target(targets: Target[], seen: LuaSet<string>, target: Target): void {
  const key = target.username ?? target.name;
  if (seen.has(key)) return;
  seen.add(key);
  targets.push(target);
}

function read_target(host: string, name: string, value: JsonValue = json.null): Target {
  const [username, problem] = read_username(name, host);
  return { name: printable(username ?? name), username, problem, value };
}

/** The users in a JSON array of usernames; or what is wrong with it. */
function read_usernames(body: string, host: string): LuaMultiReturn<[Target[]] | [undefined, string]> {
  const expected = "expected a JSON array of usernames";
  if (body === "") return $multi(undefined, `no body: ${expected}, with Content-Length`);
  const [value, problem] = decode_exactly(body);
  if (value === undefined) return $multi(undefined, `the body is ${problem}: ${expected}`);
  if (!is_array(value)) return $multi(undefined, `the body is ${kind_of(value)}: ${expected}`);
  const targets: Target[] = [];
  const seen = new LuaSet<string>();
  for (const position of $range(1, (value as unknown as JsonValue[]).length)) {
    const name = value.get(position);
    if (typeof name !== "string") {
      return $multi(undefined, `entry ${position} is ${kind_of(name)}: expected a username, a string`);
    }
    add_target(targets, seen, read_target(host, name));
  }
  return $multi(targets);
}

/** The users in a JSON object of usernames and what is said of each; or what is wrong with it. */
function read_objects(
  body: string,
  host: string,
  decode_body: typeof decode,
): LuaMultiReturn<[Target[]] | [undefined, string]> {
  const expected = "expected a JSON object, username to roster";
  if (body === "") return $multi(undefined, `no body: ${expected}, with Content-Length`);
  const [value, problem] = decode_body(body);
  if (value === undefined) return $multi(undefined, `the body is ${problem}: ${expected}`);
  if (!is_object(value)) return $multi(undefined, `the body is ${kind_of(value)}: ${expected}`);
  const targets: Target[] = [];
  const seen = new LuaSet<string>();
  for (const [name, said] of value) add_target(targets, seen, read_target(host, name, said));
  return $multi(targets);
}

function read_rosters(body: string, host: string): LuaMultiReturn<[Target[]] | [undefined, string]> {
  return read_objects(body, host, decode);
}

/** In a patch `[]` is not `{}`: one leaves no group, the other changes nothing. */
function read_patches(body: string, host: string): LuaMultiReturn<[Target[]] | [undefined, string]> {
  return read_objects(body, host, decode_exactly);
}

/** Offers the HTTP endpoints of a host (protocol section 3). */
function serve(
  host: string,
  settings: Settings,
  rosters: Rosters,
  fetches: Fetches,
  last_known: LastKnown,
  expected: ExpectedUpdates,
  note_update: (problem: string | undefined) => void,
  status: () => JsonObject,
): void {
  /** Carries out a request for some users, and answers once the last one's outcome is known; or at once, if the caller prefers. */
  function update_all(event: HttpRequestEvent, targets: Target[], act: Act): true {
    const { request, response } = event;
    const tally = new_tally(targets.length);
    const is_async =
      string.find(string.lower(request.headers.get("prefer") ?? ""), "respond-async", 1, true)[0] !== undefined;
    let answered = false;
    const answer = () => {
      if (answered || tally.left > 0) return;
      answered = true;
      const [code, body] = summary(tally);
      reply(response, code, body);
    };
    if (is_async) {
      answered = true;
      const [, accepted] = summary(new_tally(0));
      accepted.set("message", "roster update under way");
      reply(response, 202, accepted);
    }
    answer();
    for (const target of targets) {
      if (target.username !== undefined) expected.expect(target.username);
    }
    let position = 0;
    fetches.gather(1);
    in_slices(() => {
      const target = targets[position];
      if (target === undefined) {
        fetches.gather(-1);
        return false;
      }
      position++;
      const done = (problem?: string) => {
        if (target.username !== undefined) expected.arrived(target.username);
        note_update(problem);
        count_user(tally, target.name, problem);
        answer();
      };
      if (target.username === undefined) done(target.problem);
      else act(target.username, target.value, done);
      return true;
    });
    return true;
  }

  /** A handler that turns away whoever may not call, and bodies that are too large. */
  function guarded(
    handle: (event: HttpRequestEvent, body: string, path: string) => HttpResult,
  ): (this: void, event: HttpRequestEvent, path?: string) => HttpResult {
    return (event, path) => {
      const { request, response } = event;
      const refused = refusal(request, settings);
      if (refused !== undefined) {
        if (refused.code === 401) response.headers.set("www_authenticate", "Bearer");
        return reply_error(response, refused.code, refused.message);
      }
      if (request.body === false) {
        return reply_error(response, 413, "the body is larger than http_max_content_size in Prosody's configuration");
      }
      return handle(event, request.body, path ?? "");
    };
  }

  const refresh: Act = (username, _, done) => {
    fetches.refresh(username, done);
  };

  const hand_over: Act = (username, value, done) => {
    done(fetches.hand_over(username, value));
  };

  const patch: Act = (username, value, done) => {
    fetches.patch(username, value, done);
  };

  /** Handles a body that names users. */
  function for_body(read: typeof read_usernames, act: Act): (this: void, event: HttpRequestEvent) => HttpResult {
    return guarded((event, body) => {
      const [targets, problem] = read(body, host);
      if (targets === undefined) return reply_error(event.response, 400, problem);
      return update_all(event, targets, act);
    });
  }

  /** The user that a path names, or 400. */
  function for_path(act: (event: HttpRequestEvent, target: Target) => HttpResult) {
    return guarded((event, _, path) => act(event, read_target(host, path)));
  }

  module.depends("http");
  module.provides("http", {
    cors: { enabled: false },
    // Without it, callers with too large a body would see their connection closed and no answer.
    streaming_uploads: true,
    route: {
      "POST /refresh": for_body(read_usernames, refresh),
      "GET /refresh/*": for_path((event, target) => update_all(event, [target], refresh)),
      "POST /refresh-all": guarded((event) => {
        const targets: Target[] = [];
        fetches.refresh_offline();
        for (const username of rosters.usernames_online()) targets.push({ name: username, username, value: json.null });
        return update_all(event, targets, refresh);
      }),
      "POST /rosters": for_body(read_rosters, hand_over),
      "PATCH /rosters": for_body(read_patches, patch),
      "GET /rosters/*": for_path((event, target) => {
        const { response } = event;
        if (target.username === undefined) return reply_error(response, 404, `${target.name}: ${target.problem}`);
        const held = rosters.get(target.username) ?? last_known.recall(target.username);
        if (held === undefined) return reply_error(response, 404, `no roster of ${target.username} is held`);
        const answer = new LuaTable<string, JsonValue>();
        answer.set("roster", roster_document(held.roster));
        answer.set("source", held.from_backend ? "backend" : "last known");
        answer.set("age", math.floor(math.max(0, time.now() - held.asked_at)));
        answer.set("version", rosters.version(held));
        return reply(response, 200, answer);
      }),
      "GET /status": guarded((event) => reply(event.response, 200, status())),
    },
  });
}

export { serve };
