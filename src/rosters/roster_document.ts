import * as json from "util.json";
import { type ReadAhead } from "../backend/queue";
import { is_null, type JsonObject, type JsonValue, quoted } from "../json/json_value";
import { type ChangedPart } from "../json/text_blocks";
import { type Breathe } from "../time_slices";
import {
  bare_jid,
  type Contacts,
  held_of,
  is_unchanged,
  keep_contact,
  merge_contact,
  read_item,
  same_item,
} from "./contact";
import array = require("util.array");

/** One contact of a roster that is to be added or changed (`item`), or removed (no `item`). */
export interface Change {
  jid: string;
  item?: RosterItem;
}

/** What a document asks for, next to the roster held. */
export interface Reading {
  changes: Change[];
  /** One line for each contact that could not be used. */
  faults: string[];
  /** Some names were no JIDs in their normal form. */
  is_irregular?: boolean;
}

/** Notes that a contact can't be used, and why. */
function add_fault(reading: { faults: string[] }, name: string, problem: string): void {
  reading.faults.push(`contact ${quoted(name)}: ${problem}`);
}

/** A document's entries, by the JID that each name stands for. */
interface Entries {
  /** Names that are no JID in its normal form, with that JID. */
  renamed: [name: string, jid: string, value: JsonValue][];
  jids: LuaSet<string>;
}

const NO_ENTRIES: Entries = { renamed: [], jids: new LuaSet() };

/**
 * Sorts out the names that are no JIDs in their normal form, in an order that does not depend on the table's; a name in its normal
 * form goes before any other for the same JID.
 */
function rename(reading: Reading, document: JsonObject, others: [name: string, value: JsonValue][]): Entries {
  if (others.length === 0) return NO_ENTRIES;
  const entries: Entries = { renamed: [], jids: new LuaSet() };
  table.sort(others, (a, b) => a[0] < b[0]);
  for (const [name, value] of others) {
    const jid = bare_jid(name);
    if (jid === undefined) {
      add_fault(reading, name, "not a JID");
    } else if (document.has(jid) || entries.jids.has(jid)) {
      add_fault(reading, name, `${quoted(jid)} is in the roster already`);
    } else {
      entries.jids.add(jid);
      entries.renamed.push([name, jid, value]);
    }
  }
  return entries;
}

const NOBODY = new LuaMap<string, RosterItem>();

/** Those who have asked and are not in the roster. */
function unlisted_of(contacts: Contacts): LuaMap<string, RosterItem> {
  const requests = contacts.requests;
  if (requests === undefined) return NOBODY;
  const unlisted = new LuaMap<string, RosterItem>();
  for (const [jid, item] of requests) {
    if (item.unlisted === true) unlisted.set(jid, item);
  }
  return unlisted;
}

/** What becomes of one contact in a whole roster, `held` being what is known of it. */
function read_contact(
  reading: Reading,
  name: string,
  jid: string,
  held: RosterItem | undefined,
  value: JsonValue,
): void {
  const changes = reading.changes;
  const [item, problem] = read_item(value);
  if (item === undefined) {
    add_fault(reading, name, problem);
  } else if (held === undefined || !same_item(held, item)) {
    changes.push({ jid, item });
  }
}

/**
 * Compares a whole roster, as a backend gave it, with the one held. Contacts that did not change cost nothing but the comparison;
 * one that can't be used stays as it is held.
 */
function read_roster(document: JsonObject, contacts: Contacts, own_jid: string): Reading {
  const changes: Change[] = [];
  const reading: Reading = { changes, faults: [] };
  const others: [name: string, value: JsonValue][] = [];
  for (const [name, value] of document) {
    const held = held_of(contacts, name);
    if (held !== undefined) {
      // Nobody is a contact of their own.
      if (name !== own_jid && !is_unchanged(held, value)) read_contact(reading, name, name, held, value);
    } else if (bare_jid(name) !== name) {
      others.push([name, value]);
    } else if (name !== own_jid) {
      const [item, problem] = read_item(value);
      if (item === undefined) add_fault(reading, name, problem);
      else changes.push({ jid: name, item });
    }
  }
  if (others.length > 0) reading.is_irregular = true;
  const { renamed, jids } = rename(reading, document, others);
  for (const [name, jid, value] of renamed) {
    if (jid !== own_jid) read_contact(reading, name, jid, held_of(contacts, jid), value);
  }
  for (const [jid] of contacts.roster) {
    if (jid !== false && (jid === own_jid || !(document.has(jid) || jids.has(jid)))) changes.push({ jid });
  }
  for (const [jid] of unlisted_of(contacts)) {
    if (!(document.has(jid) || jids.has(jid))) changes.push({ jid });
  }
  return reading;
}

