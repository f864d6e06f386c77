import { bare_jid, is_unchanged, merge_contact, same_item } from "./contact";
import { is_null, type JsonObject, type JsonValue } from "./json_text";
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
}

/** Shows text from outside in a message: quoted, on one line, and cut where it is long. */
function quoted(text: string): string {
  const shown = text.length > 100 ? `${string.sub(text, 1, 100)}…` : text;
  const [plain] = string.gsub(shown, "%c", "?");
  return `"${plain}"`;
}

/** Notes that a contact can't be used, and why. */
function add_fault(reading: Reading, name: string, problem: string): void {
  reading.faults.push(`contact ${quoted(name)}: ${problem}`);
}

/** What becomes of one contact in a whole roster, `held` being what is known of it. */
function read_contact(
  reading: Reading,
  name: string,
  jid: string,
  held: RosterItem | undefined,
  value: JsonValue,
): void {
  const [item, problem] = merge_contact(undefined, value);
  if (item === undefined) {
    add_fault(reading, name, problem);
  } else if (held === undefined || !same_item(held, item)) {
    reading.changes.push({ jid, item });
  }
}

/**
 * Compares a whole roster, as a backend gave it, with the one held. Contacts that did not change cost nothing but the comparison;
 * one that can't be used stays as it is held.
 */
function read_roster(document: JsonObject, roster: Roster, own_jid: string): Reading {
  const reading: Reading = { changes: [], faults: [] };
  let others: [name: string, value: JsonValue][] | undefined;
  for (const [name, value] of document) {
    const held = roster.get(name);
    if (held !== undefined) {
      if (!is_unchanged(held, value)) read_contact(reading, name, name, held, value);
    } else if (bare_jid(name) === name) {
      if (name !== own_jid) read_contact(reading, name, name, undefined, value);
    } else {
      if (others === undefined) others = [];
      others.push([name, value]);
    }
  }

  // Names that are not JIDs in their normal form, in an order that does not depend on the table's.
  const renamed = new LuaSet<string>();
  if (others !== undefined) {
    table.sort(others, (a, b) => a[0] < b[0]);
    for (const [name, value] of others) {
      const jid = bare_jid(name);
      if (jid === undefined) {
        add_fault(reading, name, "not a JID");
      } else if (document.has(jid) || renamed.has(jid)) {
        add_fault(reading, name, `${quoted(jid)} is in the roster already`);
      } else if (jid !== own_jid) {
        renamed.add(jid);
        read_contact(reading, name, jid, roster.get(jid), value);
      }
    }
  }

  for (const [jid] of roster) {
    if (jid !== false && !document.has(jid) && !renamed.has(jid)) reading.changes.push({ jid });
  }
  return reading;
}

/** Reads a JSON merge patch (RFC 7396) of the roster held: contacts to add or change, in the fields given, and `null` to remove. */
function read_patch(patch: JsonObject, roster: Roster, own_jid: string): Reading {
  const reading: Reading = { changes: [], faults: [] };
  for (const [name, fields] of patch) {
    const jid = bare_jid(name);
    if (jid === undefined) {
      add_fault(reading, name, "not a JID");
    } else if (jid !== own_jid) {
      const held = roster.get(jid);
      if (is_null(fields)) {
        if (held !== undefined) reading.changes.push({ jid });
      } else {
        const [item, problem] = merge_contact(held, fields);
        if (item === undefined) {
          add_fault(reading, name, problem);
        } else if (held === undefined || !same_item(held, item)) {
          reading.changes.push({ jid, item });
        }
      }
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
  return fields;
}

/** A roster as a backend would give it. */
function roster_document(roster: Roster): JsonObject {
  const document = new LuaTable<string, JsonValue>();
  for (const [jid, item] of roster) {
    if (jid !== false) document.set(jid, contact_document(item));
  }
  return document;
}

export { read_patch, read_roster, roster_document };
