import * as rostermanager from "core.rostermanager";
import { assert_type } from "./assert_type";

const [roster, problem] = rostermanager.load_roster("john", "example.com");
assert_type<unknown>()(problem);

assert_type<RosterItem | undefined>()(roster.get("marie@example.com"));
assert_type<RosterMetadata | undefined>()(roster.get(false));
// @ts-expect-error: false is the only key besides JIDs
roster.get(true);

for (const [jid, item] of roster) {
  // @ts-expect-error: may be the metadata
  module.log("debug", "%s", item.subscription);
  if (jid === false) {
    assert_type<RosterMetadata>()(item);
    continue;
  }
  assert_type<string>()(jid);
  assert_type<RosterItem>()(item);
  for (const group of item.groups) assert_type<string>()(group);
}

roster.set("marie@example.com", { subscription: "both", groups: new LuaSet() });
// @ts-expect-error: core iterates the groups unchecked
roster.set("marie@example.com", { subscription: "both" });
// @ts-expect-error: a set, not a list
roster.set("marie@example.com", { subscription: "both", groups: ["Friends"] });
// @ts-expect-error: no such subscription
roster.set("marie@example.com", { subscription: "remove", groups: new LuaSet() });
// @ts-expect-error: metadata
roster.set(false, { subscription: "both", groups: new LuaSet() });
roster.set(false, { version: 1, pending: new LuaMap() });
// @ts-expect-error: save_roster would throw
roster.set(false, { version: "one", pending: new LuaMap() });
roster.delete("marie@example.com");