/** Makes the roster that a document stands for, where nothing is held, in a table that has no contacts yet. So there are no changes. */
function read_first(document: JsonObject, contacts: Contacts, own_jid: string): Reading {
  const reading: Reading = { changes: [], faults: [] };
  const roster = contacts.roster;
  let others: [name: string, value: JsonValue][] | undefined;
  for (const [name, value] of document) {
    if (bare_jid(name) !== name) {
      others ??= [];
      others.push([name, value]);
    } else if (name !== own_jid) {
      const [item, problem] = read_item(value);
      if (item === undefined) add_fault(reading, name, problem);
      else if (item.request === undefined) roster.set(name, item);
      else keep_contact(contacts, name, item);
    }
  }
  if (others === undefined) return reading;
  reading.is_irregular = true;
  for (const [name, jid, value] of rename(reading, document, others).renamed) {
    if (jid !== own_jid) {
      const [item, problem] = read_item(value);
      if (item === undefined) add_fault(reading, name, problem);
      else keep_contact(contacts, jid, item);
    }
  }
  return reading;
}

// To compare so many contacts with those held takes a millisecond or two.
const LONG_ROSTER = 500;

/** `true` where a document, or a roster, is so long that what takes a while for each contact is to be done in slices. */
function is_long(document: JsonObject | Roster): boolean {
  let contacts = 0;
  for (const [_] of document as LuaTable<AnyNotNil, unknown>) {
    contacts++;
    if (contacts > LONG_ROSTER) return true;
  }
  return false;
}

/** Sorts out the names of a document as {@link rename} does, in slices. Gives the name to be used for each JID that is no name itself. */
function rename_ahead(
  read: { faults: string[]; is_irregular?: boolean },
  document: JsonObject,
  breathe: Breathe,
): LuaTable<string, string> {
  const names = new LuaTable<string, string>();
  for (const [name] of document) {
    const jid = bare_jid(name);
    if (jid !== name) {
      read.is_irregular = true;
      if (jid === undefined) {
        add_fault(read, name, "not a JID");
      } else {
        const other = names.get(jid) as string | undefined;
        const is_taken = document.has(jid);
        if (!is_taken && (other === undefined || name < other)) names.set(jid, name);
        const unused = is_taken || (other !== undefined && other < name) ? name : other;
        if (unused !== undefined) add_fault(read, unused, `${quoted(jid)} is in the roster already`);
      }
    }
    breathe();
  }
  return names;
}

/** Reads a whole roster without comparing it with one that is held. */
function read_ahead(document: JsonObject, own_jid: string, breathe: Breathe): ReadAhead {
  const read: ReadAhead = { items: new LuaTable(), faults: [] };
  const take = (name: string, jid: string, value: JsonValue): void => {
    if (jid !== own_jid) {
      const [item, problem] = read_item(value);
      if (item === undefined) add_fault(read, name, problem);
      read.items.set(jid, item ?? false);
    }
  };
  const names = rename_ahead(read, document, breathe);
  for (const [jid, name] of names) {
    take(name, jid, document.get(name));
    breathe();
  }
  for (const [name, value] of document) {
    if (read.is_irregular !== true || bare_jid(name) === name) take(name, name, value);
    breathe();
  }
  return read;
}

/** The same as {@link read_roster} of what was read ahead. */
function compare(read: ReadAhead, contacts: Contacts): Reading {
  const items = read.items;
  const faults = read.faults;
  const is_irregular = read.is_irregular;
  const changes: Change[] = [];
  const is_empty = next(contacts.roster)[0] === undefined && contacts.requests === undefined;
  for (const [jid, item] of items) {
    if (item !== false) {
      const held = is_empty ? undefined : held_of(contacts, jid);
      if (held === undefined || !same_item(held, item)) changes.push({ jid, item });
    }
  }
  for (const [jid] of contacts.roster) {
    if (jid !== false && !items.has(jid)) changes.push({ jid });
  }
  for (const [jid] of unlisted_of(contacts)) {
    if (!items.has(jid)) changes.push({ jid });
  }
  return { changes, faults, is_irregular };
}

