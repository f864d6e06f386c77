import * as id from "util.id";
import * as jid from "util.jid";
import * as st from "util.stanza";
import * as time from "util.time";
import { read_patches, type Named } from "../api/request_body";
import { type Attempt } from "../attempt";
import { type InTurn } from "../user_turns";
import { type Backend } from "../backend/backend";
import { pause_after_failure } from "../backend/breaker";
import { type Reply } from "../backend/http_fetch";
import { new_wish, type Wish } from "../backend/queue";
import { type ExpectedUpdates } from "../clients/delivery";
import { LONG } from "../json/json_reader";
import { is_object, kind_of, quoted } from "../json/json_value";
import { dequeue, enqueue, first_of, length_of, new_line } from "../waiting_line";
import { type Arrivals, begin_reading, next_place } from "../rosters/arrival_order";
import { bare_jid, same_item } from "../rosters/contact";
import { item_of, type Rosters } from "../rosters/rosters";
import { type Act, type Breathe, in_slices } from "../time_slices";
import { type Fetches } from "../upkeep/fetches";
import { type Done } from "../upkeep/interest";
import { type Application } from "./sibling_hosts";
import { type BlockLists } from "./block_lists";
import {
  begin,
  type EditLanes,
  free_pair,
  is_next,
  join,
  type Laned,
  lanes_of_pair,
  leave,
  new_lanes,
  pair_of,
  put_off,
  remove_lanes,
  claim_pair,
} from "./edit_lanes";
import { has_request, is_seen, kinds_of_removal, takes_or_gives } from "./subscription_handshake";
import {
  type Question,
  read_roster_set,
  read_subscription,
  type StanzaError,
  subscription_kind,
  type SubscriptionKind,
  to_json,
} from "./edit_question";
import { type Subscriptions } from "./subscriptions";
import { read_verdict, type Verdict } from "./verdict";

/** Something that a user or a contact wants. */
export interface Edit extends Laned {
  question: Question;
  /** By which the backend knows it when it is asked again. */
  key: string;
  /** Monotonic seconds. */
  arrived_at: number;
  /** The place of that in the order of arrival, once the backend has been asked. */
  asked_at: number;
  /** How often asking has failed, and when to ask again (monotonic seconds). */
  failures: number;
  due_at: number;
  /** As it came, from and to bare JIDs; none of a roster set. */
  stanza?: st.Stanza;
  /** The client that is told how it ends, by an answer to `request`. */
  session?: StanzaOrigin;
  request?: st.Stanza;
  /** What the roster said when the backend was asked: the user's of the contact, and the contact's of the user if they are ours. */
  before?: RosterItem;
  other_before?: RosterItem;
  /** The backend is away: it waits until that is over. */
  is_parked?: boolean;
  /** Of the backend. */
  wish?: Wish;
}

/** What outlives a reload of the module; clients are told before it. */
export interface EditState {
  lanes: EditLanes<Edit>;
}

/** How many questions about what clients want are asked, wait in line, and are asked again later or once the backend is back. */
export interface EditWorkload {
  under_way: number;
  waiting: number;
  put_off: number;
}

/**
 * What clients want of their rosters, and contacts elsewhere of our users: the backend is asked, and what it says is carried out.
 * @noSelf
 */
export interface Edits {
  roster_set: (session: StanzaOrigin, stanza: st.Stanza) => void;
  /** A presence that one of our users sends; `true` where it is about a subscription. */
  on_outgoing: (event: StanzaEvent) => true | undefined;
  /** A presence that comes to one of our users. */
  on_incoming: (event: StanzaEvent) => true | undefined;
  /** The backend counts as away now. */
  on_away: () => void;
  /** The backend is there again. */
  on_back: () => void;
  drop_user: (username: string) => void;
  /** Goes on with what waits since before this copy of the module was loaded. */
  resume: () => void;
  /** Ends with the module; contacts' edits are kept over a reload. */
  stop: (is_reload: boolean) => void;
  workload: () => EditWorkload;
}

/**
 * Who hears of edits.
 * @noSelf
 */
