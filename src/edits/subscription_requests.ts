import { presence, type Stanza } from "util.stanza";
import { type InTurn } from "../user_turns";
import { type AppliedChange, type Rosters } from "../rosters/rosters";
import { type BlockLists } from "./block_lists";
import { NICK } from "./edit_question";
import { has_request } from "./subscription_handshake";

/** Which requests a session has been shown; it ends with the session. */
export type ShownRequests = LuaTable<C2sSession, LuaSet<string>>;

/**
 * Shows each user who has asked to see them: each of their resources that is available, once.
 * @noSelf
 */
export interface Requests {
  /** A user's roster has changed. */
  on_change: (username: string, changes: AppliedChange[]) => void;
  /** A resource is about to be available. */
  on_available: (session: C2sSession) => void;
}

function new_shown_requests(): ShownRequests {
  return setmetatable(new LuaTable<C2sSession, LuaSet<string>>(), { __mode: "k" });
}

/** The presence that shows a request. */
function request_stanza(user: string, contact: string, item: RosterItem): Stanza {
  const stanza = presence({ type: "subscribe", from: contact, to: user });
  if (typeof item.request === "string") stanza.text_tag("status", item.request);
  if (item.nick !== undefined) stanza.text_tag("nick", item.nick, { xmlns: NICK });
  return stanza;
}

function new_requests(
  host: string,
  rosters: Rosters,
  block_lists: BlockLists,
  shown: ShownRequests,
  in_turn: InTurn,
): Requests {
  function shown_to(session: C2sSession): LuaSet<string> {
    let contacts = shown.get(session) as LuaSet<string> | undefined;
    if (contacts === undefined) {
      contacts = new LuaSet();
      shown.set(session, contacts);
    }
    return contacts;
  }

  function show(session: C2sSession, username: string, contact: string, item: RosterItem): void {
    in_turn(username, "Sending to a client", () => {
      const contacts = shown_to(session);
      if (contacts.has(contact) || block_lists.has_blocked(username, contact)) return;
      contacts.add(contact);
      session.send(request_stanza(`${username}@${host}`, contact, item));
    });
  }

  /** It is to be shown anew if it comes again. */
  function forget(session: C2sSession, username: string, contact: string): void {
    in_turn(username, "Sending to a client", () => {
      shown_to(session).delete(contact);
    });
  }

  return {
    on_change: (username, changes) => {
      const user = rosters.online(username);
      if (user === undefined) return;
      for (const { jid, before, after } of changes) {
        const is_request = has_request(after);
        const was_request = has_request(before);
        if (is_request || was_request) {
          for (const [, session] of user.sessions) {
            if (!is_request) forget(session, username, jid);
            else if (session.presence !== undefined) show(session, username, jid, after);
          }
        }
      }
    },

    on_available: (session) => {
      const username = session.username;
      const held = username === undefined ? undefined : rosters.get(username);
      if (username === undefined || held?.requests === undefined) return;
      const requests: [string, RosterItem][] = [];
      for (const [jid, item] of held.requests) {
        if (item.request !== undefined) requests.push([jid, item]);
      }
      for (const [jid, item] of requests) show(session, username, jid, item);
    },
  };
}

export { new_requests, new_shown_requests };