/**
 * Reads only the part of a roster's text that changed. Nil where the whole must be read: names in other than their normal form, or new ones
 * that stand elsewhere in the text, too. The roster is all that was in the text before, or it would not tell.
 */
function read_part(part: ChangedPart, contacts: Contacts, own_jid: string): Reading | undefined {
  const changes: Change[] = [];
  const reading: Reading = { changes, faults: [] };
  for (const [name, value] of part.document) {
    const held = held_of(contacts, name);
    if (held !== undefined) {
      if (!part.names.has(name)) return undefined;
      if (!is_unchanged(held, value)) read_contact(reading, name, name, held, value);
    } else if (bare_jid(name) !== name) {
      return undefined;
    } else if (name !== own_jid) {
      read_contact(reading, name, name, undefined, value);
    }
  }
  for (const name of part.names) {
    if (!part.document.has(name) && held_of(contacts, name) !== undefined) changes.push({ jid: name });
  }
  return reading;
}

/** A long patch, read in slices before it is known what is held by then. */
export interface PatchAhead {
  /** By JID: what the patch says of each contact. */
  fields: JsonObject;
  /** The names of those that are no JID in its normal form. */
  names: LuaTable<string, string>;
  faults: string[];
  /** What the patch makes of a contact, */
  items: LuaTable<string, RosterItem>;
  /** as long as it is this item, if any, */
  from: LuaTable<string, RosterItem>;
  /** which others have not changed in place. */
  subscriptions: LuaTable<string, Subscription>;
}

/** Reads a patch as far as that can be done while what is held may still change. */
function read_patch_ahead(
  patch: JsonObject,
  held_now: (this: void) => Contacts | undefined,
  own_jid: string,
  breathe: Breathe,
): PatchAhead {
  const read: PatchAhead = {
    fields: new LuaTable(),
    names: new LuaTable(),
    faults: [],
    items: new LuaTable(),
    from: new LuaTable(),
    subscriptions: new LuaTable(),
  };
  const take = (jid: string, fields: JsonValue): void => {
    if (jid !== own_jid) {
      read.fields.set(jid, fields);
      const contacts = held_now();
      const held = contacts === undefined ? undefined : held_of(contacts, jid);
      const [item] = merge_contact(held, fields);
      if (item !== undefined) {
        read.items.set(jid, item);
        if (held !== undefined) {
          read.from.set(jid, held);
          read.subscriptions.set(jid, held.subscription);
        }
      }
    }
  };
  const names = rename_ahead(read, patch, breathe);
  read.names = names;
  for (const [jid, name] of names) {
    take(jid, patch.get(name));
    breathe();
  }
  const is_regular = next(names)[0] === undefined && read.faults.length === 0;
  for (const [name, fields] of patch) {
    if (is_regular || bare_jid(name) === name) take(name, fields);
    breathe();
  }
  return read;
}

/** What is known of a contact. */
type Lookup = (this: void, jid: string) => RosterItem | undefined;

/** What a patch makes of one contact. */
function patch_contact(
  reading: Reading,
  name: string,
  jid: string,
  held: RosterItem | undefined,
  fields: JsonValue,
): void {
  const changes = reading.changes;
  if (is_null(fields)) {
    if (held !== undefined) changes.push({ jid });
    return;
  }
  const [item, problem] = merge_contact(held, fields);
  if (item === undefined) {
    add_fault(reading, name, problem);
  } else if (held === undefined || !same_item(held, item)) {
    changes.push({ jid, item });
  }
}

/** Reads a JSON merge patch (RFC 7396): contacts to add or change, in the fields given, and `null` to remove. */
function read_patch(patch: JsonObject, lookup: Lookup, own_jid: string): Reading {
  const reading: Reading = { changes: [], faults: [] };
  const others: [name: string, value: JsonValue][] = [];
  for (const [name, fields] of patch) {
    if (bare_jid(name) !== name) others.push([name, fields]);
    else if (name !== own_jid) patch_contact(reading, name, name, lookup(name), fields);
  }
  for (const [name, jid, fields] of rename(reading, patch, others).renamed) {
    if (jid !== own_jid) patch_contact(reading, name, jid, lookup(jid), fields);
  }
  return reading;
}

