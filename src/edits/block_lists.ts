import * as jid from "util.jid";
import { type Attempt } from "../attempt";

/**
 * Whom users have blocked (XEP-0191), as mod_blocklist has stored it, which tells nobody.
 * @noSelf
 */
export interface BlockLists {
  /** `true` where a user has blocked somebody, given by bare JID. */
  has_blocked: (username: string, contact: string) => boolean;
}

function new_block_lists(host_session: HostSession, attempt: Attempt): BlockLists {
  const [store] = module.open_store<LuaMap<string, unknown>, "keyval">("blocklist", "keyval");
  return {
    has_blocked: (username, contact) => {
      if (store === undefined || !host_session.modules.has("blocklist")) return false;
      let is_blocked = false;
      attempt("Reading a block list", () => {
        const [list, problem] = store.get(username);
        if (type(list) === "table") {
          const blocked = list as LuaMap<string, unknown>;
          const host = jid.host(contact);
          is_blocked = blocked.has(contact) || (host !== undefined && blocked.has(host));
        } else if (problem !== undefined) {
          error(tostring(problem), 0);
        }
      });
      return is_blocked;
    },
  };
}

export { new_block_lists };
