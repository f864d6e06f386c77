import { type Answer, type Known, type RosterText } from "../backend/wish";
import { is_object, type JsonObject, type JsonValue, kind_of } from "../json/json_value";
import { type LastKnown } from "./last_known";
import { fingerprint } from "../json/fingerprint";
import { read_part, read_patch, read_roster, type Reading } from "./roster_document";
import { changed_part, type ChangedPart, decode_text } from "../json/text_blocks";
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

  /** Makes the roster held what a reading of it says; `known` is what its text is recognised by, where it was given as a text. */
  function take_reading(username: string, reading: Reading, asked_at: number, known?: Known): void {
    const { changes, faults, is_irregular } = reading;
    const holding = holding_of(username);
    if (faults.length > 0) on_faults(username, faults);
    const is_new = rosters.get(username) === undefined;
    rosters.keep(username, holding);
    rosters.apply(username, holding, changes);
    holding.fingerprint = is_irregular === true ? undefined : known?.fingerprint;
    holding.blocks = is_irregular === true ? undefined : known?.blocks;
    holding.size = known?.size;
    holding.etag = known?.etag;
    holding.asked_at = asked_at;
    holding.from_backend = true;
    if (is_new || changes.length > 0) last_known.note(username, holding);
  }

  function take_roster(username: string, document: JsonObject, asked_at: number, known?: Known): void {
    const { roster } = holding_of(username);
    const reading = read_roster(document, roster, `${username}@${host}`);
    take_reading(username, reading, asked_at, known);
  }

  /** Reads no more of a text than the part that changed. Returns whether that is all there is to it. */
  function take_part(username: string, part: ChangedPart, from: RosterText, asked_at: number): boolean {
    const held = rosters.get(username);
    if (held?.blocks !== part.blocks) return false;
    const reading = read_part(part, held.roster, `${username}@${host}`);
    if (reading === undefined) return false;
    take_reading(username, reading, asked_at, { size: from.text.length, etag: from.etag, blocks: part.changed });
    return true;
  }

  function take_text(username: string, from: RosterText, asked_at: number): string | undefined {
    if (from.part !== undefined && take_part(username, from.part, from, asked_at)) return undefined;
    const held = rosters.get(username);
    let { document, blocks } = from;
    if (document === undefined) {
      const [decoded, problem, found] = decode_text(from.text, held);
      if (decoded === undefined) return `backend's answer is ${problem}`;
      document = decoded;
      blocks = found;
    }
    if (!is_object(document)) return `backend's answer is ${kind_of(document)}, expected an object of contacts`;
    // Another order each time would be cut up in vain each time.
    if (held?.blocks !== undefined && changed_part(held.blocks, from.text) === "scattered") blocks = "scattered";
    const { text, etag } = from;
    const known = { size: text.length, etag, fingerprint: from.fingerprint ?? fingerprint(text), blocks };
    take_roster(username, document, asked_at, known);
    return undefined;
  }

  /** The roster held is what the backend has. */
  function confirm(username: string, etag: string | undefined, asked_at: number): string | undefined {
    const held = rosters.get(username);
    // A change handed over meanwhile has made it another one.
    if (held === undefined || (held.etag ?? held.fingerprint ?? held.blocks) === undefined) {
      return "the roster has changed meanwhile";
    }
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
      held.blocks = undefined;
      last_known.note(username, held);
    },
  };
}

export { new_intake };
