import * as jid from "util.jid";
import * as st from "util.stanza";
import { type Attempt } from "../attempt";
import { dequeue, enqueue, new_line } from "../line";
import { element } from "./element";
import { type ExpectedUpdates } from "./expected_updates";
import { is_seeing, is_seen_by, presence_change } from "./presence_rules";
import { roster_push } from "./roster_query";
import { type AppliedChange } from "../rosters/rosters";

/** Sends from a client's session as if the client had, so that block lists are respected. */
function send(attempt: Attempt, session: StanzaOrigin, stanza: st.Stanza): void {
  attempt("What handles presence", prosody.core_post_stanza, session, stanza, true);
}

/** A contact may see the user from now on: it gets what each available resource last said. */
function show(attempt: Attempt, user: UserRecord, contact: string): void {
  for (const [, session] of user.sessions) {
    if (session.presence !== undefined) {
      const presence = st.clone(session.presence);
      presence.attr.to = contact;
      send(attempt, session, presence);
    }
  }
}

/** A contact may not see the user any more. */
function hide(attempt: Attempt, user: UserRecord, contact: string): void {
  for (const [, session] of user.sessions) {
    if (session.presence !== undefined) {
      send(attempt, session, element("presence", { type: "unavailable", from: session.full_jid, to: contact }, [], []));
    }
  }
}

/** Asks for a contact's presence, once for all resources that are available to hear of it. */
function probe(attempt: Attempt, user: UserRecord, bare_jid: string, contact: string): void {
  for (const [, session] of user.sessions) {
    if (session.presence !== undefined) {
      send(attempt, session, element("presence", { type: "probe", from: bare_jid, to: contact }, [], []));
      return;
    }
  }
}

/**
 * Shows the user to a contact; but to one of this host whose own roster is just being brought up to date only after that: then they
 * have been told who it is, and have asked.
 */
function show_in_time(
  attempt: Attempt,
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
    show(attempt, user, contact);
    return;
  }
  const sees_already = (): boolean => is_seeing(users.get(node)?.roster?.get(bare_jid)?.subscription);
  const is_put_off =
    !sees_already() &&
    expected.after(node, () => {
      if (users.get(username) !== user || sees_already()) return;
      if (is_seen_by(user.roster?.get(contact)?.subscription)) show(attempt, user, contact);
    });
  if (!is_put_off) show(attempt, user, contact);
}

/** Tells the clients of a user, and the contacts concerned, what has changed in the roster. */
export type Deliver = (this: void, username: string, changes: AppliedChange[]) => void;

/** `on_pushes` is told how many went out. Whatever others make of what is sent, everyone else is sent theirs. */
function new_deliver(
  host_session: HostSession,
  users: LuaMap<string, UserRecord>,
  expected: ExpectedUpdates,
  attempt: Attempt,
  on_pushes: (this: void, pushes: number) => void,
): Deliver {
  function deliver(username: string, user: UserRecord, changes: AppliedChange[]): void {
    const bare_jid = `${username}@${host_session.host}`;
    let pushes = 0;
    for (const change of changes) {
      let push: st.Stanza | undefined;
      for (const [, session] of user.sessions) {
        if (session.interested === true) {
          if (push === undefined) push = roster_push(change);
          attempt("Sending to a client", session.send, push);
          pushes++;
        }
      }
    }
    on_pushes(pushes);
    // After all pushes: clients ignore presence of whom they don't know.
    for (const change of changes) {
      const presence = presence_change(change.before?.subscription, change.after?.subscription);
      if (presence.shown) show_in_time(attempt, host_session, expected, username, user, change.jid);
      if (presence.hidden) hide(attempt, user, change.jid);
      if (presence.probe) probe(attempt, user, bare_jid, change.jid);
    }
  }

  const waiting = new_line<{ username: string; changes: AppliedChange[] }>();
  let is_delivering = false;

  return (username, changes) => {
    enqueue(waiting, { username, changes });
    // What follows from what is sent here comes after it.
    if (is_delivering) return;
    is_delivering = true;
    let next = dequeue(waiting);
    while (next !== undefined) {
      const user = users.get(next.username);
      if (user !== undefined) attempt("Telling clients of a change", deliver, next.username, user, next.changes);
      next = dequeue(waiting);
    }
    is_delivering = false;
  };
}

export { new_deliver };