/** The same of a patch that was read ahead. */
function read_rest_of_patch(read: PatchAhead, lookup: Lookup): Reading {
  const fields = read.fields;
  const names = read.names;
  const items = read.items;
  const from = read.from;
  const subscriptions = read.subscriptions;
  const changes: Change[] = [];
  const reading: Reading = { changes, faults: [] };
  for (const fault of read.faults) reading.faults.push(fault);
  for (const [jid, value] of fields) {
    const held = lookup(jid);
    const item = items.get(jid) as RosterItem | undefined;
    const is_same = from.get(jid) === held && (held === undefined || subscriptions.get(jid) === held.subscription);
    if (item === undefined || !is_same) patch_contact(reading, names.get(jid) ?? jid, jid, held, value);
    else if (held === undefined || !same_item(held, item)) changes.push({ jid, item });
  }
  return reading;
}

/** One of several patches; `ahead` where it is long. */
export interface Patch {
  patch: JsonObject;
  ahead?: PatchAhead;
}

function read_one_patch({ patch, ahead }: Patch, lookup: Lookup, own_jid: string): Reading {
  return ahead === undefined ? read_patch(patch, lookup, own_jid) : read_rest_of_patch(ahead, lookup);
}

/**
 * What becomes of the roster held by some changes and then by patches, one after the other. A contact that ends as it is held does not
 * change on the way.
 */
function read_patches(patches: Patch[], contacts: Contacts, own_jid: string, changes: Change[]): Reading {
  const only = changes[0] === undefined && patches[1] === undefined ? patches[0] : undefined;
  if (only !== undefined) return read_one_patch(only, (jid) => held_of(contacts, jid), own_jid);
  const become = new LuaTable<string, RosterItem | false>();
  for (const { jid, item } of changes) become.set(jid, item ?? false);
  const lookup: Lookup = (jid) => {
    const item = become.get(jid) as RosterItem | false | undefined;
    if (item === undefined) return held_of(contacts, jid);
    return item === false ? undefined : item;
  };
  const reading: Reading = { changes: [], faults: [] };
  for (const patch of patches) {
    const { changes: patch_changes, faults } = read_one_patch(patch, lookup, own_jid);
    for (const { jid, item } of patch_changes) become.set(jid, item ?? false);
    for (const fault of faults) reading.faults.push(fault);
  }
  for (const [jid, item] of become) {
    const held = held_of(contacts, jid);
    if (item === false) {
      if (held !== undefined) reading.changes.push({ jid });
    } else if (held === undefined || !same_item(held, item)) {
      reading.changes.push({ jid, item });
    }
  }
  return reading;
}

/** A contact's fields as a backend would give them. */
function contact_document(item: RosterItem): JsonObject {
  const groups: string[] = [];
  for (const group of item.groups) groups.push(group);
  table.sort(groups);
  const fields = new LuaTable<string, JsonValue>();
  if (item.name !== undefined) fields.set("name", item.name);
  fields.set("groups", array(groups) as unknown as JsonValue);
  fields.set("subscription", item.subscription);
  if (item.asked === true) fields.set("ask", "subscribe");
  if (item.request !== undefined) fields.set("request", item.request);
  if (item.nick !== undefined) fields.set("nick", item.nick);
  return fields;
}

/** A roster as a backend would give it. */
function roster_document(contacts: Contacts): JsonObject {
  const document = new LuaTable<string, JsonValue>();
  for (const [jid, item] of contacts.roster) {
    if (jid !== false) document.set(jid, contact_document(item));
  }
  for (const [jid, item] of unlisted_of(contacts)) {
    if (item.request !== undefined) document.set(jid, contact_document(item));
  }
  return document;
}

const MEMBERS_A_PIECE = 128;

/** The same as JSON in pieces, made in slices of a long roster, which must not change meanwhile. */
function roster_pieces(contacts: Contacts, breathe: Breathe): string[] {
  const pieces: string[] = [];
  let members: string[] = [];
  let before = "{";
  const add = (jid: string, item: RosterItem): void => {
    members.push(`${before}${json.encode(jid)}:${json.encode(contact_document(item))}`);
    before = ",";
    if (members.length === MEMBERS_A_PIECE) {
      pieces.push(table.concat(members));
      members = [];
    }
    breathe();
  };
  for (const [jid, item] of contacts.roster) {
    if (jid !== false) add(jid, item);
  }
  for (const [jid, item] of unlisted_of(contacts)) {
    if (item.request !== undefined) add(jid, item);
  }
  members.push(before === "{" ? "{}" : "}");
  pieces.push(table.concat(members));
  return pieces;
}

export {
  compare,
  is_long,
  read_ahead,
  read_first,
  read_part,
  read_patch_ahead,
  read_patches,
  read_roster,
  roster_document,
  roster_pieces,
};
