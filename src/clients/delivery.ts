/**
 * Changes to pushes and presence; this folder is all that clients see: roster queries, gates, Prosody's own caches. It imports types of the
 * settings, rosters and upkeep; api imports its types.
 */
import * as jid from "util.jid";
import * as st from "util.stanza";
import { type Attempt } from "../attempt";
import { type InTurn } from "../user_turns";
import { dequeue, enqueue, type Line, new_line } from "../waiting_line";
import { looks_same } from "../rosters/contact";
import { type AppliedChange, type CountVersion } from "../rosters/rosters";
import { type Breathe, in_slices } from "../time_slices";
import { type Done } from "../upkeep/interest";
import { is_seeing, is_seen_by, presence_change } from "./presence_rules";
import { element, roster_push } from "./roster_query";

/**
 * Users whose rosters are being brought up to date by a notice that names them.
 * @noSelf
 */
export interface ExpectedUpdates {
  expect: (username: string) => void;
  /** That update is done, or has failed. */
  arrived: (username: string) => void;
  /** Puts something off until no more updates of that user are to come; `false` where none are. */
  after: (username: string, act: () => void) => boolean;
}

/** `attempt` calls what may throw. */
function new_expected_updates(attempt: Attempt): ExpectedUpdates {
  /** How many updates of each are still to come, and what is put off until then. */
  const expected = new LuaMap<string, number>();
  const put_off = new LuaMap<string, (() => void)[]>();
  return {
    expect: (username) => {
      expected.set(username, (expected.get(username) ?? 0) + 1);
    },

    arrived: (username) => {
      const left = (expected.get(username) ?? 0) - 1;
      if (left > 0) {
        expected.set(username, left);
        return;
      }
      expected.delete(username);
      const acts = put_off.get(username);
      if (acts === undefined) return;
      put_off.delete(username);
      for (const act of acts) attempt("Showing a contact", act);
    },

    after: (username, act) => {
      if (!expected.has(username)) return false;
      const acts = put_off.get(username) ?? [];
      acts.push(act);
      put_off.set(username, acts);
      return true;
    },
  };
}

/** What sends from a client's session as if the client had, so that block lists are respected. */
type Post = (this: void, username: string, session: StanzaOrigin, stanza: st.Stanza) => void;

function new_post(host_session: HostSession, in_turn: InTurn): Post {
  return (username, session, stanza) => {
    in_turn(username, "What handles presence", () => {
      if (session.full_jid !== undefined) prosody.core_post_stanza(session, stanza, true);
      // Who has left meanwhile has told only whom the roster had by then.
      else if (stanza.attr.type === "unavailable") prosody.core_post_stanza(host_session, stanza, true);
    });
  };
}

/** A contact may see the user from now on: it gets what each available resource last said. */
function show(post: Post, username: string, user: UserRecord, contact: string): void {
  for (const [, session] of user.sessions) {
    if (session.presence !== undefined) {
      const presence = st.clone(session.presence, true);
      // The children need no copy: core itself sends the very presence that it keeps.
      for (const child of session.presence.tags) presence.add_direct_child(child);
      presence.attr.to = contact;
      post(username, session, presence);
    }
  }
}

/** Those of a user's clients whom contacts see, who may leave while others are told. */
type Visible = [session: BoundSession, full_jid: string][];

function visible_of(user: UserRecord): Visible {
  const visible: Visible = [];
  for (const [, session] of user.sessions) {
    if (session.presence !== undefined) visible.push([session, session.full_jid]);
  }
  return visible;
}

/** A contact may not see the user any more. Those who have left since the change have told only whom the roster had by then. */
function hide(post: Post, username: string, visible: Visible, contact: string): void {
  for (const [session, full_jid] of visible) {
    post(username, session, element("presence", { type: "unavailable", from: full_jid, to: contact }, [], []));
  }
}

/** Asks for a contact's presence, once for all resources that are available to hear of it. */
function probe(post: Post, username: string, user: UserRecord, bare_jid: string, contact: string): void {
  for (const [, session] of user.sessions) {
    if (session.presence !== undefined) {
      post(username, session, element("presence", { type: "probe", from: bare_jid, to: contact }, [], []));
      return;
    }
  }
}

