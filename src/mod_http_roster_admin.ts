import * as timer from "util.timer";
import { run_command } from "./admin/check_command";
import { guard_log, new_log } from "./admin/module_log";
import { follow_configuration, refuse_wrong_options } from "./admin/new_options";
import { offer_shell_commands } from "./admin/shell_commands";
import { new_statistics } from "./admin/statistics";
import { new_status } from "./admin/status";
import { serve } from "./api/http_api";
import { new_attempt } from "./attempt";
import { type Backend, new_backend } from "./backend/backend";
import { ask_soon } from "./backend/breaker";
import { before_bind, core_cache, on_roster_load } from "./clients/core_rosters";
import { new_deliveries, new_expected_updates, new_post } from "./clients/delivery";
import { drop_subscription, hold_probe } from "./clients/presence_gate";
import { advertise_versioning, answer_roster_query, hide_preapproval } from "./clients/roster_query";
import { new_delegation } from "./edits/delegation";
import { configuration_problems } from "./configuration";
import { type JsonValue } from "./json/json_value";
import { next_place } from "./rosters/arrival_order";
import { read_requests } from "./rosters/contact";
import { new_knowledge } from "./rosters/knowledge";
import { new_last_known, open_store } from "./rosters/last_known";
import { read_ahead } from "./rosters/roster_document";
import { new_rosters } from "./rosters/rosters";
import { read_settings } from "./settings";
import { take_over } from "./state";
import { type Fetches, new_fetches } from "./upkeep/fetches";
import { new_upkeep, type Upkeep } from "./upkeep/upkeep";
import { new_in_turn } from "./user_turns";
import { VERSION } from "./version";

// Priorities of hooks, by what they must come before or after. Where that is all others, none of them can keep ours from being called.
const FIRST = 1000;
const BEFORE_BLOCKLIST = 110;
const AFTER_BLOCKLIST = 90;
const BEFORE_PRESENCE = 50;
const BEFORE_ROSTER = 10;
const BEFORE_SESSIONS_END = 400;
const LAST = -1000;

