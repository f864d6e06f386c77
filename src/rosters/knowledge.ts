import * as time from "util.time";
import { type Answer, type Failure, type Known, type ReadAhead, type RosterText, type Wish } from "../backend/queue";
import { LONG } from "../json/json_reader";
import { decode } from "../json/json_text";
import { is_object, type JsonObject, type JsonValue, kind_of } from "../json/json_value";
import { fingerprint } from "../json/text_blocks";
import { in_one_go } from "../time_slices";
import { type Arrivals, is_earlier_unread } from "./arrival_order";
import { type LastKnown } from "./last_known";
import {
  type Change,
  compare,
  type Patch,
  read_first,
  read_part,
  read_patches,
  read_roster,
  type Reading,
} from "./roster_document";
import { type AppliedChange, type CountVersion, type Holding, type Rosters } from "./rosters";

/**
 * What the backend says of rosters, each word in its place: a roster is changed only by what is later than what changed it last.
 * @noSelf
 */
export interface Knowledge {
  /**
   * The answer to a request. Returns nil; or why the roster is not up to date; `outdated` where it can't be told from what is held now.
   * `is_for_login`: the user is about to be online.
   */
  answer: (wish: Wish, answer: Answer, is_for_login: boolean) => Failure | "outdated" | undefined;
  /** A whole roster; `ahead` where it is long and was read already. Returns nil, or what is wrong with it. */
  hand_over: (username: string, place: number, document: JsonValue, ahead: ReadAhead | undefined) => string | undefined;
  /**
   * Changes to the roster held, as a JSON merge patch; to none, if none is. `is_asked`: an answer from before may still come. `as_of`: the
   * place in the order of arrival of the question that it answers. `true` where it has changed what may be from after that.
   */
  patch: (username: string, place: number, patch: Patch, is_asked: boolean, as_of: number) => boolean;
  /** Lets go of patches that were kept only for bodies that have been read since. `is_asked`: an answer may come from before. */
  forget_patches: (is_asked: (this: void, username: string) => boolean) => void;
}

/** A patch that must be applied once more to whatever arrived before it, and comes later. */
export interface LaterPatch extends Patch {
  place: number;
}

/**
 * Who hears of what has changed. All records are consistent by then, whatever becomes of it.
 * @noSelf
 */
export interface KnowledgeEvents {
  /** `count` where the versions of the changes are still to be found, in their order. `is_first`: nothing was known of the roster before. */
  on_change: (username: string, changes: AppliedChange[], count: CountVersion | undefined, is_first: boolean) => void;
  on_faults: (username: string, faults: string[]) => void;
}

/** Of the patches kept with a roster, those that arrived after some place. */
function later_than(patches: LaterPatch[] | undefined, place: number): LaterPatch[] | undefined {
  if (patches === undefined) return undefined;
  const later: LaterPatch[] = [];
  for (const patch of patches) {
    if (patch.place > place) later.push(patch);
  }
  return later[0] === undefined ? undefined : later;
}

/** Chooses by what a text is recognised: its blocks, or its hash, or nothing where what it says is not all held as it stands there. */
function recognise_by(known: Known, text: string | undefined, is_irregular: boolean, has_faults: boolean): void {
  // Blocks tell by the roster what is in the text, so all of it must be there.
  if (is_irregular || (has_faults && known.blocks !== "scattered")) known.blocks = undefined;
  const by_hash = text !== undefined && !is_irregular && (known.blocks === undefined || known.blocks === "scattered");
  known.fingerprint = by_hash ? (known.fingerprint ?? fingerprint(text)) : undefined;
}

/** The patches with one more, in the order of their arrival. */
function inserted(patches: LaterPatch[] | undefined, added: LaterPatch): LaterPatch[] {
  const all: LaterPatch[] = [];
  let is_in = false;
  for (const patch of patches ?? []) {
    if (!is_in && patch.place > added.place) {
      all.push(added);
      is_in = true;
    }
    all.push(patch);
  }
  if (!is_in) all.push(added);
  return all;
}

/** `true` where what is held is what was known when a request was sent, but for patches that arrived since. */
function is_base_of(held: Holding, wish: Wish): boolean {
  return held.base === wish.known && (held.patched_at === undefined || held.patched_at > wish.order);
}

