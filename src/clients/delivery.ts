import * as jid from "util.jid";
import * as st from "util.stanza";
import { element } from "./element";
import { type ExpectedUpdates } from "./expected_updates";
import { is_seeing, is_seen_by, presence_change } from "./presence_rules";
import { roster_push } from "./roster_query";
import { type AppliedChange } from "../rosters/rosters";

/** Sends from a client's session as if the client had, so that block lists are respected. */
function send(session: StanzaOrigin, stanza: st.Stanza): void {
  prosody.core_post_stanza(session, stanza, true);
}

/** A contact may see the user from now on: it gets what each available resource last said. */
function show(user: UserRecord, contact: string): void {
  for (const [, session] of user.sessions) {
    if (session.presence !== undefined) {
      const presence = st.clone(session.presence);
      presence.attr.to = contact;
      send(session, presence);
    }
  }
}

/** A contact may not see the user any more. */
function hide(user: UserRecord, contact: string): void {
  for (const [, session] of user.sessions) {
    if (session.presence !== undefined) {
      send(session, element("presence", { type: "unavailable", from: session.full_jid, to: contact }, [], []));
    }
  }
}

/** Asks for a contact's presence, once for all resources that are available to hear of it. */
function probe(user: UserRecord, bare_jid: string, contact: string): void {
  for (const [, session] of user.sessions) {
    if (session.presence !== undefined) {
      send(session, element("presence", { type: "probe", from: bare_jid, to: contact }, [], []));
      return;
    }
  }
}

/**
 * Shows the user to a contact; but to one of this host whose own roster is just being brought up to date only after that: then they
 * have been told who it is, and have asked.
 */
function show_in_time(
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
    show(user, contact);
    return;
  }
  const sees_already = (): boolean => is_seeing(users.get(node)?.roster?.get(bare_jid)?.subscription);
  const is_put_off =
    !sees_already() &&
    expected.after(node, () => {
      if (users.get(username) !== user || sees_already()) return;
      if (is_seen_by(user.roster?.get(contact)?.subscription)) show(user, contact);
    });
  if (!is_put_off) show(user, contact);
}

/** Tells the user's clients, and the contacts concerned, what has changed in a roster. Returns how many pushes went out. */
function deliver(
  host_session: HostSession,
  expected: ExpectedUpdates,
  username: string,
  user: UserRecord,
  changes: AppliedChange[],
): number {
  const bare_jid = `${username}@${host_session.host}`;
  let pushes = 0;
  for (const change of changes) {
    let push: st.Stanza | undefined;
    for (const [, session] of user.sessions) {
      if (session.interested === true) {
        if (push === undefined) push = roster_push(change);
        session.send(push);
        pushes++;
      }
    }
  }
  // After all pushes: clients ignore presence of whom they don't know.
  for (const change of changes) {
    const presence = presence_change(change.before?.subscription, change.after?.subscription);
    if (presence.shown) show_in_time(host_session, expected, username, user, change.jid);
    if (presence.hidden) hide(user, change.jid);
    if (presence.probe) probe(user, bare_jid, change.jid);
  }
  return pushes;
}

export { deliver };
