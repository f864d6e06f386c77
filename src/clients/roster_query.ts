import * as id from "util.id";
import * as st from "util.stanza";
import { type AppliedChange, type Rosters } from "../rosters/rosters";

/**
 * Makes an element without the checks of `util.stanza`, which cost more than all else in answering a roster get: what is in a roster
 * was checked on its way in. It is made with all its fields at once, and `children` go into its own list, so that no table grows twice.
 */
function element(name: string, attr: st.Attributes, tags: st.Stanza[], children: (st.Stanza | string)[]): st.Stanza {
  const fields = { name, attr, tags };
  const list = fields as unknown as LuaTable<number, st.Stanza | string | undefined>;
  for (const position of $range(1, children.length)) list.set(position, children[position - 1]);
  return setmetatable(fields, st.stanza_mt) as unknown as st.Stanza;
}

const XMLNS_ROSTER = "jabber:iq:roster";

// Many contacts share a few groups, and so they do these.
const group_elements = setmetatable(new LuaTable<string, st.Stanza | undefined>(), { __mode: "v" });

function group_element(group: string): st.Stanza {
  let made = group_elements.get(group);
  if (made === undefined) {
    made = element("group", {}, [], [group]);
    group_elements.set(group, made);
  }
  return made;
}

/** The elements of an item's groups. */
function group_tags(groups: LuaSet<string>): st.Stanza[] {
  const [first] = next(groups);
  if (first === undefined) return [];
  if (next(groups, first)[0] === undefined) return [group_element(first as string)];
  const tags: st.Stanza[] = [];
  for (const group of groups) tags.push(group_element(group));
  return tags;
}

function item_element(jid: string, item: RosterItem): st.Stanza {
  const tags = group_tags(item.groups);
  const attr = {
    jid,
    subscription: item.subscription,
    name: item.name,
    ask: item.asked === true ? "subscribe" : item.ask,
  };
  return element("item", attr, tags, tags);
}

/** `<query/>` with a whole roster. */
function roster_query(roster: Roster, version: string): st.Stanza {
  const items: st.Stanza[] = [];
  for (const [jid, item] of roster) {
    if (jid !== false) items.push(item_element(jid, item));
  }
  return element("query", { xmlns: XMLNS_ROSTER, ver: version }, items, items);
}

/** A roster push (RFC 6121 2.1.6) of one change. Without `from`, or clients drop it. */
function roster_push(change: AppliedChange): st.Stanza {
  const jid = change.jid;
  const after = change.after;
  const version = change.version;
  const item =
    after === undefined || after.unlisted === true
      ? element("item", { jid, subscription: "remove" }, [], [])
      : item_element(jid, after);
  const query = [element("query", { xmlns: XMLNS_ROSTER, ver: version }, [item], [item])];
  return element("iq", { type: "set", id: id.short() }, query, query);
}

const XMLNS_VERSIONING = "urn:xmpp:features:rosterver";

/** The whole roster, or an empty result where the client's version of it is the same (RFC 6121 2.6). */
function roster_result(request: st.Stanza, roster: Roster, version: string): st.Stanza {
  if (request.tags[0]?.attr.ver === version) return st.reply(request);
  const attr = request.attr;
  const query = [roster_query(roster, version)];
  return element("iq", { type: "result", id: attr.id, to: attr.from, from: attr.to }, query, query);
}

/** Whoever asks for the roster of their own account: a client, or this host where a module asks in its name. */
interface Asker extends StanzaOrigin {
  interested?: boolean;
}

function has_contacts(roster: Roster): boolean {
  for (const [jid] of roster) {
    if (jid !== false) return true;
  }
  return false;
}

/** Answers a client's roster get; its roster set is refused, or for others to see to. */
function answer_roster_query(
  rosters: Rosters,
  event: { origin: Asker; stanza: st.Stanza },
  on_set?: (this: void, session: StanzaOrigin, stanza: st.Stanza) => void,
): true {
  const session = event.origin;
  const stanza = event.stanza;
  if (stanza.attr.type === "set") {
    if (on_set !== undefined) on_set(session, stanza);
    else session.send(st.error_reply(stanza, "cancel", "not-allowed", "Contacts are managed by the application"));
    return true;
  }
  session.interested = true;
  const username = session.username;
  const holding = username === undefined ? undefined : rosters.held_or_begun(username);
  // Where core has contacts of which nothing is known, only what differs from these will be pushed.
  const is_known = username !== undefined && rosters.get(username) !== undefined;
  if (holding === undefined || (!is_known && !has_contacts(holding.roster))) {
    session.send(
      st.error_reply(
        stanza,
        "wait",
        "internal-server-error",
        "Your contacts can't be loaded now; they will be sent later",
      ),
    );
  } else {
    session.send(roster_result(stanza, holding.roster, rosters.version(holding)));
  }
  return true;
}

const XMLNS_PREAPPROVAL = "urn:xmpp:features:pre-approval";

/** Takes back what core advertises and is not offered. */
function hide_preapproval(event: StreamFeaturesEvent): void {
  event.features.maptags((tag) => (tag.attr.xmlns === XMLNS_PREAPPROVAL ? undefined : tag));
}

const VERSIONING = element("ver", { xmlns: XMLNS_VERSIONING }, [], []);

/** Advertises roster versioning, unless mod_roster did. */
function advertise_versioning(event: StreamFeaturesEvent): void {
  const origin = event.origin;
  const features = event.features;
  if (origin.username === undefined || features.get_child("ver", XMLNS_VERSIONING) !== undefined) return;
  features.add_direct_child(VERSIONING);
}

export { advertise_versioning, answer_roster_query, element, hide_preapproval, roster_push, roster_query };
