import * as hashes from "util.hashes";

/**
 * What a roster's contents amount to, whatever the way they came about: the sum of the hashes of its items, in three parts of 48
 * bits that every Lua can count with. Adding and taking away an item costs the same in a roster of any size.
 */
export type RosterSum = [number, number, number];

const PART = 0x1000000000000;

/** Adds one item's hash `times` (1 or -1) to a sum. */
function add_item(sum: RosterSum, jid: string, item: RosterItem, times: 1 | -1): void {
  const groups: string[] = [];
  for (const group of item.groups) groups.push(group);
  if (groups.length > 1) table.sort(groups);
  // NUL is in none of the parts, so that no two items read the same.
  const text = `${jid}\0${item.subscription}\0${item.name ?? ""}\0${table.concat(groups, "\0")}`;
  const hash = hashes.sha1(text, true);
  sum[0] = (sum[0] + times * (tonumber(string.sub(hash, 1, 12), 16) ?? 0)) % PART;
  sum[1] = (sum[1] + times * (tonumber(string.sub(hash, 13, 24), 16) ?? 0)) % PART;
  sum[2] = (sum[2] + times * (tonumber(string.sub(hash, 25, 36), 16) ?? 0)) % PART;
}

/** The sum of a whole roster. */
function sum_of(roster: Roster): RosterSum {
  const sum: RosterSum = [0, 0, 0];
  for (const [jid, item] of roster) {
    if (jid !== false) add_item(sum, jid, item, 1);
  }
  return sum;
}

/** The `ver` (RFC 6121 2.6) that stands for a sum. */
function version_of(sum: RosterSum): string {
  return string.format("%012x%012x%012x", sum[0], sum[1], sum[2]);
}

export { add_item, sum_of, version_of };
