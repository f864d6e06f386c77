import { new_backend } from "./backend/backend";
import { run_command } from "./admin/check_command";
import { advertise_versioning, answer_roster_query } from "./clients/client_requests";
import { before_bind, core_cache, on_roster_load } from "./clients/core_rosters";
import { deliver } from "./clients/delivery";
import { new_expected_updates } from "./clients/expected_updates";
import { new_fetches } from "./upkeep/fetches";
import { serve } from "./api/http_api";
import { new_intake } from "./rosters/intake";
import { type JsonObject, type JsonValue } from "./json/json_value";
import { new_last_known, type StoredRoster } from "./rosters/last_known";
import { new_log } from "./admin/module_log";
import { drop_subscription, take_probe } from "./clients/presence_gate";
import { new_rosters } from "./rosters/rosters";
import { read_settings } from "./settings";
import { offer_shell_commands } from "./admin/shell_commands";
import { take_over } from "./state";
import { new_statistics } from "./admin/statistics";
import { status_document } from "./admin/status";
import { new_upkeep } from "./upkeep/upkeep";

// Priorities of hooks, by what they must come before or after.
const BEFORE_BLOCKLIST = 110;
const BEFORE_PRESENCE = 50;
const BEFORE_ROSTER = 10;
const BEFORE_SESSIONS_END = 400;
const LAST = -1000;

/** Builds the rooms of a VirtualHost and opens their doors to Prosody. */
function load(host: string, host_session: HostSession): void {
  const users = host_session.sessions;
  const [store, store_error] = module.open_store<StoredRoster, "keyval">("http_roster", "keyval");
  if (users === undefined) error("mod_http_roster_admin is for VirtualHosts, not for components", 0);
  if (store === undefined) error(`the store http_roster can't be opened: ${store_error}`, 0);

  const settings = read_settings(module);
  const state = take_over(module.saved_state, users, settings.cache_size);
  const log = new_log();
  const statistics = new_statistics(state.counts);

  const expected = new_expected_updates();
  const rosters = new_rosters(users, state.rosters, (username, user, changes) => {
    statistics.note_pushes(deliver(host_session, expected, username, user, changes));
  });
  const backend = new_backend(settings, host, state.health, {
    on_request: statistics.note_fetch,
    on_turn: (turn, problem) => {
      log.turn(turn, problem);
      if (turn === "lost") state.upkeep?.on_lost();
      else state.upkeep?.on_back();
    },
  });
  const last_known = new_last_known(host, store, rosters, state.drafts);
  const intake = new_intake(host, rosters, last_known, log.faults);
  const fetches = new_fetches(backend, rosters, intake, last_known, settings.max_age, state.fetches, {
    on_success: (username) => {
      state.upkeep?.on_success(username);
    },
    on_failure: (username, problem, failure) => {
      log.failure(username, problem, failure);
      state.upkeep?.on_failure(username, failure);
    },
  });
  const upkeep = new_upkeep(backend, fetches, rosters, settings.max_age, state.behind);
  state.upkeep = upkeep;

  // A roster is there before anyone can ask for it.
  module.hook("pre-resource-bind", (event) => before_bind(fetches, settings.timeout, event), LAST);
  module.hook(
    "roster-load",
    (event) => {
      on_roster_load(rosters, fetches, settings.timeout, event);
    },
    LAST,
  );
  host_session.roster_cache = core_cache(rosters, fetches);

  // Users come and go.
  module.hook("resource-bind", (event) => {
    const { username } = event.session;
    if (rosters.get(username)?.from_backend === false) statistics.note_served_last_known();
    upkeep.on_bind(username);
  });
  module.hook("resource-unbind", (event) => {
    const { username } = event.session;
    if (rosters.online(username) !== undefined) return;
    rosters.on_offline(username);
    upkeep.on_offline(username);
    last_known.hasten(username);
  });
  module.hook_global(
    "user-deleted",
    (event) => {
      // mod_roster will load the roster once more, which must not ask the backend.
      if (event.host === host && rosters.online(event.username) === undefined)
        fetches.hand_over(event.username, new LuaTable<string, JsonValue>());
    },
    BEFORE_SESSIONS_END,
  );
  module.hook_global(
    "user-deleted",
    (event) => {
      if (event.host !== host) return;
      fetches.drop(event.username, "the user was deleted");
      rosters.drop(event.username);
      upkeep.on_offline(event.username);
      last_known.forget(event.username);
    },
    LAST,
  );

  // What clients ask for, and what they may not say.
  module.add_feature("jabber:iq:roster");
  module.hook("stream-features", advertise_versioning, LAST);
  module.hook("iq/self/jabber:iq:roster:query", (event) => answer_roster_query(rosters, event), BEFORE_ROSTER);
  for (const kind of ["bare", "full", "host"] as const) {
    if (settings.block_subscriptions) {
      module.hook(`pre-presence/${kind}`, drop_subscription, BEFORE_BLOCKLIST);
      module.hook(`presence/${kind}`, drop_subscription, BEFORE_BLOCKLIST);
    }
  }
  for (const kind of ["bare", "full"] as const) {
    module.hook(`presence/${kind}`, (event) => take_probe(host_session, rosters, fetches, event), BEFORE_PRESENCE);
  }

  // What the backend says without being asked, and what admins ask for.
  const status = (): JsonObject => status_document(state, backend);
  serve(host, settings, rosters, fetches, last_known, expected, statistics.note_update, status);
  offer_shell_commands(host, fetches, status);

  module.save = () => state;
  module.unload = () => {
    host_session.roster_cache = undefined;
    upkeep.stop();
    if (module.reloading === true) return;
    for (const [username] of state.fetches) fetches.drop(username, "the module was unloaded");
    last_known.flush();
  };
  // Which is not unloaded when the server stops.
  module.hook_global("server-stopping", last_known.flush, LAST);

  upkeep.start();
}

module.command = run_command;

// prosodyctl loads the module on no host in particular, for its command alone.
const host_session = module.host === "*" ? undefined : prosody.hosts.get(module.host);
if (host_session !== undefined) load(module.host, host_session);