/** What a user's roster says of a contact. */
function subscription_in(user: UserRecord | undefined, contact: string): Subscription | undefined {
  const roster = user?.roster;
  const item = roster?.get(contact);
  return item?.subscription;
}

/**
 * Shows the user to a contact; but to one of this host whose own roster is just being brought up to date only after that: then they
 * have been told who it is, and have asked.
 */
function show_in_time(
  post: Post,
  host_session: HostSession,
  expected: ExpectedUpdates,
  username: string,
  user: UserRecord,
  contact: string,
): void {
  const bare_jid = `${username}@${host_session.host}`;
  const [node, host] = jid.split(contact);
  const users = host_session.sessions;
  if (users === undefined || node === undefined || host !== host_session.host || users.get(node) === undefined) {
    show(post, username, user, contact);
    return;
  }
  const sees_already = (): boolean => is_seeing(subscription_in(users.get(node), bare_jid));
  const is_put_off =
    !sees_already() &&
    expected.after(node, () => {
      if (users.get(username) !== user || sees_already()) return;
      if (is_seen_by(subscription_in(user, contact))) show(post, username, user, contact);
    });
  if (!is_put_off) show(post, username, user, contact);
}

/** What has changed in a user's roster, and who is to be told. */
interface Delivery {
  username: string;
  user: UserRecord;
  changes: AppliedChange[];
  /** Finds the changes' versions, where they have none yet. */
  count?: CountVersion;
  /** Where this takes long, those who knew the roster before: who comes later is told by core. */
  interested?: BoundSession[];
  /** Where contacts may not see the user any more, those whom they saw. */
  visible?: Visible;
}

/**
 * Users of whom much is being told, what is to be told next, and who waits for the end of it. It outlives a reload of the module: what comes
 * after that is told after it.
 */
export type LongLines = LuaMap<string, { deliveries: Line<Delivery>; acts: (() => void)[] }>;

/**
 * Tells the clients of users, and the contacts concerned, what has changed in rosters.
 * @noSelf
 */
export interface Deliveries {
  deliver: (username: string, changes: AppliedChange[], count?: CountVersion) => void;
  /** Says how an update ended once all has been told that has changed in that user's roster up to now: mostly that is at once. */
  once_told: (username: string, act: Done, problem?: string, is_offline?: boolean) => void;
}

/** Takes a moment of those who have asked for the roster. */
function interested_of(user: UserRecord): BoundSession[] {
  const interested: BoundSession[] = [];
  for (const [, session] of user.sessions) {
    if (session.interested === true) interested.push(session);
  }
  return interested;
}

/** `true` where somebody may not see the user any more. */
function hides_from_anyone(changes: AppliedChange[]): boolean {
  for (const change of changes) {
    const [, hidden] = presence_change(change.before, change.after);
    if (hidden) return true;
  }
  return false;
}

/** `true` for a change of the roster that clients see, which those who have only asked are not in. */
function is_pushed({ before, after }: AppliedChange): boolean {
  const was_listed = before !== undefined && before.unlisted !== true;
  const is_listed = after !== undefined && after.unlisted !== true;
  return was_listed && is_listed ? !looks_same(before, after) : was_listed || is_listed;
}

/** `true` while a session is one of the user's. */
function is_there(user: UserRecord, session: BoundSession): boolean {
  for (const [, other] of user.sessions) {
    if (other === session) return true;
  }
  return false;
}

