/**
 * What is there where `http_roster_edit_url` is set; this folder is for contact lists delegated both ways: what clients and contacts
 * elsewhere want is asked, decided by the application, carried out, and said to contacts. It imports from all below it, of upkeep types
 * alone; only the wiring, and admin for types, imports from it.
 */
import type * as st from "util.stanza";
import { type Attempt } from "../attempt";
import { type InTurn } from "../user_turns";
import { type Backend } from "../backend/backend";
import { type ExpectedUpdates, type Post, show } from "../clients/delivery";
import { type Decline } from "../clients/presence_gate";
import { type Arrivals } from "../rosters/arrival_order";
import { held_of } from "../rosters/contact";
import { type AppliedChange, item_of, type Rosters } from "../rosters/rosters";
import { type Fetches } from "../upkeep/fetches";
import { join_application } from "./sibling_hosts";
import { new_block_lists } from "./block_lists";
import { type EditEvents, type Edits, type EditState, new_edits } from "./edits";
import { new_requests, type ShownRequests } from "./subscription_requests";
import { has_request } from "./subscription_handshake";
import { new_subscriptions, type SubscriptionState } from "./subscriptions";

/** @noSelf */
export interface Delegation {
  edits: Edits;
  /** A roster that was known has changed, and nobody has been told. */
  on_change: (username: string, changes: AppliedChange[]) => void;
  /** A roster has changed, and clients have been told. */
  on_changed: (username: string, changes: AppliedChange[]) => void;
  /** A resource is about to be available for the first time. */
  on_available: (session: C2sSession) => void;
  on_offline: (username: string) => void;
  decline: Decline;
  /** Ends with the module. */
  stop: (is_reload: boolean) => void;
}

function new_delegation(
  host_session: HostSession,
  edit_url: string,
  backend: Backend,
  rosters: Rosters,
  fetches: Fetches,
  arrivals: Arrivals,
  expected: ExpectedUpdates,
  edit_state: EditState,
  subscription_state: SubscriptionState,
  shown_requests: ShownRequests,
  attempt: Attempt,
  in_turn: InTurn,
  post: Post,
  events: Omit<EditEvents, "show_user">,
): Delegation {
  const host = host_session.host;
  const block_lists = new_block_lists(host_session, attempt);

  /** Shows stanzas of a contact to those clients of a user who keep a contact list. */
  function show_stanzas(username: string, contact: string, stanzas: st.Stanza[]): void {
    const user = rosters.online(username);
    if (user === undefined || block_lists.has_blocked(username, contact)) return;
    for (const stanza of stanzas) {
      for (const [, session] of user.sessions) {
        if (session.interested === true) attempt("Sending to a client", session.send, stanza);
      }
    }
  }

  const application = join_application(host, {
    edit_url,
    held: (username, contact) => item_of(rosters, username, contact),
    show: (username, contact, stanzas) => {
      in_turn(username, "Sending to a client", () => {
        show_stanzas(username, contact, stanzas);
      });
    },
  });
  const subscriptions = new_subscriptions(host, rosters, application, block_lists, subscription_state, in_turn);
  const requests = new_requests(host, rosters, block_lists, shown_requests, in_turn);
  const edits = new_edits(
    host,
    backend,
    rosters,
    fetches,
    arrivals,
    expected,
    application,
    block_lists,
    subscriptions,
    edit_state,
    attempt,
    in_turn,
    {
      on_result: events.on_result,
      on_fault: events.on_fault,
      once_told: events.once_told,
      on_doubt: events.on_doubt,
      show_user: (username, contact) => {
        const user = rosters.online(username);
        if (user !== undefined) show(post, username, user, contact);
      },
    },
  );

  return {
    edits,
    on_change: subscriptions.on_change,
    on_changed: requests.on_change,
    on_offline: subscriptions.on_offline,

    on_available: (session) => {
      requests.on_available(session);
      const username = session.username;
      const user = username === undefined ? undefined : rosters.online(username);
      if (username === undefined || user === undefined) return;
      for (const [, other] of user.sessions) {
        if (other !== session && other.presence !== undefined) return;
      }
      subscriptions.ask_again(username);
    },

    decline: (username, prober, held) => {
      const is_asking = has_request(held_of(held, prober));
      if (!held.from_backend || is_asking || application.is_ours(prober)) return;
      subscriptions.say(username, prober, "unsubscribed");
    },

    stop: (is_reload) => {
      edits.stop(is_reload);
      application.leave();
    },
  };
}

export { new_delegation };
