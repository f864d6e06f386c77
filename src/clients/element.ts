import * as st from "util.stanza";

/**
 * Makes an element without the checks of `util.stanza`, which cost more than all else in answering a roster get: what is in a roster
 * was checked on its way in. It is made with all its fields at once, and `children` go into its own list, so that no table grows twice.
 */
function element(name: string, attr: st.Attributes, tags: st.Stanza[], children: (st.Stanza | string)[]): st.Stanza {
  const fields = { name, attr, tags };
  const list = fields as unknown as LuaTable<number, st.Stanza | string>;
  for (const [position, child] of ipairs(children)) list.set(position, child);
  return setmetatable(fields, st.stanza_mt) as unknown as st.Stanza;
}

export { element };
