/**
 * The HTTP endpoints, and the way into this folder: what the application tells Prosody, who may, and what it is told. It imports json and rosters,
 * and types of the settings, upkeep and clients; admin imports from it.
 */
import * as json from "util.json";
import * as time from "util.time";
import * as timer from "util.timer";
import { type Attempt } from "../attempt";
import { type ExpectedUpdates } from "../clients/delivery";
import { is_object, type JsonObject, type JsonValue } from "../json/json_value";
import { type Arrivals, begin_reading } from "../rosters/arrival_order";
import { type LastKnown } from "../rosters/last_known";
import { type Contacts, copy_contacts } from "../rosters/contact";
import {
  is_long,
  type PatchAhead,
  read_ahead,
  read_patch_ahead,
  roster_document,
  roster_pieces,
} from "../rosters/roster_document";
import { type Holding, type Rosters } from "../rosters/rosters";
import { type Settings } from "../settings";
import { type Breathe, in_one_go, in_slices } from "../time_slices";
import { type Fetches } from "../upkeep/fetches";
import { type Done } from "../upkeep/interest";
import { refusal, with_refusals } from "./http_access";
import { count_user, new_tally, summary } from "./reply";
import {
  type Named,
  printable,
  read_patches,
  read_path,
  read_rosters,
  read_username,
  read_usernames,
} from "./request_body";

const LARGEST_AT_ONCE = 256 * 1024;
const PIECE = 16 * 1024;

const BROKEN = "internal error";

const STORE_PATIENCE = 1;

/** Whom a request is about; or what is wrong with it. */
type Read = (this: void, breathe: Breathe, place: number) => LuaMultiReturn<[Named] | [undefined, string]>;

/** What is done for each user by what arrived at some place in the order of all, and tells how it went. */
interface Deed<Ahead> {
  /** Reads a long value, if there are any, before it is acted upon. */
  read_ahead?: (this: void, username: string, value: JsonValue, breathe: Breathe) => Ahead | undefined;
  act: (this: void, username: string, place: number, done: Done, value: JsonValue, ahead: Ahead | undefined) => void;
}

/** What is being done for a caller. */
interface Errand {
  /** Ends it where something has gone wrong in our own hands: the caller is answered, and nothing is left behind. */
  break_off: (this: void) => void;
}

/** What a request's updates of rosters need, and tell. */
interface Updates {
  expected: ExpectedUpdates;
  /** Says how an update ended once clients have been told what has changed in that user's roster. */
  once_told: (this: void, username: string, act: Done, problem?: string, is_offline?: boolean) => void;
  attempt: Attempt;
  note_update: (this: void, problem: string | undefined) => void;
}

/** Offers the pieces of a text like a file to read from. */
function file_of(pieces: string[]): HttpFile {
  let position = 0;
  return {
    read() {
      position++;
      return pieces[position - 1];
    },
  };
}

/** Answers with JSON in pieces, which are not empty. */
function reply_pieces(response: HttpServerResponse, code: number, pieces: string[]): true {
  response.status_code = code;
  response.headers.set("content_type", "application/json");
  let length = 0;
  for (const piece of pieces) length += piece.length;
  if (length > LARGEST_AT_ONCE) {
    // Prosody 13.0 loses the end of what is too much for the system's buffer, unless it is written in pieces.
    response.headers.set("content_length", string.format("%d", length));
    response.send_file(file_of(pieces));
  } else {
    response.send(table.concat(pieces));
  }
  return true;
}

/** Cuts a text into pieces that are not too long. */
function cut(text: string, pieces: string[]): void {
  for (const first of $range(1, text.length, PIECE)) pieces.push(string.sub(text, first, first + PIECE - 1));
}

function reply(response: HttpServerResponse, code: number, answer: JsonObject): true {
  const pieces: string[] = [];
  cut(json.encode_ordered(answer), pieces);
  return reply_pieces(response, code, pieces);
}

/** An answer about users, none of whom has an outcome. */
function reply_outcome(response: HttpServerResponse, code: number, status: string, message: string): true {
  const answer = new LuaTable<string, JsonValue>();
  answer.set("status", status);
  answer.set("message", message);
  answer.set("updated", 0);
  answer.set("errors", 0);
  return reply(response, code, answer);
}

/** An answer that says why nothing was done. */
function reply_error(response: HttpServerResponse, code: number, message: string): true {
  return reply_outcome(response, code, "error", message);
}