function new_knowledge(
  host: string,
  rosters: Rosters,
  last_known: LastKnown,
  arrivals: Arrivals,
  patches: LuaMap<string, LaterPatch[]>,
  events: KnowledgeEvents,
): Knowledge {
  /** What arrived before some place has come: of the patches of a user, those are left that arrived after it. */
  function forget_before(username: string, place: number): LaterPatch[] | undefined {
    const kept = patches.get(username);
    if (kept === undefined) return undefined;
    const later = later_than(kept, place);
    if (later === undefined) patches.delete(username);
    else patches.set(username, later);
    return later;
  }

  /** What is held, or a start to hold something. */
  function holding_of(username: string): Holding {
    const holding = rosters.held_or_begun(username);
    rosters.look_for_edits(holding);
    return holding;
  }

  /** Carries out what becomes of the roster held, and tells of it. */
  function apply_changes(
    username: string,
    holding: Holding,
    changes: Change[],
    faults: string[],
    is_new: boolean,
  ): void {
    if (changes.length === 0) {
      if (is_new || holding.stored === "") last_known.note(username, holding);
      if (faults.length > 0) events.on_faults(username, faults);
      return;
    }
    const [applied, count] = rosters.apply(username, holding, changes);
    last_known.note(username, holding);
    if (faults.length > 0) events.on_faults(username, faults);
    if (applied.length > 0) events.on_change(username, applied, count, is_new);
  }

  /** Makes the roster held what a reading of it says; `known` is what its text is recognised by, where it was given as a text. */
  function apply_reading(
    username: string,
    holding: Holding,
    reading: Reading,
    place: number,
    asked_at: number,
    known: Known,
    text?: string,
  ): void {
    const faults = reading.faults;
    const is_irregular = reading.is_irregular;
    const later = forget_before(username, place);
    const changes =
      later === undefined
        ? reading.changes
        : read_patches(later, holding, `${username}@${host}`, reading.changes).changes;
    recognise_by(known, text, is_irregular === true, faults.length > 0);
    const is_new = rosters.get(username) === undefined;
    holding.base = known;
    holding.known = later === undefined ? known : undefined;
    const first_patch = later?.[0];
    holding.patched_at = first_patch?.place;
    holding.asked_at = asked_at;
    holding.as_of = place;
    holding.from_backend = true;
    rosters.keep(username, holding);
    apply_changes(username, holding, changes, faults, is_new);
  }

  function apply_document(
    username: string,
    document: JsonObject,
    place: number,
    asked_at: number,
    known: Known,
    text?: string,
    ahead?: ReadAhead,
  ): Holding {
    const holding = holding_of(username);
    if (ahead === undefined) {
      const user = rosters.online(username);
      const is_first = rosters.get(username) === undefined && user?.roster === undefined;
      const read = is_first ? read_first : read_roster;
      const reading = read(document, holding, `${username}@${host}`);
      apply_reading(username, holding, reading, place, asked_at, known, text);
    } else {
      in_one_go(() => {
        apply_reading(username, holding, compare(ahead, holding), place, asked_at, known, text);
      });
    }
    return holding;
  }

  /** The roster itself, of an answer that says more. */
  function text_of({ text, first, last }: RosterText): string {
    return first === undefined ? text : string.sub(text, first, last);
  }

  function apply_text(wish: Wish, answer: RosterText): Failure | "outdated" | undefined {
    const username = wish.username;
    const order = wish.order;
    const sent_at = wish.since;
    const etag = answer.etag;
    const fingerprint = answer.fingerprint;
    const blocks = answer.blocks;
    const part = answer.part;
    const ahead = answer.ahead;
    let { document } = answer;
    if (part !== undefined) {
      const holding = holding_of(username);
      const reading = is_base_of(holding, wish) ? read_part(part, holding, `${username}@${host}`) : undefined;
      if (reading !== undefined) {
        const size = (answer.last ?? answer.text.length) - (answer.first ?? 1) + 1;
        const text = reading.faults.length > 0 ? text_of(answer) : undefined;
        apply_reading(username, holding, reading, order, sent_at, { etag, size, blocks: part.changed }, text);
        return undefined;
      }
      // Or the same part would be found in the next answer, too.
      holding.known = undefined;
    }
    const text = text_of(answer);
    if (part !== undefined) {
      // To read it here would take too long; it can be asked for again.
      if (text.length > LONG) return "outdated";
      [document] = decode(text);
    }
    if (!is_object(document)) {
      return {
        kind: "failed",
        problem: `backend's answer is ${kind_of(document)}, expected an object of contacts`,
        cause: "answer",
      };
    }
    apply_document(username, document, order, sent_at, { etag, fingerprint, size: text.length, blocks }, text, ahead);
    return undefined;
  }

  /** The backend has what was known when the request was sent; but for patches, nothing else may have come since. */
  function confirm(wish: Wish, etag: string | undefined): "outdated" | undefined {
    const username = wish.username;
    const known = wish.known;
    const held = rosters.get(username);
    if (held !== undefined) rosters.look_for_edits(held);
    if (held === undefined || known === undefined || !is_base_of(held, wish)) return "outdated";
    held.asked_at = wish.since;
    held.as_of = wish.order;
    held.from_backend = true;
    forget_before(username, wish.order);
    if (etag !== undefined) known.etag = etag;
    return undefined;
  }

  /** Returns whether anything has changed. */
  function apply_patches(username: string, held: Holding, all: LaterPatch[], place: number): boolean {
    const { changes, faults } = read_patches(all, held, `${username}@${host}`, []);
    const has_changed = changes.length > 0;
    if (has_changed) {
      held.known = undefined;
      held.patched_at = math.min(held.patched_at ?? place, place);
    }
    held.last_patched_at = math.max(held.last_patched_at ?? place, place);
    apply_changes(username, held, changes, faults, false);
    return has_changed;
  }

  return {
    answer: (wish, answer, is_for_login) => {
      const username = wish.username;
      const order = wish.order;
      const sent_at = wish.since;
      const is_late = rosters.last_place(username) > order;
      // What has come since counts, where it is still there.
      if (is_late && rosters.get(username) !== undefined) return undefined;
      if (answer.kind === "failed") return answer;
      if (is_late) return "outdated";
      if (answer.kind === "roster") return apply_text(wish, answer);
      if (answer.kind === "unchanged") return confirm(wish, answer.etag);
      const held = apply_document(username, new LuaTable(), order, sent_at, {});
      if (answer.kind === "gone") {
        last_known.forget(username);
        // Whatever comes next is to be stored, be it the same.
        held.stored = "";
        if (rosters.online(username) === undefined && !is_for_login) rosters.drop(username, order);
      }
      return undefined;
    },

    hand_over: (username, place, document, ahead) => {
      if (!is_object(document)) return `its roster is ${kind_of(document)}, expected an object of contacts`;
      if (!rosters.is_superseded(username, place)) {
        apply_document(username, document, place, time.monotonic(), {}, undefined, ahead);
      }
      return undefined;
    },

    patch: (username, place, patch, is_asked, as_of) => {
      if (rosters.last_place(username) > place) return false;
      const held = rosters.get(username);
      const kept = patches.get(username);
      const added: LaterPatch = { place, patch: patch.patch, ahead: patch.ahead };
      if (is_asked || is_earlier_unread(arrivals, place)) patches.set(username, inserted(kept, added));
      if (held === undefined) return false;
      rosters.look_for_edits(held);
      const all = inserted(later_than(kept, place), added);
      const told_at = math.max(held.as_of, held.last_patched_at ?? 0);
      if (patch.ahead === undefined) return apply_patches(username, held, all, place) && told_at > as_of;
      in_one_go(() => {
        apply_patches(username, held, all, place);
      });
      return false;
    },

    forget_patches: (is_asked) => {
      for (const [username, kept] of patches) {
        const newest = kept[kept.length - 1];
        const is_needed = newest !== undefined && (is_asked(username) || is_earlier_unread(arrivals, newest.place));
        if (!is_needed) patches.delete(username);
      }
    },
  };
}

export { new_knowledge };
