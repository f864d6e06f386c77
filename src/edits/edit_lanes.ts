import { dequeue, enqueue, first_of, length_of, type Line, new_line } from "../waiting_line";

/** What waits to be asked about, of one user and one of the contacts. */
export interface Laned {
  username: string;
  /** Bare JID. */
  contact: string;
  /** Both of these stand for one pair of users, whichever of the two asks. */
  pair: string;
  /** The backend is being asked about the pair for this one. */
  holds_pair: boolean;
  /** The contact wants it, who is elsewhere; else the user. */
  is_contacts: boolean;
}

/** Edits that are asked about in their order, one at a time. */
interface Lane<E> {
  edits: Line<E>;
  /** The first of them is being seen to. */
  is_busy: boolean;
}

/**
 * Edits that wait: of each user's own one at a time, of each contact's to a user one at a time; and one at a time of what any of them
 * wants of one pair of users.
 */
export interface EditLanes<E extends Laned> {
  lanes: LuaMap<string, Lane<E>>;
  /** Pairs about whom the backend is being asked. */
  busy_pairs: LuaSet<string>;
  /** How many contacts' edits wait for each user, and in all. */
  of_contacts: LuaMap<string, number>;
  contacts: number;
}

const MOST_OF_A_USER = 1000;
const MOST_OF_CONTACTS_TO_A_USER = 200;
const MOST_OF_CONTACTS = 2000;

function new_lanes<E extends Laned>(): EditLanes<E> {
  return { lanes: new LuaMap(), busy_pairs: new LuaSet(), of_contacts: new LuaMap(), contacts: 0 };
}

/** The pair of a user, by bare JID, and a contact. */
function pair_of(user: string, contact: string): string {
  return user < contact ? `${user} ${contact}` : `${contact} ${user}`;
}

/** The lane of a user's own edits. A username has no space. */
function own_lane(username: string): string {
  return username;
}

/** The lane of what a contact wants of a user. */
function contacts_lane(username: string, contact: string): string {
  return `${username} ${contact}`;
}

function lane_of(edit: Laned): string {
  return edit.is_contacts ? contacts_lane(edit.username, edit.contact) : own_lane(edit.username);
}

/** Puts an edit at the end of its lane; `false` where too many wait. */
function join<E extends Laned>(all: EditLanes<E>, edit: E): boolean {
  const key = lane_of(edit);
  let lane = all.lanes.get(key);
  if (edit.is_contacts) {
    const waiting = all.of_contacts.get(edit.username) ?? 0;
    if (waiting >= MOST_OF_CONTACTS_TO_A_USER || all.contacts >= MOST_OF_CONTACTS) return false;
    all.of_contacts.set(edit.username, waiting + 1);
    all.contacts++;
  } else if (lane !== undefined && length_of(lane.edits) >= MOST_OF_A_USER) {
    return false;
  }
  if (lane === undefined) {
    lane = { edits: new_line(), is_busy: false };
    all.lanes.set(key, lane);
  }
  enqueue(lane.edits, edit);
  return true;
}

/** The next edit of a lane, to be seen to from now on; nil where one is, or none waits. */
function begin<E extends Laned>(all: EditLanes<E>, key: string): E | undefined {
  const lane = all.lanes.get(key);
  if (lane === undefined || lane.is_busy) return undefined;
  lane.is_busy = true;
  return first_of(lane.edits);
}

/** Nothing is done about the first edit of a lane for now. */
function put_off<E extends Laned>(all: EditLanes<E>, edit: E): void {
  const lane = all.lanes.get(lane_of(edit));
  if (lane !== undefined) lane.is_busy = false;
}

/** `true` for the first edit of its lane. */
function is_next<E extends Laned>(all: EditLanes<E>, edit: E): boolean {
  const lane = all.lanes.get(lane_of(edit));
  return lane !== undefined && first_of(lane.edits) === edit;
}

/** Takes an edit's pair for it; `false` where the backend is being asked about them already. */
function claim_pair<E extends Laned>(all: EditLanes<E>, edit: E): boolean {
  if (all.busy_pairs.has(edit.pair)) return false;
  all.busy_pairs.add(edit.pair);
  edit.holds_pair = true;
  return true;
}

/** The backend is no longer being asked about an edit's pair. */
function free_pair<E extends Laned>(all: EditLanes<E>, edit: E): void {
  if (!edit.holds_pair) return;
  edit.holds_pair = false;
  all.busy_pairs.delete(edit.pair);
}

/** An edit that was the first of its lane has ended. */
function leave<E extends Laned>(all: EditLanes<E>, edit: E): void {
  const key = lane_of(edit);
  const lane = all.lanes.get(key);
  if (lane === undefined || first_of(lane.edits) !== edit) return;
  dequeue(lane.edits);
  lane.is_busy = false;
  if (length_of(lane.edits) === 0) all.lanes.delete(key);
  if (!edit.is_contacts) return;
  const left = (all.of_contacts.get(edit.username) ?? 1) - 1;
  if (left > 0) all.of_contacts.set(edit.username, left);
  else all.of_contacts.delete(edit.username);
  all.contacts--;
}

/** Takes out all edits of the lanes whose first edit is such a one, in their order. */
function remove_lanes<E extends Laned>(all: EditLanes<E>, is_one: (this: void, edit: E) => boolean): E[] {
  const found: E[] = [];
  const keys: string[] = [];
  for (const [key, lane] of all.lanes) {
    const first = first_of(lane.edits);
    if (first !== undefined && is_one(first)) keys.push(key);
  }
  for (const key of keys) {
    const lane = all.lanes.get(key);
    let edit = lane === undefined ? undefined : first_of(lane.edits);
    if (edit !== undefined) free_pair(all, edit);
    while (edit !== undefined) {
      found.push(edit);
      leave(all, edit);
      edit = lane === undefined ? undefined : first_of(lane.edits);
    }
  }
  return found;
}

/** The lanes whose first edit may be about a pair, both by bare JID; `host` is where users are at home. */
function lanes_of_pair(edit: Laned, host: string): string[] {
  const keys = [own_lane(edit.username), contacts_lane(edit.username, edit.contact)];
  const [at] = string.find(edit.contact, "@", 1, true);
  if (at !== undefined && string.sub(edit.contact, at + 1) === host) {
    keys.push(own_lane(string.sub(edit.contact, 1, at - 1)));
  }
  return keys;
}

export { begin, free_pair, is_next, join, lanes_of_pair, leave, new_lanes, pair_of, put_off, remove_lanes, claim_pair };