/** Builds the rooms of a VirtualHost and opens their doors to Prosody. */
function load(host: string, host_session: HostSession): void {
  const users = host_session.sessions;
  if (users === undefined) error("mod_http_roster_admin is for VirtualHosts, not for components", 0);

  guard_log();
  module.log("info", "Version %s", VERSION);
  for (const problem of configuration_problems(module, host)) module.log("warn", "%s", problem);
  const settings = read_settings(module);
  const is_asking = settings.edit_url !== undefined;
  const [state, is_outdated] = take_over(module.saved_state, users, settings);
  const arrivals = state.arrivals;
  const log = new_log();
  const attempt = new_attempt(log.error);
  const in_turn = new_in_turn(attempt, log.error);
  const post = new_post(host_session, in_turn);
  const statistics = new_statistics(state.counts, attempt);

  const expected = new_expected_updates(attempt);
  const is_shared = !settings.block_subscriptions && !is_asking;
  const rosters = new_rosters(users, state.rosters, settings.max_age, is_shared, is_asking, settings.cache_size);
  const last_known = new_last_known(host, open_store(), rosters, state.last_known);
  const deliveries = new_deliveries(
    host_session,
    users,
    expected,
    state.long_lines,
    attempt,
    post,
    statistics.note_pushes,
  );
  const knowledge = new_knowledge(host, rosters, last_known, arrivals, state.patches, {
    on_change: (username, changes, count, is_first) => {
      if (!is_first) delegation?.on_change(username, changes);
      deliveries.deliver(username, changes, count);
      delegation?.on_changed(username, changes);
    },
    on_faults: log.faults,
  });
  // Of these three, each tells the next what has happened.
  const backend: Backend = new_backend(settings, host, state.backend, {
    on_sent: (wish) => {
      fetches.on_sent(wish);
    },
    on_answer: (wish, answer) => {
      fetches.on_answer(wish, answer);
    },
    on_transition: (transition, problem) => {
      upkeep.on_transition(transition);
      if (transition === "closed") delegation?.edits.on_back();
      else delegation?.edits.on_away();
      log.transition(transition, problem);
    },
    on_request: statistics.note_fetch,
    attempt,
    read_ahead: (username, document, breathe) => read_ahead(document, `${username}@${host}`, breathe),
  });
  const fetches: Fetches = new_fetches(backend, rosters, knowledge, last_known, arrivals, state.fetches, is_asking, {
    on_success: (interest) => {
      upkeep.on_success(interest);
    },
    on_failure: (interest, failure, wish) => {
      upkeep.on_failure(interest, failure, wish);
      log.failure(interest.username, failure, wish.request_class);
    },
    on_error: log.error,
  });
  const upkeep: Upkeep = new_upkeep(
    state.backend.breaker,
    fetches,
    rosters,
    settings.max_age,
    state.fetches.interests,
    log.error,
  );

  read_requests(is_asking);
  const delegation =
    settings.edit_url === undefined
      ? undefined
      : new_delegation(
          host_session,
          settings.edit_url,
          backend,
          rosters,
          fetches,
          arrivals,
          expected,
          state.edits,
          state.subscriptions,
          state.shown_requests,
          attempt,
          in_turn,
          post,
          {
            on_result: statistics.note_edit,
            on_fault: log.edit_fault,
            once_told: deliveries.once_told,
            on_doubt: upkeep.on_doubt,
          },
        );

  // A roster is there before anyone can ask for it.
  module.hook("pre-resource-bind", (event) => before_bind(rosters, fetches, settings, event), LAST);
  module.hook(
    "roster-load",
    (event) => {
      on_roster_load(rosters, fetches, settings.timeout, event);
    },
    LAST,
  );
  host_session.roster_cache = core_cache(rosters);

  // Users come and go.
  module.hook(
    "resource-bind",
    (event) => {
      const username = event.session.username;
      const held = rosters.get(username);
      if (held?.from_backend === false) statistics.note_served_last_known();
      upkeep.on_bind(username);
    },
    FIRST,
  );
  module.hook(
    "resource-unbind",
    (event) => {
      const username = event.session.username;
      if (rosters.online(username) !== undefined) return;
      rosters.on_offline(username);
      upkeep.on_offline(username);
      delegation?.on_offline(username);
      last_known.hasten(username);
    },
    FIRST,
  );
  module.hook_global(
    "user-deleted",
    (event) => {
      if (event.host !== host) return;
      const username = event.username;
      // mod_roster will load the roster once more, which must not ask the backend; and contacts elsewhere are to be told once.
      if (delegation !== undefined) fetches.recall(username, () => undefined);
      if (delegation !== undefined || rosters.online(username) === undefined)
        fetches.hand_over(username, next_place(arrivals), new LuaTable<string, JsonValue>());
    },
    BEFORE_SESSIONS_END,
  );
  function drop_user(username: string): void {
    delegation?.edits.drop_user(username);
    fetches.drop(username, "the user was deleted");
    rosters.drop(username, next_place(arrivals));
    upkeep.on_offline(username);
    last_known.forget(username);
  }
  const to_drop = new LuaSet<string>();
  module.hook_global(
    "user-deleted",
    (event) => {
      if (event.host !== host) return;
      const username = event.username;
      to_drop.add(username);
      // Where others keep it from going on to its end.
      timer.add_task(0, () => {
        if (to_drop.has(username)) drop_user(username);
        to_drop.delete(username);
      });
    },
    FIRST,
  );
  module.hook_global(
    "user-deleted",
    (event) => {
      if (event.host !== host) return;
      to_drop.delete(event.username);
      drop_user(event.username);
    },
    LAST,
  );

  // What clients ask for, and what they may not say.
  module.add_feature("jabber:iq:roster");
  module.hook("stream-features", advertise_versioning, LAST);
  module.hook(
    "iq/self/jabber:iq:roster:query",
    (event) => answer_roster_query(rosters, event, delegation?.edits.roster_set),
    BEFORE_ROSTER,
  );
  for (const kind of ["bare", "full", "host"] as const) {
    if (delegation !== undefined) {
      module.hook(`pre-presence/${kind}`, delegation.edits.on_outgoing, BEFORE_BLOCKLIST);
      if (kind !== "host") module.hook(`presence/${kind}`, delegation.edits.on_incoming, AFTER_BLOCKLIST);
    } else if (settings.block_subscriptions) {
      module.hook(`pre-presence/${kind}`, drop_subscription, BEFORE_BLOCKLIST);
      module.hook(`presence/${kind}`, drop_subscription, BEFORE_BLOCKLIST);
    }
  }
  for (const kind of ["bare", "full"] as const) {
    module.hook(
      `presence/${kind}`,
      (event) => hold_probe(host_session, rosters, fetches, in_turn, event, delegation?.decline),
      BEFORE_PRESENCE,
    );
  }
  if (delegation !== undefined) {
    module.hook("stream-features", hide_preapproval, LAST);
    module.hook(
      "presence/initial",
      (event) => {
        delegation.on_available(event.origin);
      },
      FIRST,
    );
  }

  // What the backend says without being asked, and what admins ask for.
  const status = new_status(state, backend, rosters, attempt, delegation?.edits.workload);
  status.offer_gauges();
  const updates = { expected, once_told: deliveries.once_told, attempt, note_update: statistics.note_update };
  serve(host, settings, rosters, fetches, last_known, arrivals, updates, status.document);
  const withdraw_shell_commands = offer_shell_commands(
    host,
    fetches,
    arrivals,
    status.document,
    statistics.note_update,
  );

  follow_configuration(host);
  module.save = () => {
    refuse_wrong_options();
    return state;
  };
  module.unload = () => {
    host_session.roster_cache = undefined;
    upkeep.stop();
    // A copy to come that asks about nothing would leave contacts' stanzas without an answer.
    delegation?.stop(module.reloading === true && module.get_option_string("http_roster_edit_url") !== undefined);
    if (module.reloading === true) return;
    withdraw_shell_commands();
    state.backend.on_reply = () => undefined;
    fetches.stop("the module was unloaded");
    last_known.flush();
  };
  // Which is not unloaded when the server stops. Of a function hooked twice, Prosody would call the last one alone.
  for (const priority of [FIRST, LAST]) {
    module.hook_global(
      "server-stopping",
      () => {
        last_known.flush();
      },
      priority,
    );
  }

  if (is_outdated) {
    ask_soon(state.backend.breaker);
    fetches.refresh_offline(next_place(arrivals));
  }
  backend.resume();
  upkeep.start();
  delegation?.edits.resume();
}

module.command = run_command;

// prosodyctl loads the module on no host in particular, for its command alone.
const host_session = module.host === "*" ? undefined : prosody.hosts.get(module.host);
if (host_session !== undefined) load(module.host, host_session);
