import * as id from "util.id";
import * as st from "util.stanza";
import { presence_change } from "./presence_rules";
import { type AppliedChange } from "./rosters";

/** Adds a contact to a roster query or push. */
function add_item(query: st.Stanza, jid: string, item: RosterItem): void {
  query.tag("item", { jid, subscription: item.subscription, name: item.name, ask: item.ask });
  for (const group of item.groups) query.text_tag("group", group);
  query.up();
}

/** A roster push (RFC 6121 2.1.6) of one change. Without `from`, or clients drop it. */
function roster_push(change: AppliedChange): st.Stanza {
  const push = st.iq({ type: "set", id: id.short() });
  push.tag("query", { xmlns: "jabber:iq:roster", ver: change.version });
  if (change.after === undefined) push.tag("item", { jid: change.jid, subscription: "remove" });
  else add_item(push, change.jid, change.after);
  return push.reset();
}

/** Sends from a client's session as if the client had, so that block lists are respected. */
function send(session: StanzaOrigin, stanza: st.Stanza): void {
  prosody.core_post_stanza(session, stanza, true);
}

/**
 * Sessions, and the bare JIDs whose presence they have been shown since they became available: they need not probe for it. Both
 * sides of a new friendship would otherwise be told twice.
 */
const shown_to = setmetatable(new LuaTable<C2sSession, LuaSet<string> | undefined>(), { __mode: "k" });

/** A session has become available, and knows nothing yet. */
function forget_shown(session: C2sSession): void {
  shown_to.delete(session);
}

/** Notes that a contact's sessions, if they are of this server, are shown the user, or no longer. */
function note_shown(bare_jid: string, contact: string, is_shown: boolean): void {
  const contact_user = prosody.bare_sessions.get(contact);
  if (contact_user === undefined) return;
  for (const [, session] of contact_user.sessions) {
    const shown = shown_to.get(session);
    if (!is_shown) {
      if (shown !== undefined) shown.delete(bare_jid);
    } else if (session.presence !== undefined) {
      const seen = shown ?? new LuaSet<string>();
      seen.add(bare_jid);
      shown_to.set(session, seen);
    }
  }
}

/** A contact may see the user from now on: it gets what each available resource last said. */
function show(bare_jid: string, user: UserRecord, contact: string): void {
  let is_shown = false;
  for (const [, session] of user.sessions) {
    if (session.presence !== undefined) {
      const presence = st.clone(session.presence);
      presence.attr.to = contact;
      send(session, presence);
      is_shown = true;
    }
  }
  if (is_shown) note_shown(bare_jid, contact, true);
}

/** A contact may not see the user any more. */
function hide(bare_jid: string, user: UserRecord, contact: string): void {
  note_shown(bare_jid, contact, false);
  for (const [, session] of user.sessions) {
    if (session.presence !== undefined) {
      send(session, st.presence({ type: "unavailable", from: session.full_jid, to: contact }));
    }
  }
}

/** Asks for a contact's presence, for each available resource that has not been shown it. */
function probe(user: UserRecord, contact: string): void {
  for (const [, session] of user.sessions) {
    const has_been_shown = shown_to.get(session)?.has(contact) === true;
    if (session.presence !== undefined && !has_been_shown) {
      send(session, st.presence({ type: "probe", from: session.full_jid, to: contact }));
    }
  }
}

/** Tells the user's clients, and the contacts concerned, what has changed in a roster. */
function deliver(bare_jid: string, user: UserRecord, changes: AppliedChange[]): number {
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
  for (const change of changes) {
    const presence = presence_change(change.before?.subscription, change.after?.subscription);
    if (presence.shown) show(bare_jid, user, change.jid);
    if (presence.hidden) hide(bare_jid, user, change.jid);
    if (presence.probe) probe(user, change.jid);
  }
  return pushes;
}

export { add_item, deliver, forget_shown };
