import { type Answer, type RosterText } from "./wish";
import { decode } from "./json_text";
import { is_object, type JsonObject, type JsonValue, kind_of } from "./json_value";
import { type LastKnown } from "./last_known";
import { is_whole_text } from "./fingerprint";
import { read_difference, read_patch, read_roster, type Reading } from "./roster_document";
import { has_escaped_name, text_difference } from "./text_difference";
import { type Holding, type Rosters } from "./rosters";

/**
 * Takes in what the backend says of rosters. The first two return nil, or why the roster is not up to date.
 * @noSelf
 */
export interface Intake {
  /** The answer to a request sent at `asked_at` (Unix time). */
  answer: (username: string, answer: Answer, asked_at: number) => string | undefined;
  /** A whole roster. */
  roster: (username: string, document: JsonValue, now: number) => string | undefined;
  /** Changes to the roster held, as a JSON merge patch. */
  patch: (username: string, patch: JsonObject) => void;
}

function new_intake(
  host: string,
  rosters: Rosters,
  last_known: LastKnown,
  on_faults: (username: string, faults: string[]) => void,
): Intake {
  /** What is held, or a start to hold something. */
  function holding_of(username: string): Holding {
    const held = rosters.get(username);
    if (held !== undefined) return held;
    const roster = rosters.online(username)?.roster ?? (new LuaTable() as unknown as Roster);
    return { roster, from_backend: false, asked_at: 0 };
  }

  /** Makes the roster held what a reading of it says; `from` is the document in JSON, where that was given. */
  function take_reading(username: string, reading: Reading, asked_at: number, from?: RosterText): void {
    const { changes, faults, is_irregular } = reading;
    const holding = holding_of(username);
    if (faults.length > 0) on_faults(username, faults);
    const is_new = rosters.get(username) === undefined;
    rosters.keep(username, holding);
    rosters.apply(username, holding, changes);
    holding.fingerprint = from === undefined || is_irregular === true ? undefined : from.fingerprint;
    holding.size = from === undefined ? undefined : from.text.length;
    holding.etag = from === undefined ? undefined : from.etag;
    holding.asked_at = asked_at;
    holding.from_backend = true;
    if (is_new || changes.length > 0) last_known.note(username, holding);
  }

  function take_roster(username: string, document: JsonObject, asked_at: number, from?: RosterText): void {
    const { roster } = holding_of(username);
    const reading = read_roster(document, roster, `${username}@${host}`);
    if (from !== undefined && is_whole_text(from.text) && has_escaped_name(from.text)) reading.is_irregular = true;
    take_reading(username, reading, asked_at, from);
  }

  /** Reads no more of a long text than differs from the one before; nil where all must be read. */
  function read_changes(username: string, text: string): Reading | undefined {
    const held = rosters.get(username);
    if (held?.fingerprint === undefined || !is_whole_text(held.fingerprint) || !is_whole_text(text)) return undefined;
    const difference = text_difference(held.fingerprint, text, (name) => held.roster.has(name));
    if (difference === undefined) return undefined;
    return read_difference(text, difference, held.roster, `${username}@${host}`);
  }

  function take_text(username: string, from: RosterText, asked_at: number): string | undefined {
    const changes = read_changes(username, from.text);
    if (changes !== undefined) {
      take_reading(username, changes, asked_at, from);
      return undefined;
    }
    let { document } = from;
    if (document === undefined) {
      const [decoded, problem] = decode(from.text);
      if (decoded === undefined) return `backend's answer is ${problem}`;
      document = decoded;
    }
    if (!is_object(document)) return `backend's answer is ${kind_of(document)}, expected an object of contacts`;
    take_roster(username, document, asked_at, from);
    return undefined;
  }

  /** The roster held is what the backend has. */
  function confirm(username: string, etag: string | undefined, asked_at: number): string | undefined {
    const held = rosters.get(username);
    // A change handed over meanwhile has made it another one.
    if (held === undefined || (held.etag === undefined && held.fingerprint === undefined))
      return "the roster has changed meanwhile";
    held.asked_at = asked_at;
    held.from_backend = true;
    if (etag !== undefined) held.etag = etag;
    return undefined;
  }

  return {
    answer: (username, answer, asked_at) => {
      if (answer.kind === "failed") return answer.problem;
      if (answer.kind === "roster") return take_text(username, answer, asked_at);
      if (answer.kind === "unchanged") return confirm(username, answer.etag, asked_at);
      take_roster(username, new LuaTable(), asked_at);
      if (answer.kind === "gone") last_known.forget(username);
      return undefined;
    },

    roster: (username, document, now) => {
      if (!is_object(document)) return `its roster is ${kind_of(document)}, expected an object of contacts`;
      take_roster(username, document, now);
      return undefined;
    },

    patch: (username, patch) => {
      const held = rosters.get(username);
      if (held === undefined) return;
      const { changes, faults } = read_patch(patch, held.roster, `${username}@${host}`);
      if (faults.length > 0) on_faults(username, faults);
      if (changes.length === 0) return;
      rosters.apply(username, held, changes);
      // What is held is no longer what that text, or that ETag, stood for.
      held.fingerprint = undefined;
      held.etag = undefined;
      last_known.note(username, held);
    },
  };
}

export { new_intake };
