import * as adhoc from "util.adhoc";
import * as dataforms from "util.dataforms";
import type { Stanza } from "util.stanza";
import * as st from "util.stanza";
import { assert_type } from "./assert_type";

declare global {
  interface ModuleLibraries {
    weather: { forecast: (this: void) => string };
  }
  interface ProvidedItems {
    weather: { days: number };
  }
}

module.set_global();
assert_type<string>()(module.get_name() + module.get_host() + module.http_url("rosters"));
assert_type<string>()(module.require("weather").forecast());
assert_type<unknown>()(module.require("others"));
const [file, problem] = module.load_resource("template.html");
// @ts-expect-error: there may be none
file.read("*a");
if (file === undefined) assert_type<string>()(problem);
assert_type<string | undefined>()(module.get_directory());
assert_type<string | undefined>()(module.get_option_path("certificate", "cert.pem", "config"));

module.measure("logins", "rate")();
module.measure("rosters", "amount", { initial: 0 })(5);
module.measure("fetch", "times")()();
// @ts-expect-error: no such measure
module.measure("fetch", "gauge");
// @ts-expect-error: a rate is counted by itself
module.measure("logins", "rate")(1);
module.measure("fetch", "distribution", "seconds")(0.5);
// @ts-expect-error: a text is the unit of distributions alone
module.measure("rosters", "amount", "contacts");
// @ts-expect-error: throws
module.measure("rosters", "amount", 5);

module.send_iq(st.iq({ type: "get", id: "x", to: "example.com" })).next(({ stanza, origin }) => {
  assert_type<Stanza>()(stanza);
  assert_type<StanzaOrigin | undefined>()(origin);
});
module.broadcast(["john@example.com"], st.message());
module.broadcast(new LuaTable<string, number>(), st.message(), pairs_of);
declare function pairs_of(this: void, jids: LuaTable<string, number>): LuaIterable<string>;

module.hook_tag("urn:ietf:params:xml:ns:xmpp-tls", "starttls", (session, stanza, event) => {
  assert_type<StanzaOrigin>()(session);
  assert_type<Stanza>()(stanza);
  assert_type<StanzaEvent>()(event);
  return true;
});
module.hook_tag("features", () => true);
module.hook_tag(undefined, "features", () => true, 100);
// @ts-expect-error: throws
module.hook_tag("features", () => true, 100);
module.wrap_event("roster-load", (handlers, name, event) => {
  assert_type<Roster>()(event.roster);
  return handlers(name, event);
});
module.wrap_object_event(prosody.events, false, (handlers, name, event) => handlers(name, event));

module.add_identity("conference", "text", "Rooms");
module.add_extension(st.stanza("x", { xmlns: "jabber:x:data" }));
assert_type<string[]>()(module.get_host_items("feature"));
assert_type<HttpApp[]>()(module.get_host_items("http-provider"));
module.handle_items(
  "weather-provider",
  ({ item }) => {
    assert_type<number>()(item.days);
  },
  () => undefined,
);
assert_type<string | undefined>()(module.remove_item("feature", "urn:example"));
// @ts-expect-error: no such kind
module.get_host_items("features");
module.provides("weather", { days: 5 });
module.provides("weather");
// @ts-expect-error: not what others expect
module.provides("weather", { day: 5 });

module.hourly((task, started_at) => {
  assert_type<CronTask>()(task);
  assert_type<number>()(started_at);
});
module.daily("cleanup", () => undefined);
module.cron({ when: "weekly", run: () => undefined });
// @ts-expect-error: not how often
module.cron({ when: "yearly", run: () => undefined });

module.set_status("warn", "No token");
module.log_status("error", "No token for %s", module.host);
const [status] = module.get_status();
assert_type<ModuleStatus | undefined>()(status);

// Only in 13.0:
// @ts-expect-error: asked for first
module.may(":refresh", "john@example.com");
if (module.may !== undefined) assert_type<boolean | undefined>()(module.may(":refresh", "john@example.com"));
// @ts-expect-error: asked for first
module.on_ready(() => undefined);
// @ts-expect-error: 0.12 takes no bounds
module.get_option_number("http_roster_concurrency", 32, 1);
// @ts-expect-error: 0.12 throws
module.depends("mam", true);
// @ts-expect-error: on 0.12 that lets everybody call it
module.require("adhoc").new("Refresh", "refresh", () => ({ status: "completed" }), "check");

module.open_store<{ days: number }>("settings");
module.open_store<number>("days", "map");
// @ts-expect-error: only tables
module.open_store<number>("days");
const [archive] = module.open_store("messages", "archive");
if (archive?.delete !== undefined && archive.caps?.wildcard_delete === true) {
  const [gone] = archive.delete(true, { end: 1000 });
  assert_type<number | boolean | undefined>()(gone);
}
const [entries] = archive?.find("john") ?? [];
if (entries !== undefined && entries !== false) {
  for (const [id, , , with_] of entries) {
    assert_type<string>()(id);
    assert_type<string | undefined>()(with_);
  }
}
assert_type<true | undefined>()(prosody.reload_config()[0]);

const form = dataforms.new([{ name: "city", type: "text-single" }]);
adhoc.new_initial_data_form(
  form,
  () => $multi(undefined, { type: "cancel" as const, condition: "item-not-found" }),
  () => ({ status: "completed" }),
);
adhoc.new_initial_data_form(
  form,
  // @ts-expect-error: a stanza error, no note
  () => $multi(undefined, { message: "text" }),
  () => ({ status: "completed" }),
);