/** `on_pushes` is told how many went out. Whatever others make of what is sent, everyone else is sent theirs. */
function new_deliveries(
  host_session: HostSession,
  users: LuaMap<string, UserRecord>,
  expected: ExpectedUpdates,
  long_lines: LongLines,
  attempt: Attempt,
  post: Post,
  on_pushes: (this: void, pushes: number) => void,
): Deliveries {
  /** Does nothing for those who have left but to hide them. */
  function tell_contact(username: string, user: UserRecord, change: AppliedChange, visible: Visible | undefined): void {
    const [shown, hidden, to_probe] = presence_change(change.before, change.after);
    if (shown) show_in_time(post, host_session, expected, username, user, change.jid);
    if (hidden && visible !== undefined) hide(post, username, visible, change.jid);
    if (to_probe) probe(post, username, user, `${username}@${host_session.host}`, change.jid);
  }

  function deliver_at_once(
    username: string,
    user: UserRecord,
    changes: AppliedChange[],
    visible: Visible | undefined,
  ): void {
    let pushes = 0;
    for (const change of changes) {
      const is_seen = is_pushed(change);
      let push: st.Stanza | undefined;
      for (const [, session] of user.sessions) {
        if (is_seen && session.interested === true) {
          if (push === undefined) push = roster_push(change);
          attempt("Sending to a client", session.send, push);
          pushes++;
        }
      }
    }
    on_pushes(pushes);
    // After all pushes: clients ignore presence of whom they don't know.
    for (const change of changes) tell_contact(username, user, change, visible);
  }

  /** Tells clients of one change among many. */
  function push_one({ user, interested, count }: Delivery, change: AppliedChange): void {
    if (count !== undefined) count(change);
    if (!is_pushed(change)) return;
    let push: st.Stanza | undefined;
    let pushes = 0;
    for (const session of interested ?? []) {
      if (is_there(user, session)) {
        if (push === undefined) push = roster_push(change);
        attempt("Sending to a client", session.send, push);
        pushes++;
      }
    }
    on_pushes(pushes);
  }

  function deliver_in_slices(delivery: Delivery, breathe: Breathe): void {
    const username = delivery.username;
    const user = delivery.user;
    const changes = delivery.changes;
    const visible = delivery.visible;
    for (const change of changes) {
      if (users.get(username) === user) {
        breathe(() => {
          push_one(delivery, change);
        });
      }
    }
    for (const change of changes) {
      const [shown, hidden, to_probe] = presence_change(change.before, change.after);
      if (shown || hidden || to_probe) {
        breathe(() => {
          tell_contact(username, user, change, visible);
        });
      } else {
        breathe();
      }
    }
  }

  function begin_long_line(delivery: Delivery): void {
    const username = delivery.username;
    const line = { deliveries: new_line<Delivery>(), acts: [] as (() => void)[] };
    enqueue(line.deliveries, delivery);
    long_lines.set(username, line);
    in_slices(
      (breathe) => {
        let next = dequeue(line.deliveries);
        while (next !== undefined) {
          deliver_in_slices(next, breathe);
          next = dequeue(line.deliveries);
        }
      },
      () => {
        long_lines.delete(username);
        for (const act of line.acts) attempt("Telling how an update went", act);
      },
    );
  }

  const waiting = new_line<Delivery>();
  let is_delivering = false;

  return {
    deliver: (username, changes, count) => {
      const user = users.get(username);
      if (user === undefined) return;
      const visible = hides_from_anyone(changes) ? visible_of(user) : undefined;
      const line = long_lines.get(username);
      if (line !== undefined || count !== undefined) {
        const delivery: Delivery = { username, user, changes, count, interested: interested_of(user), visible };
        if (line === undefined) begin_long_line(delivery);
        else enqueue(line.deliveries, delivery);
        return;
      }
      // What follows from what is sent here comes after it.
      if (is_delivering) {
        enqueue(waiting, { username, user, changes, visible });
        return;
      }
      is_delivering = true;
      attempt("Telling clients of a change", deliver_at_once, username, user, changes, visible);
      let next = dequeue(waiting);
      while (next !== undefined) {
        attempt("Telling clients of a change", deliver_at_once, next.username, next.user, next.changes, next.visible);
        next = dequeue(waiting);
      }
      is_delivering = false;
    },

    once_told: (username, act, problem, is_offline) => {
      const line = long_lines.get(username);
      if (line === undefined) {
        act(problem, username, is_offline);
      } else {
        line.acts.push(() => {
          act(problem, username, is_offline);
        });
      }
    },
  };
}

export { new_deliveries, new_expected_updates, new_post, type Post, show };
