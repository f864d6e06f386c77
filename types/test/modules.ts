import * as json from "util.json";
import type { Set } from "util.set";
import { assert_type } from "./assert_type";

module.log("warn", "%s and %d", undefined, 1);
// @ts-expect-error: no such level
module.log("warning", "x");
// @ts-expect-error: read-only
module.host = "example.com";

assert_type<unknown>()(module.get_option("http_roster_url"));
assert_type<string | undefined>()(module.get_option_string("http_roster_url"));
// The default does not help where the option is `{}`.
assert_type<string | undefined>()(module.get_option_string("http_roster_url", "http://localhost/%s"));
// The default does not help where the option is no number.
assert_type<number | undefined>()(module.get_option_number("http_roster_timeout", 5));
assert_type<boolean | undefined>()(module.get_option_boolean("http_roster_block_subscriptions", true));
assert_type<Set<unknown> | undefined>()(module.get_option_set("http_roster_allowed_ips"));
for (const address of module.get_option_set("http_roster_allowed_ips", ["::1"])) assert_type<unknown>()(address);

// @ts-expect-error: only in 13.0
module.get_option_period("http_roster_timeout", "5s");
// @ts-expect-error: only in 13.0
module.get_option_integer("http_roster_concurrency", 32);

module.provides("http", {
  cors: { enabled: false },
  route: {
    "POST /refresh": (event) => {
      assert_type<string>()(event.request.body);
      assert_type<string | undefined>()(event.request.headers.get("authorization"));
      return { status_code: 202, headers: { content_type: "application/json" }, body: json.encode({}) };
    },
    "GET /refresh/*": (_, path) => path ?? 404,
    "GET /status": { body: "fine" },
  },
});
module.provides("http", { cors: { enabled: true, origins: "*" }, route: {} });
module.provides("http", { cors: { enabled: true, origins: ["https://example.com"] }, route: {} });
module.provides("http", {
  streaming_uploads: true,
  route: {
    "PUT /*": ({ request }) => {
      assert_type<string | false>()(request.body);
      return 201;
    },
  },
});
// @ts-expect-error: would allow nobody
module.provides("http", { cors: { enabled: true, origins: "https://example.com" }, route: {} });
// @ts-expect-error: no leading slash
module.provides("http", { route: { "GET status": () => 200 } });
// @ts-expect-error: not a result
module.provides("http", { route: { "GET /status": () => ({ status: 200 }) } });
// @ts-expect-error: no such method
module.provides("http", { route: { "FETCH /status": () => 200 } });
// @ts-expect-error: no such provider
module.provides("htpp", { route: {} });

module.provides("statistics", {
  statistics: { uptime: { get: () => os.time() - (prosody.start_time ?? 0), tostring: "%d s" } },
});
module.provides("statistics", {
  statistics: { uptime: { get: () => undefined, tostring: (value) => `${value ?? "?"}` } },
});
// @ts-expect-error: taken for the name of all of them
module.provides("statistics", { statistics: { name: { get: () => 1 } } });
// @ts-expect-error: nothing to ask
module.provides("statistics", { statistics: { uptime: { tostring: "%d s" } } });

const timer = module.add_timer(1, (now) => now + 1);
timer.reschedule(5);
timer.stop();
// @ts-expect-error: a delay or nothing
module.add_timer(1, () => "again");

interface LastKnown {
  body: string;
}
const [store, store_problem] = module.open_store<LastKnown, "keyval">("http_roster", "keyval");
if (store === undefined) {
  assert_type<string>()(store_problem);
} else {
  const [known, problem] = store.get("john");
  assert_type<LastKnown | false | undefined>()(known);
  assert_type<unknown>()(problem);
  store.set("john", { body: "{}" });
  store.set("john", undefined);
  // @ts-expect-error: something else
  store.set("john", { text: "{}" });
}
// @ts-expect-error: no such type
module.open_store<LastKnown>("http_roster", "map+");
// @ts-expect-error: 0.12 gives the null driver
module.open_store<LastKnown>("http_roster", "keyval+");
assert_type<KeyvalStore<LastKnown> | undefined>()(module.open_store<LastKnown>()[0]);
assert_type<KeyvalStore<LastKnown> | undefined>()(module.open_store<LastKnown>("http_roster")[0]);
assert_type<MapStore<number> | undefined>()(module.open_store<number>("http_roster", "map")[0]);
const [archive] = module.open_store("http_roster", "archive");
if (archive !== undefined) {
  const [entries, total] = archive.find("john", { limit: 5, total: true });
  if (entries !== undefined && entries !== false) {
    assert_type<unknown>()(total);
    for (const [id, stanza, when] of entries) {
      assert_type<string>()(id + stanza.name);
      assert_type<number>()(when);
    }
  }
}

// @ts-expect-error: not every driver can list
store?.users();
if (store?.users !== undefined) {
  const [next_name, state] = store.users();
  // @ts-expect-error: the null driver gives false
  next_name(state);
  if (next_name !== false) assert_type<string | undefined>()(next_name(state));
}

const fetches = module.metric("counter", "fetches", "", "Rosters fetched", ["result"]);
fetches.with_labels("ok").add(1);
// @ts-expect-error: needs labels first, if only none
fetches.add(1);
// @ts-expect-error: counters only go up
fetches.with_labels("ok").set(0);
// @ts-expect-error: 0.12 does not do without
module.metric("gauge", "waiting", "", "Requests in line");
module
  .metric("histogram", "took", "seconds", "Time", [], { buckets: [0.1, 1] })
  .with_labels()
  .sample(0.5);

module.save = () => ({ rosters: 1 });
module.restore = (saved) => {
  assert_type<unknown>()(saved);
};
module.command = (args) => {
  assert_type<string[]>()(args);
  return 0;
};
module.command = () => "done";
// @ts-expect-error: an exit code, or a text
module.command = () => true;
module.add_host = (host_module) => (host_module.host === "example.com" ? undefined : false);
module.add_host = () => $multi(false, "no");

module.add_item("shell-command", {
  section: "rosters",
  name: "refresh",
  desc: "Fetches a roster",
  args: [{ name: "jid", type: "string" }],
  host_selector: "jid",
  handler(jid) {
    assert_type<string | undefined>()(jid);
    this.session.print("Asking");
    assert_type<number>()(this.session.width);
    return $multi(true, "Updated");
  },
});
module.add_item("shell-command", {
  section: "rosters",
  name: "forget",
  desc: "Forgets a roster",
  args: [{ name: "jid" }],
  flags: { value_params: { why: true } },
  handler(jid: string | undefined, options: ShellOptions | undefined) {
    assert_type<string | string[] | boolean | undefined>()(options?.["why"]);
    return $multi(jid !== undefined, "Forgotten");
  },
});
module.add_item("server-info-fields", [{ name: "abuse", var: "abuse-addresses", type: "list-multi" }]);
module.handle_items(
  "pep-service",
  ({ item }) => {
    assert_type<string>()(item.jid);
  },
  () => undefined,
);
// @ts-expect-error: 0.12 does not know it
module.add_item("external_service", { type: "turns", algorithm: "turns", secret: true });
// @ts-expect-error: a command needs a section, arguments and a handler
module.add_item("shell-command", { name: "refresh", desc: "Fetches a roster" });
