import * as jid from "util.jid";
import { type Stanza } from "util.stanza";

/**
 * What a host of this server offers to the others of its application.
 * @noSelf
 */
interface Member {
  edit_url: string;
  /** What is held of a contact in the roster of one of its users, and whether a roster is held. */
  held: (username: string, contact: string) => RosterItem | undefined;
  /** Shows stanzas of a contact to a user's clients. */
  show: (username: string, contact: string, stanzas: Stanza[]) => void;
}

/**
 * The hosts of this server that ask the same application.
 * @noSelf
 */
export interface Application {
  /** `true` for the bare JID of a user of these; everyone else is elsewhere. */
  is_ours: (bare_jid: string) => boolean;
  /** What one of ours has of a contact in the roster. */
  held: (bare_jid: string, contact: string) => RosterItem | undefined;
  show: (bare_jid: string, contact: string, stanzas: Stanza[]) => void;
  leave: () => void;
}

/** Joins the hosts that ask at the same URL; it is compared before names are put in. */
function join_application(host: string, member: Member): Application {
  const members = module.shared("/*/http_roster_admin/applications") as LuaMap<string, Member>;
  members.set(host, member);

  function member_of(bare_jid: string): LuaMultiReturn<[username: string, Member] | [undefined]> {
    const [username, its_host] = jid.split(bare_jid);
    const found = its_host === undefined ? undefined : members.get(its_host);
    if (username === undefined || found?.edit_url !== member.edit_url) return $multi(undefined);
    return $multi(username, found);
  }

  return {
    is_ours: (bare_jid) => member_of(bare_jid)[0] !== undefined,

    held: (bare_jid, contact) => {
      const [username, found] = member_of(bare_jid);
      return username === undefined ? undefined : found.held(username, contact);
    },

    show: (bare_jid, contact, stanzas) => {
      const [username, found] = member_of(bare_jid);
      if (username !== undefined) found.show(username, contact, stanzas);
    },

    leave: () => {
      if (members.get(host) === member) members.delete(host);
    },
  };
}

export { join_application };