export interface EditEvents {
  on_result: (this: void, result: string) => void;
  on_fault: (this: void, username: string, fault: string) => void;
  /** Acts once clients have been told what has changed in a user's roster. */
  once_told: (this: void, username: string, act: Done) => void;
  /** The backend may have acted: the roster is to be asked for again once it can be. */
  on_doubt: (this: void, username: string) => void;
  /** Sends a user's presence to a contact. */
  show_user: (this: void, username: string, contact: string) => void;
}

const DAY = 24 * 3600;
const SHORTEST_LOOK = 1;
const LONGEST_LOOK = 3;
const STORE_PATIENCE = 1;
const MOST_STARTED_AT_ONCE = 8;
const BLOCKING_ERRORS = "urn:xmpp:blocking:errors";

const TOO_MANY: StanzaError = { type: "wait", condition: "resource-constraint", text: "Too much waits to be decided" };
const UNDECIDED: StanzaError = {
  type: "wait",
  condition: "remote-server-timeout",
  text: "The application that manages contacts does not answer",
};

function new_edit_state(): EditState {
  return { lanes: new_lanes() };
}

/** Reads without others having their turn. */
function at_once(this: void, act?: Act, last = 1): void {
  if (act === undefined) return;
  for (const position of $range(1, last)) act(position);
}

