import * as cache from "util.cache";
import * as st from "util.stanza";
import * as time from "util.time";
import { type InTurn } from "../user_turns";
import { type AppliedChange, item_of, type Rosters } from "../rosters/rosters";
import { type Application } from "./sibling_hosts";
import { type BlockLists } from "./block_lists";
import { echo_of, kinds_to_say, opposite, stands } from "./subscription_handshake";
import { type SubscriptionKind } from "./edit_question";

/** A user's own stanzas to a contact that go out once the roster says what they say. */
type Owed = LuaMap<SubscriptionKind, st.Stanza>;

/** What outlives a reload of the module. */
export interface SubscriptionState {
  /** By user, then by contact. */
  owed: LuaMap<string, LuaMap<string, Owed>>;
  /** What is not said to a contact since it would answer theirs: by user, contact and kind. */
  unsaid: cache.Cache<string, true>;
  /** When a contact was last asked to be seen (monotonic seconds): by user and contact. */
  asked_at: cache.Cache<string, number>;
}

/**
 * What contacts elsewhere are told of what the roster says of them (RFC 6121 3).
 * @noSelf
 */
export interface Subscriptions {
  /** A roster that was known has changed: called before anyone else is told. */
  on_change: (username: string, changes: AppliedChange[]) => void;
  /** The backend has agreed to a user's stanza: it goes out once the roster says the same. */
  owe: (username: string, contact: string, kind: SubscriptionKind, stanza: st.Stanza) => void;
  /** Sends what is owed to a contact and stands by now. */
  settle: (username: string, contact: string) => void;
  /** The backend has agreed to a contact's own stanza, which is not answered in kind. */
  hear: (username: string, contact: string, kind: SubscriptionKind) => void;
  /** Says something to a contact. */
  say: (username: string, contact: string, kind: SubscriptionKind) => void;
  /** A user's first resource is about to be available: whom they have asked may have lost that. */
  ask_again: (username: string) => void;
  /** Something has come back from a contact. */
  on_error: (username: string, contact: string) => void;
  on_offline: (username: string) => void;
}

const MOST_REMEMBERED = 10000;
const ASKED_FOR = 24 * 3600;

function new_subscription_state(): SubscriptionState {
  return { owed: new LuaMap(), unsaid: cache.new(MOST_REMEMBERED), asked_at: cache.new(MOST_REMEMBERED) };
}

function new_subscriptions(
  host: string,
  rosters: Rosters,
  application: Application,
  block_lists: BlockLists,
  state: SubscriptionState,
  in_turn: InTurn,
): Subscriptions {
  const owed = state.owed;
  const unsaid = state.unsaid;
  const asked_at = state.asked_at;

  function send(username: string, contact: string, kind: SubscriptionKind, stanza: st.Stanza): void {
    in_turn(username, "What handles presence", () => {
      if (block_lists.has_blocked(username, contact)) return;
      // Before it is sent: it may come back before that returns.
      if (kind === "subscribe") asked_at.set(`${username} ${contact}`, time.monotonic());
      else if (kind === "unsubscribe") asked_at.set(`${username} ${contact}`, undefined);
      module.send(stanza);
    });
  }

  function say(username: string, contact: string, kind: SubscriptionKind): void {
    send(username, contact, kind, st.presence({ type: kind, from: `${username}@${host}`, to: contact }));
  }

  /** What the user has said to a contact and is owed; that is taken out. */
  function claim_owed(username: string, contact: string, kind: SubscriptionKind): st.Stanza | undefined {
    const of_user = owed.get(username);
    const of_contact = of_user?.get(contact);
    const stanza = of_contact?.get(kind);
    if (of_user === undefined || of_contact === undefined || stanza === undefined) return undefined;
    of_contact.delete(kind);
    if (next(of_contact)[0] === undefined) of_user.delete(contact);
    if (next(of_user)[0] === undefined) owed.delete(username);
    return stanza;
  }

  /** Sends what is owed to a contact and stands, but for those kinds. */
  function settle_but(username: string, contact: string, item: RosterItem | undefined): void {
    const of_contact = owed.get(username)?.get(contact);
    if (of_contact === undefined) return;
    for (const kind of ["subscribed", "subscribe", "unsubscribed", "unsubscribe"] as const) {
      if (of_contact.has(kind) && stands(kind, item)) {
        const stanza = claim_owed(username, contact, kind);
        if (stanza !== undefined) send(username, contact, kind, stanza);
      }
    }
  }

  return {
    say,

    on_change: (username, changes) => {
      for (const { jid: contact, before, after } of changes) {
        const kinds = kinds_to_say(before, after);
        if ((kinds[0] !== undefined || owed.has(username)) && !application.is_ours(contact)) {
          for (const kind of kinds) {
            const key = `${username} ${contact} ${kind}`;
            const own = claim_owed(username, contact, kind);
            if (own !== undefined) send(username, contact, kind, own);
            else if (unsaid.get(key) === undefined) say(username, contact, kind);
            unsaid.set(key, undefined);
            unsaid.set(`${username} ${contact} ${opposite(kind)}`, undefined);
          }
          settle_but(username, contact, after);
        }
      }
    },

    owe: (username, contact, kind, stanza) => {
      let of_user = owed.get(username);
      if (of_user === undefined) {
        of_user = new LuaMap();
        owed.set(username, of_user);
      }
      let of_contact = of_user.get(contact);
      if (of_contact === undefined) {
        of_contact = new LuaMap();
        of_user.set(contact, of_contact);
      }
      of_contact.delete(opposite(kind));
      of_contact.set(kind, stanza);
    },

    settle: (username, contact) => {
      settle_but(username, contact, item_of(rosters, username, contact));
      // Who has left is owed nothing any more.
      if (rosters.online(username) === undefined) owed.delete(username);
    },

    hear: (username, contact, kind) => {
      const echo = echo_of(kind);
      if (echo !== undefined) unsaid.set(`${username} ${contact} ${echo}`, true);
      const undone = echo_of(opposite(kind));
      if (undone !== undefined) unsaid.set(`${username} ${contact} ${undone}`, undefined);
    },

    ask_again: (username) => {
      const held = rosters.get(username);
      if (held === undefined) return;
      const since = time.monotonic() - ASKED_FOR;
      const contacts: string[] = [];
      for (const [jid, item] of held.roster) {
        if (jid !== false && item.asked === true) contacts.push(jid);
      }
      for (const contact of contacts) {
        const is_due = (asked_at.get(`${username} ${contact}`) ?? -math.huge) < since;
        if (is_due && !application.is_ours(contact)) say(username, contact, "subscribe");
      }
    },

    on_error: (username, contact) => {
      asked_at.set(`${username} ${contact}`, undefined);
    },

    on_offline: (username) => {
      owed.delete(username);
    },
  };
}

export { new_subscription_state, new_subscriptions };