/** Offers the HTTP endpoints of a host (protocol section 3). */
function serve(
  host: string,
  settings: Settings,
  rosters: Rosters,
  fetches: Fetches,
  last_known: LastKnown,
  arrivals: Arrivals,
  { expected, once_told, attempt, note_update }: Updates,
  status: () => JsonObject,
): void {
  /**
   * Acts for all whom a request names, and answers once the last one's outcome is known; or at once, if the caller prefers. Where that
   * breaks off, `errand` says how it is ended.
   */
  function update_all<Ahead>(
    event: HttpRequestEvent,
    named: Named,
    deed: Deed<Ahead>,
    place: number,
    breathe: Breathe,
    errand: Errand,
  ): void {
    const request = event.request;
    const response = event.response;
    const usernames = named.usernames;
    const values = named.values;
    const wrong = named.wrong;
    const tally = new_tally(usernames.length + wrong.length);
    /** Users online, for whom others may wait. Of all, one table would keep everyone waiting each time it grows. */
    const expecting = new LuaSet<string>();
    const is_async =
      string.find(string.lower(request.headers.get("prefer") ?? ""), "respond-async", 1, true)[0] !== undefined;
    let answered = is_async;
    const answer = () => {
      if (answered || tally.left > 0) return;
      answered = true;
      const [code, pieces] = summary(tally);
      reply_pieces(response, code, pieces);
    };
    const count: Done = (problem, username, is_offline) => {
      count_user(tally, username, problem, is_offline);
      answer();
      note_update(problem);
    };
    const end: Done = (problem, username, is_offline) => {
      if (expecting.has(username)) {
        expecting.delete(username);
        expected.arrived(username);
      }
      count(problem, username, is_offline);
    };
    let position = 0;
    let is_gathering = false;
    errand.break_off = () => {
      if (is_gathering) fetches.gather(-1);
      // Of the others, it is known how they end.
      for (const left of $range(position + 1, usernames.length)) end(BROKEN, usernames[left - 1] ?? "");
    };
    for (const username of usernames) {
      if (rosters.online(username) !== undefined) {
        expecting.add(username);
        expected.expect(username);
      }
      breathe();
    }
    if (is_async) breathe(() => reply_outcome(response, 202, "ok", "roster update under way"));
    else if (tally.left === 0) breathe(answer);
    for (const [name, problem] of wrong) {
      breathe(() => {
        count(problem, name);
      });
    }
    let ahead: Ahead | undefined;
    const act = () => {
      const username = usernames[position] ?? "";
      const value = values[position] ?? json.null;
      position++;
      let is_over = false;
      const done: Done = (problem, _, is_offline) => {
        if (is_over) return;
        is_over = true;
        once_told(username, end, problem, is_offline);
      };
      if (!attempt("An update", deed.act, username, place, done, value, ahead)) done(BROKEN, username);
    };
    if (deed.read_ahead !== undefined) {
      // It may take long, and has nobody fetched but a few: whom others name does not wait for that.
      for (const username of usernames) {
        const value = values[position] ?? json.null;
        ahead = deed.read_ahead(username, value, breathe);
        breathe(act);
      }
      return;
    }
    fetches.gather(1);
    is_gathering = true;
    breathe(act, usernames.length);
    breathe(() => {
      is_gathering = false;
      fetches.gather(-1);
    });
  }

  /** Carries out a request: its place is given before anything of it is read. */
  function receive<Ahead>(event: HttpRequestEvent, read: Read, deed: Deed<Ahead>): true {
    const place = begin_reading(arrivals);
    const errand: Errand = {
      break_off: () => {
        reply_error(event.response, 500, BROKEN);
      },
    };
    in_slices(
      (breathe) => {
        const [named, problem] = read(breathe, place);
        if (named === undefined) breathe(() => reply_error(event.response, 400, problem));
        else update_all(event, named, deed, place, breathe, errand);
      },
      (problem) => {
        fetches.end_reading(place);
        if (problem !== undefined) errand.break_off();
      },
    );
    return true;
  }

  /** Turns away whoever may not call; nil where they may. What is open needs no token where none is set. */
  function refuse_caller({ request, response }: HttpRequestEvent, is_open: boolean): true | undefined {
    const refused = refusal(request, settings, is_open);
    if (refused === undefined) return undefined;
    if (refused.code === 401) response.headers.set("www_authenticate", "Bearer");
    return reply_error(response, refused.code, refused.message);
  }

  /** A handler that turns away whoever may not call, and bodies that are too large. */
  function guarded(
    handle: (event: HttpRequestEvent, body: string, path: string) => HttpResult,
    is_open = false,
  ): (this: void, event: HttpRequestEvent, path?: string) => HttpResult {
    return (event, path) => {
      const request = event.request;
      const response = event.response;
      if (refuse_caller(event, is_open) !== undefined) return true;
      if (request.body === false) {
        return reply_error(response, 413, "the body is larger than http_max_content_size in Prosody's configuration");
      }
      return handle(event, request.body, path ?? "");
    };
  }

  /** Answers what no route serves, to whom may call. */
  function refuse(event: HttpRequestEvent, code: number, message: string, allow?: string): true {
    if (refuse_caller(event, true) !== undefined) return true;
    if (allow !== undefined) event.response.headers.set("allow", allow);
    return reply_error(event.response, code, message);
  }

  const refresh: Deed<undefined> = { act: fetches.refresh };

  const hand_over: Deed<ReturnType<typeof read_ahead>> = {
    read_ahead: (username, value, breathe) =>
      is_object(value) && is_long(value) ? read_ahead(value, `${username}@${host}`, breathe) : undefined,
    act: (username, place, done, value, ahead) => {
      const problem = fetches.hand_over(username, place, value, ahead);
      done(problem, username, problem === undefined && rosters.online(username) === undefined);
    },
  };

  const patch: Deed<PatchAhead> = {
    read_ahead: (username, value, breathe) => {
      if (!is_object(value) || !is_long(value)) return undefined;
      return read_patch_ahead(value, () => rosters.get(username), `${username}@${host}`, breathe);
    },
    act: (username, place, done, value, ahead) => {
      fetches.patch(username, place, value, done, ahead, place);
    },
  };

  /** Handles a body that names users. */
  function for_body<Ahead>(read: typeof read_usernames, deed: Deed<Ahead>, is_open = false) {
    return guarded((event, body) => receive(event, (breathe) => read(body, host, breathe), deed), is_open);
  }

  const read_everyone_online: Read = (_, place) => {
    fetches.refresh_offline(place);
    return $multi({ usernames: rosters.usernames_online(), values: [], wrong: [] });
  };

  /** What is told of a roster besides its contacts. */
  function about(held: Holding, version: string): JsonObject {
    const answer = new LuaTable<string, JsonValue>();
    answer.set("source", held.from_backend ? "backend" : "last known");
    answer.set("age", math.floor(math.max(0, time.monotonic() - held.asked_at)));
    answer.set("version", version);
    return answer;
  }

  /** Answers with a long roster, as it is now, in slices. */
  function reply_long_roster(held: Holding, response: HttpServerResponse): void {
    const copy: Contacts = { roster: new LuaTable() as unknown as Roster };
    in_slices(
      (breathe) => {
        in_one_go(() => {
          copy_contacts(held, copy);
        });
        const rest = json.encode_ordered(about(held, rosters.version_of_copy(held, copy.roster, breathe)));
        const pieces = ['{"roster":'];
        for (const piece of roster_pieces(copy, breathe)) cut(piece, pieces);
        pieces.push(`,${string.sub(rest, 2)}`);
        breathe(() => reply_pieces(response, 200, pieces));
      },
      (problem) => {
        if (problem !== undefined) reply_error(response, 500, BROKEN);
      },
    );
  }

  function reply_roster(username: string, held: Holding | undefined, response: HttpServerResponse): void {
    if (held === undefined) {
      reply_error(response, 404, `no roster of ${username} is held`);
    } else if (is_long(held.roster)) {
      reply_long_roster(held, response);
    } else {
      const answer = about(held, rosters.version(held));
      answer.set("roster", roster_document(held));
      reply(response, 200, answer);
    }
  }

  /** Answers with the roster that is held, or stored; the store may have to wait for that, but not for ever. */
  function show_roster(username: string, response: HttpServerResponse): void {
    let is_over = false;
    const end = (held: Holding | undefined) => {
      if (is_over) return;
      is_over = true;
      reply_roster(username, held, response);
    };
    const held = rosters.get(username);
    if (held === undefined) last_known.look_up(username, end);
    else end(held);
    if (is_over) return;
    // Not a timer of the module's: after a reload of the module there must still be an answer.
    timer.add_task(STORE_PATIENCE, () => {
      end(undefined);
    });
  }

  module.depends("http");
  module.provides("http", {
    // For no origin, which adds no header. Prosody 0.12 can't unload routes for OPTIONS of an app without CORS.
    cors: { enabled: true, origins: [] },
    // Without it, callers with too large a body would see their connection closed and no answer.
    streaming_uploads: true,
    route: with_refusals(
      {
        "POST /refresh": for_body(read_usernames, refresh, true),
        "GET /refresh/*": guarded(
          (event, _, path) => receive(event, () => $multi(read_path(path, host)), refresh),
          true,
        ),
        "POST /refresh-all": guarded((event) => receive(event, read_everyone_online, refresh)),
        "POST /rosters": for_body(read_rosters, hand_over),
        "PATCH /rosters": for_body(read_patches, patch),
        "GET /rosters/*": guarded(({ response }, _, path) => {
          const [username, problem] = read_username(path, host);
          if (username === undefined) return reply_error(response, 404, `${printable(path)}: ${problem}`);
          show_roster(username, response);
          return true;
        }),
        "GET /status": guarded((event) => reply(event.response, 200, status()), true),
      },
      refuse,
    ),
  });
}

export { serve };
