import * as jid from "util.jid";
import * as st from "util.stanza";
import { type InTurn } from "../user_turns";
import { type Holding, type Rosters } from "../rosters/rosters";
import { type Fetches } from "../upkeep/fetches";
import { is_seen_by } from "./presence_rules";

const SUBSCRIPTION_TYPES = new LuaSet<string>();
for (const presence_type of ["subscribe", "subscribed", "unsubscribe", "unsubscribed"])
  SUBSCRIPTION_TYPES.add(presence_type);

/** Drops subscription stanzas: the backend alone says who is whose contact. */
function drop_subscription(event: StanzaEvent): true | undefined {
  const presence_type = event.stanza.attr.type;
  return presence_type !== undefined && SUBSCRIPTION_TYPES.has(presence_type) ? true : undefined;
}

/** Says to somebody who may not see a user that they may not, if that is to be said. */
export type Decline = (this: void, username: string, prober: string, held: Holding) => void;

/** `true` where somebody, given by bare JID, may see the user. */
function may_see(held: Holding, prober: string): boolean {
  const item = held.roster.get(prober);
  return item !== undefined && is_seen_by(item.subscription);
}

/**
 * Answers for a user who is offline, once their roster has come. The prober has not waited; the user may have come online meanwhile.
 */
function answer_later(
  host_session: HostSession,
  rosters: Rosters,
  username: string,
  from: string,
  decline: Decline | undefined,
): void {
  const bare_jid = `${username}@${host_session.host}`;
  if (rosters.online(username) !== undefined) {
    prosody.core_post_stanza(host_session, st.presence({ type: "probe", from, to: bare_jid }));
    return;
  }
  const held = rosters.get(username);
  if (held === undefined) return;
  const prober = jid.bare(from);
  if (prober === undefined) return;
  if (decline !== undefined && !may_see(held, prober)) {
    decline(username, prober, held);
  } else if (may_see(held, prober)) {
    prosody.core_post_stanza(host_session, st.presence({ type: "unavailable", from: bare_jid, to: from }), true);
  } else if (held.from_backend) {
    prosody.core_post_stanza(host_session, st.presence({ type: "unsubscribed", from: bare_jid, to: prober }), true);
  }
}

/**
 * Takes over a probe for a user of this host where core would answer from a roster that nobody has yet: the sender does not wait,
 * and nobody is told `unsubscribed` because the backend is slow or away.
 */
function hold_probe(
  host_session: HostSession,
  rosters: Rosters,
  fetches: Fetches,
  in_turn: InTurn,
  event: StanzaEvent,
  decline: Decline | undefined,
): true | undefined {
  const { from, to, type: presence_type } = event.stanza.attr;
  if (presence_type !== "probe" || from === undefined) return undefined;
  const [username] = jid.split(to);
  if (username === undefined) return undefined;
  if (rosters.online(username) !== undefined) {
    const held = rosters.get(username);
    if (held === undefined) return true;
    const bare = jid.bare(from);
    if (decline === undefined || bare === undefined || may_see(held, bare)) return undefined;
    decline(username, bare, held);
    return true;
  }

  // Of a prober who is online here, core looks into the prober's own roster: a login asks the backend nothing about contacts.
  const [prober, prober_host] = jid.split(from);
  if (prober !== undefined && prober_host === host_session.host && rosters.online(prober) !== undefined) {
    return rosters.get(prober) === undefined ? true : undefined;
  }
  fetches.need(username, () => {
    in_turn(username, "What handles presence", () => {
      answer_later(host_session, rosters, username, from, decline);
    });
  });
  return true;
}

export { drop_subscription, hold_probe };
