import * as id from "util.id";
import type * as st from "util.stanza";
import { element } from "./element";
import { type AppliedChange } from "../rosters/rosters";

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
  const attr = { jid, subscription: item.subscription, name: item.name, ask: item.ask };
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
  const { jid, after, version } = change;
  const item =
    after === undefined ? element("item", { jid, subscription: "remove" }, [], []) : item_element(jid, after);
  const query = [element("query", { xmlns: XMLNS_ROSTER, ver: version }, [item], [item])];
  return element("iq", { type: "set", id: id.short() }, query, query);
}

export { roster_push, roster_query };