function new_edits(
  host: string,
  backend: Backend,
  rosters: Rosters,
  fetches: Fetches,
  arrivals: Arrivals,
  expected: ExpectedUpdates,
  application: Application,
  block_lists: BlockLists,
  subscriptions: Subscriptions,
  state: EditState,
  attempt: Attempt,
  in_turn: InTurn,
  events: EditEvents,
): Edits {
  const lanes = state.lanes;
  let is_stopped = false;
  let looking: ModuleTimer | undefined;

  function tell(edit: Edit, answer: st.Stanza): void {
    if (edit.session !== undefined) attempt("Sending to a client", edit.session.send, answer);
  }

  /** A contact's stanza comes back to them: nobody has decided. */
  function return_to_sender(edit: Edit): void {
    if (edit.stanza === undefined) return;
    const answer = st.error_reply(edit.stanza, TOO_MANY.type, TOO_MANY.condition, TOO_MANY.text);
    in_turn(edit.username, "What handles presence", () => {
      module.send(answer);
    });
  }

  /** Whoever wants it is told that it has failed. */
  function tell_error(edit: Edit, { type: error_type, condition, text }: StanzaError): void {
    if (edit.is_contacts) return_to_sender(edit);
    else if (edit.request !== undefined) tell(edit, st.error_reply(edit.request, error_type, condition, text));
  }

  /** Lanes to be gone on with. */
  const to_start = new_line<string>();
  let is_starting = false;

  function start_next(): void {
    const key = dequeue(to_start);
    if (key !== undefined) attempt("An edit", start, key);
  }

  /**
   * Goes on with whatever waited for an edit's lane or its pair. Where that ends at once, as it does while the backend is away, what waited for it
   * comes after it and not within: Lua can't go that deep. Where it is much, others have their turn meanwhile.
   */
  function go_on(edit: Edit): void {
    for (const key of lanes_of_pair(edit, host)) enqueue(to_start, key);
    if (is_starting) return;
    is_starting = true;
    for (const _ of $range(1, MOST_STARTED_AT_ONCE)) start_next();
    if (length_of(to_start) === 0) {
      is_starting = false;
      return;
    }
    in_slices(
      (breathe) => {
        while (length_of(to_start) > 0) breathe(start_next);
      },
      () => {
        is_starting = false;
      },
    );
  }

  function finish(edit: Edit): void {
    if (edit.wish !== undefined) backend.withdraw(edit.wish);
    free_pair(lanes, edit);
    leave(lanes, edit);
    go_on(edit);
  }

  /** Shows a user's clients what a contact has said. */
  function show(to: string, contact: string, kinds: SubscriptionKind[], stanza: st.Stanza | undefined): void {
    const stanzas: st.Stanza[] = [];
    for (const kind of kinds) stanzas.push(stanza ?? st.presence({ type: kind, from: contact, to }));
    if (stanzas[0] !== undefined) application.show(to, contact, stanzas);
  }

  /** Shows what was agreed to the one to whom it was said, where it has changed anything there. */
  function show_agreed(edit: Edit): void {
    const question = edit.question;
    const username = edit.username;
    const contact = edit.contact;
    const stanza = edit.stanza;
    const action = question.action;
    const user = question.user;
    const to = edit.is_contacts ? user : contact;
    if (!application.is_ours(to)) return;
    const before = edit.is_contacts ? edit.before : edit.other_before;
    const after = edit.is_contacts ? item_of(rosters, username, contact) : application.held(contact, user);
    const by = edit.is_contacts ? contact : user;
    if (action === "remove") {
      show(to, by, kinds_of_removal(before, after), undefined);
    } else if (action !== "set" && action !== "subscribe") {
      const is_same = before === undefined || after === undefined ? before === after : same_item(before, after);
      if (!is_same) show(to, by, [action], stanza);
    }
  }

  /** The backend has agreed, and what it said is carried out. */
  function conclude(edit: Edit): void {
    const question = edit.question;
    const username = edit.username;
    const contact = edit.contact;
    const action = question.action;
    if (edit.is_contacts) {
      // Where the roster says so only now, they have been told.
      if (action === "subscribe" && is_seen(edit.before) && is_seen(item_of(rosters, username, contact))) {
        subscriptions.say(username, contact, "subscribed");
        events.show_user(username, contact);
      }
    } else if (action !== "set" && action !== "remove") {
      subscriptions.settle(username, contact);
    } else if (edit.request !== undefined) {
      tell(edit, st.reply(edit.request));
    }
    show_agreed(edit);
  }

  /** Acts once the last roster known of a user is held, if there is one; no store keeps that waiting for long. */
  function once_recalled(username: string, act: (this: void) => void): void {
    let is_over = false;
    const go = (): void => {
      if (is_over) return;
      is_over = true;
      act();
    };
    fetches.recall(username, go);
    if (!is_over) module.add_timer(STORE_PATIENCE, go);
  }

  /** What the roster will say by the backend's answer, or later, is said by these stanzas. */
  function prepare(edit: Edit): void {
    const question = edit.question;
    const username = edit.username;
    const contact = edit.contact;
    const stanza = edit.stanza;
    const action = question.action;
    if (action === "set" || action === "remove" || application.is_ours(contact)) return;
    if (!edit.is_contacts) {
      if (stanza !== undefined) subscriptions.owe(username, contact, action, stanza);
    } else if (takes_or_gives(action, edit.before)) {
      subscriptions.hear(username, contact, action);
    }
  }

  /** `true` where somebody has been told already how it ended, or the next copy of the module goes on with it. */
  function has_ended(edit: Edit): boolean {
    return is_stopped || !is_next(lanes, edit);
  }

  /** Carries out what the backend said of several users, then concludes. */
  function carry_out(edit: Edit, named: Named, place: number): void {
    const usernames = named.usernames;
    const values = named.values;
    prepare(edit);
    for (const username of usernames) expected.expect(username);
    once_recalled(edit.username, () => {
      for (const [position, username] of ipairs(usernames)) {
        let is_done = false;
        const done = (): void => {
          if (is_done) return;
          is_done = true;
          events.once_told(username, () => {
            expected.arrived(username);
          });
        };
        const value = values[position - 1];
        const is_carried_out =
          value !== undefined &&
          attempt("An edit", () => {
            fetches.patch(username, place, value, done, undefined, edit.asked_at);
          });
        if (!is_carried_out) done();
      }
      fetches.end_reading(place);
      events.once_told(edit.username, () => {
        if (has_ended(edit)) return;
        attempt("An edit", conclude, edit);
        finish(edit);
      });
    });
  }

  /** Of what the backend said, what can be carried out; or what is wrong with it. */
  function read_changes(body: string, breathe: Breathe): LuaMultiReturn<[Named] | [undefined, problem: string]> {
    const [named, problem] = read_patches(body, host, breathe);
    if (named === undefined) return $multi(undefined, problem);
    for (const [position, value] of ipairs(named.values)) {
      if (!is_object(value)) {
        const username = named.usernames[position - 1] ?? "";
        return $multi(undefined, `what it says of ${username} is ${kind_of(value)}, expected an object of contacts`);
      }
    }
    return $multi(named);
  }

  function fail(edit: Edit, problem: string, retry_after?: number): void {
    events.on_result("failed");
    if (edit.is_contacts) {
      free_pair(lanes, edit);
      put_off(lanes, edit);
      edit.failures++;
      wait(edit, pause_after_failure(edit.failures, math.random(), retry_after));
      go_on(edit);
      return;
    }
    module.log("debug", "Nobody has decided what %s wants of %s: %s", edit.username, edit.contact, problem);
    tell_error(edit, UNDECIDED);
    rosters.note_notice(edit.username, next_place(arrivals));
    events.on_doubt(edit.username);
    finish(edit);
  }

  function refuse(edit: Edit, refusal: StanzaError): void {
    events.on_result("refused");
    if (!edit.is_contacts) tell_error(edit, refusal);
    else if (edit.question.action === "subscribe") subscriptions.say(edit.username, edit.contact, "unsubscribed");
    finish(edit);
  }

  function agree(edit: Edit, body: string): void {
    const place = begin_reading(arrivals);
    const act = (breathe: Breathe): void => {
      const [named, problem] = read_changes(body, breathe);
      breathe(() => {
        if (has_ended(edit)) {
          fetches.end_reading(place);
          return;
        }
        if (named === undefined) {
          fetches.end_reading(place);
          fail(edit, `backend's answer can't be used: ${problem}`);
          return;
        }
        events.on_result("agreed");
        for (const [name, fault] of named.wrong) events.on_fault(edit.username, `${quoted(name)}: ${fault}`);
        carry_out(edit, named, place);
      });
    };
    if (body.length <= LONG) {
      act(at_once);
      return;
    }
    in_slices(act, (problem) => {
      if (problem === undefined) return;
      fetches.end_reading(place);
      if (has_ended(edit)) return;
      tell_error(edit, UNDECIDED);
      finish(edit);
    });
  }

  function on_verdict(edit: Edit, verdict: Verdict): void {
    if (verdict.kind === "agreed") agree(edit, verdict.body ?? "{}");
    else if (verdict.kind === "refused") refuse(edit, verdict.error);
    else fail(edit, verdict.problem, verdict.retry_after);
  }

  function ask(edit: Edit): void {
    const question = edit.question;
    const username = edit.username;
    const contact = edit.contact;
    edit.before = item_of(rosters, username, contact);
    edit.other_before = application.held(contact, question.user);
    const done = (reply: Reply): void => {
      if (has_ended(edit)) return;
      const verdict = read_verdict(reply, question.from ?? "user", time.now());
      if (attempt("An edit", on_verdict, edit, verdict)) return;
      tell_error(edit, UNDECIDED);
      finish(edit);
    };
    const wish = new_wish(username, edit.is_contacts ? "contact" : "edit", time.monotonic());
    wish.question = { body: to_json(question), key: edit.key, done };
    edit.wish = wish;
    edit.asked_at = next_place(arrivals);
    const refused = backend.ask(wish);
    if (refused !== undefined) done({ problem: refused.problem });
  }

  /** Asks about a contact's edit, once the user's roster is known; nothing about users whom the backend does not know. */
  function ask_for_contact(edit: Edit): void {
    const question = edit.question;
    const username = edit.username;
    const contact = edit.contact;
    if (has_ended(edit)) return;
    if (fetches.is_unknown(username)) {
      if (question.action === "subscribe") subscriptions.say(username, contact, "unsubscribed");
      finish(edit);
    } else if (rosters.get(username) === undefined) {
      put_off(lanes, edit);
      edit.failures++;
      wait(edit, pause_after_failure(edit.failures, math.random()));
    } else if (question.action === "subscribe" && has_request(item_of(rosters, username, contact))) {
      finish(edit);
    } else if (backend.is_away()) {
      put_off(lanes, edit);
      park(edit);
    } else if (claim_pair(lanes, edit)) {
      ask(edit);
    } else {
      put_off(lanes, edit);
    }
  }

  function begin_for_contact(edit: Edit): void {
    if (time.monotonic() - edit.arrived_at > DAY) {
      return_to_sender(edit);
      finish(edit);
      return;
    }
    if (rosters.get(edit.username) !== undefined) {
      ask_for_contact(edit);
      return;
    }
    once_recalled(edit.username, () => {
      if (rosters.get(edit.username) !== undefined) ask_for_contact(edit);
      else if (backend.is_away()) {
        put_off(lanes, edit);
        park(edit);
      } else {
        fetches.need(edit.username, () => {
          ask_for_contact(edit);
        });
      }
    });
  }

  /** Sees to the next edit of a lane, if none is being seen to. */
  function start(this: void, key: string): void {
    if (is_stopped) return;
    const edit = begin(lanes, key);
    if (edit === undefined) return;
    if (edit.is_contacts) {
      if (edit.is_parked === true || edit.due_at > time.monotonic()) put_off(lanes, edit);
      else begin_for_contact(edit);
    } else if (claim_pair(lanes, edit)) {
      ask(edit);
    } else {
      put_off(lanes, edit);
    }
  }

  /** Sees to a contact's edit again after some seconds. */
  function wait(edit: Edit, seconds: number): void {
    edit.due_at = time.monotonic() + seconds;
    module.add_timer(seconds, () => {
      edit.due_at = 0;
      go_on(edit);
    });
  }

  const parked = new LuaSet<Edit>();

  /** While the backend is away, a contact's edit waits; where nobody else does, its user's roster is asked for to learn whether it is back. */
  function park(edit: Edit): void {
    edit.is_parked = true;
    parked.add(edit);
    look();
  }

  /** Somebody of whom a contact wants something: not the same each time, at whom the backend may stumble. */
  function wanted_by_contact(): string | undefined {
    let found: string | undefined;
    let count = 0;
    for (const [username] of lanes.of_contacts) {
      count++;
      if (math.random() * count < 1) found = username;
    }
    return found;
  }

  function look(): void {
    if (looking !== undefined || lanes.contacts === 0) return;
    if (!backend.is_away()) {
      unpark_all();
      return;
    }
    const now = time.monotonic();
    const over: Edit[] = [];
    for (const edit of parked) {
      if (now - edit.arrived_at > DAY) over.push(edit);
    }
    for (const edit of over) unpark(edit);
    const username = wanted_by_contact();
    if (username !== undefined && !fetches.is_anyone_behind()) fetches.ask_whether_back(username);
    looking = module.add_timer(SHORTEST_LOOK + (LONGEST_LOOK - SHORTEST_LOOK) * math.random(), () => {
      looking = undefined;
      look();
    });
  }

  function unpark(edit: Edit): void {
    parked.delete(edit);
    edit.is_parked = undefined;
    go_on(edit);
  }

  function unpark_all(): void {
    const all: Edit[] = [];
    for (const edit of parked) all.push(edit);
    for (const edit of all) unpark(edit);
  }

  /** Takes in what somebody wants. */
  function receive(
    question: Question,
    is_contacts: boolean,
    stanza?: st.Stanza,
    session?: StanzaOrigin,
    request?: st.Stanza,
  ): void {
    const [username] = jid.split(question.user);
    if (username === undefined) return;
    const contact = question.contact;
    const edit: Edit = {
      username,
      contact,
      pair: pair_of(question.user, contact),
      holds_pair: false,
      is_contacts,
      question,
      key: id.long(),
      arrived_at: time.monotonic(),
      asked_at: 0,
      failures: 0,
      due_at: 0,
      stanza,
      session,
      request,
    };
    if (join(lanes, edit)) go_on(edit);
    else tell_error(edit, TOO_MANY);
  }

  /** A copy of a presence, from and to bare JIDs: Prosody goes on with the original. */
  function bare_copy(stanza: st.Stanza, from: string, to: string): st.Stanza {
    const copy = st.clone(stanza);
    copy.attr.from = from;
    copy.attr.to = to;
    return copy;
  }

  return {
    roster_set: (session, stanza) => {
      const username = session.username ?? "";
      const [question, problem] = read_roster_set(stanza.tags[0], `${username}@${host}`);
      if (question !== undefined) {
        in_turn(username, "An edit", () => {
          receive(question, false, undefined, session, stanza);
        });
      } else session.send(st.error_reply(stanza, problem.type, problem.condition, problem.text));
    },

    on_outgoing: ({ origin, stanza }) => {
      const action = subscription_kind(stanza);
      if (action === undefined) return undefined;
      const username = origin.username;
      // Core has something to say in place of its users: that is ours to decide.
      if (username === undefined || origin.type !== "c2s") return true;
      const user = `${username}@${host}`;
      const contact = bare_jid(stanza.attr.to ?? "");
      const request = st.clone(stanza);
      request.attr.from = origin.full_jid;
      if (contact === undefined) {
        origin.send(st.error_reply(request, "modify", "jid-malformed"));
      } else if (contact === user) {
        origin.send(st.error_reply(request, "cancel", "not-allowed", "Nobody is a contact of their own"));
      } else {
        const copy = bare_copy(stanza, user, contact);
        in_turn(username, "An edit", () => {
          if (block_lists.has_blocked(username, contact)) {
            const answer = st.error_reply(request, "cancel", "not-acceptable", "You have blocked this contact");
            origin.send(answer.tag("blocked", { xmlns: BLOCKING_ERRORS }));
          } else {
            receive(read_subscription(copy, action, user, contact, "user"), false, copy, origin, request);
          }
        });
      }
      return true;
    },

    on_incoming: ({ stanza }) => {
      const from = bare_jid(stanza.attr.from ?? "");
      const [username] = jid.split(stanza.attr.to);
      if (from === undefined || username === undefined)
        return subscription_kind(stanza) === undefined ? undefined : true;
      if (stanza.attr.type === "error") {
        subscriptions.on_error(username, from);
        return undefined;
      }
      const action = subscription_kind(stanza);
      if (action === undefined) return undefined;
      // Between ours no stanza travels.
      if (application.is_ours(from)) return true;
      const user = `${username}@${host}`;
      if (action === "subscribe" && has_request(item_of(rosters, username, from))) return true;
      const copy = bare_copy(stanza, from, user);
      receive(read_subscription(copy, action, user, from, "contact"), true, copy);
      return true;
    },

    on_away: look,
    on_back: unpark_all,

    drop_user: (username) => {
      const all = remove_lanes(lanes, (one) => one.username === username);
      for (const edit of all) {
        parked.delete(edit);
        if (edit.wish !== undefined) backend.withdraw(edit.wish);
        tell_error(edit, UNDECIDED);
      }
      for (const edit of all) go_on(edit);
    },

    resume: () => {
      const keys: string[] = [];
      for (const [key, lane] of lanes.lanes) {
        lane.is_busy = false;
        keys.push(key);
      }
      for (const key of keys) {
        const edit = begin(lanes, key);
        if (edit !== undefined) {
          put_off(lanes, edit);
          edit.is_parked = undefined;
          wait(edit, math.max(0, edit.due_at - time.monotonic()));
        }
      }
    },

    stop: (is_reload) => {
      is_stopped = true;
      if (looking !== undefined) looking.stop();
      for (const edit of remove_lanes(lanes, (one) => !is_reload || !one.is_contacts)) {
        if (edit.wish !== undefined) backend.withdraw(edit.wish);
        tell_error(edit, UNDECIDED);
        if (!edit.is_contacts) rosters.note_notice(edit.username, next_place(arrivals));
      }
      // What is left is asked again by the next copy of the module, by the same keys.
      for (const [, lane] of lanes.lanes) {
        const first = first_of(lane.edits);
        if (first !== undefined) {
          free_pair(lanes, first);
          if (first.wish !== undefined) backend.withdraw(first.wish);
        }
      }
    },

    workload: () => {
      const load = { under_way: 0, waiting: 0, put_off: 0 };
      for (const [, lane] of lanes.lanes) {
        const first = first_of(lane.edits);
        const is_put_off =
          !lane.is_busy && first?.is_contacts === true && (first.is_parked === true || first.due_at > 0);
        if (is_put_off) load.put_off += length_of(lane.edits);
        else load.waiting += length_of(lane.edits);
        if (lane.is_busy) {
          load.waiting--;
          load.under_way++;
        }
      }
      return load;
    },
  };
}

export { new_edit_state, new_edits };
