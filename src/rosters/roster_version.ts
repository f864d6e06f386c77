import * as hashes from "util.hashes";
import * as struct from "util.struct";
import { type Breathe } from "../time_slices";

/**
 * What a roster's contents amount to, whatever the way they came about: the sum of the hashes of its items, in two parts of 48
 * bits, which every Lua can add up. Adding and taking away an item costs the same in a roster of any size.
 */
export type RosterSum = [number, number];

const PART = 0x1000000000000;
// In no JID, name or group.
const SEPARATOR = "\x01";

/** The groups of an item, in an order that depends on them alone. */
function joined_groups(groups: LuaSet<string>): string {
  const [first] = next(groups);
  if (first === undefined) return "";
  if (next(groups, first)[0] === undefined) return first as string;
  const names: string[] = [];
  for (const group of groups) names.push(group);
  table.sort(names);
  return table.concat(names, SEPARATOR);
}

/** Adds one item's hash `times` (1 or -1) to a sum. */
function add_item(sum: RosterSum, jid: string, item: RosterItem, times: 1 | -1): void {
  // Of parts nested like this Lua makes one string, else one for each part.
  const groups = joined_groups(item.groups);
  let text = jid + (SEPARATOR + (item.subscription + (SEPARATOR + ((item.name ?? "") + (SEPARATOR + groups)))));
  const ask = item.asked === true ? "subscribe" : item.ask;
  if (ask !== undefined) text += SEPARATOR + (SEPARATOR + ask);
  const [high, low] = struct.unpack(">I6I6", hashes.sha1(text));
  sum[0] = (sum[0] + times * high) % PART;
  sum[1] = (sum[1] + times * low) % PART;
}

/** Adds what only a request says. */
function add_request(sum: RosterSum, jid: string, item: RosterItem): void {
  const said = typeof item.request === "string" ? SEPARATOR + item.request : "";
  const [high, low] = struct.unpack(">I6I6", hashes.sha1(jid + (SEPARATOR + ((item.nick ?? "") + said))));
  sum[0] = (sum[0] + high) % PART;
  sum[1] = (sum[1] + low) % PART;
}

/** The sum of a whole roster, in slices of one that does not change meanwhile. */
function sum_of(roster: Roster, breathe?: Breathe): RosterSum {
  const sum: RosterSum = [0, 0];
  for (const [jid, item] of roster) {
    if (jid !== false) add_item(sum, jid, item, 1);
    if (breathe !== undefined) breathe();
  }
  return sum;
}

/** What stands for a whole roster of that version and for those who have asked, who are no part of the version that clients know. */
function stamp_of(version: string, requests: LuaMap<string, RosterItem> | undefined): string {
  if (requests === undefined || next(requests)[0] === undefined) return version;
  const sum: RosterSum = [0, 0];
  for (const [jid, item] of requests) {
    if (item.request !== undefined) add_request(sum, jid, item);
  }
  return version + version_of(sum);
}

/** The `ver` (RFC 6121 2.6) that stands for a sum. */
function version_of(sum: RosterSum): string {
  return string.format("%012x%012x", sum[0], sum[1]);
}

export { add_item, stamp_of, sum_of, version_of };
