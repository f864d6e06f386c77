import type { Cjson } from "cjson";
import * as modulemanager from "core.modulemanager";
import * as usermanager from "core.usermanager";
import * as http from "net.http";
import * as argparse from "util.argparse";
import * as async from "util.async";
import * as bitcompat from "util.bitcompat";
import * as cache from "util.cache";
import * as compat from "util.compat";
import * as dataforms from "util.dataforms";
import * as datamanager from "util.datamanager";
import * as datetime from "util.datetime";
import * as encodings from "util.encodings";
import * as errors from "util.error";
import * as hashes from "util.hashes";
import * as util_http from "util.http";
import * as human_io from "util.human.io";
import * as id from "util.id";
import * as ip from "util.ip";
import * as jid from "util.jid";
import * as json from "util.json";
import * as promise from "util.promise";
import * as queue from "util.queue";
import * as random from "util.random";
import * as set from "util.set";
import * as st from "util.stanza";
import * as throttle from "util.throttle";
import * as time from "util.time";
import * as timer from "util.timer";
import array = require("util.array");
import { assert_type } from "./assert_type";

const [value, problem] = json.decode("{}");
assert_type<unknown>()(value);
assert_type<string | number | undefined>()(problem);
// @ts-expect-error: several values, not one
const text: string = json.decode('""');
// @ts-expect-error: not checked yet
value.name;
const name: string | json.JsonNull | undefined = undefined;
if (name !== json.null) assert_type<undefined>()(name);
// @ts-expect-error: nil is not JSON null
const not_null: json.JsonNull = undefined;
assert_type<string>()(json.encode(array()));
assert_type<boolean>()(json.test({ list: [1] }));

const [node, host, resource] = jid.split("john@example.com/phone");
assert_type<string | undefined>()(node ?? host ?? resource);
assert_type<string | undefined>()(jid.prep("john@example.com"));
assert_type<string>()(jid.join("john", "example.com"));
// @ts-expect-error: may be no JID
jid.prep("john@example.com").length;

const stanza = st.iq({ type: "set", id: id.short() }).query("jabber:iq:roster").tag("item", { name: undefined }).up();
assert_type<string | undefined>()(stanza.attr["to"]);
assert_type<st.Stanza | undefined>()(stanza.get_child("query", "jabber:iq:roster"));
for (const item of stanza.childtags("item")) assert_type<st.Stanza>()(item);
st.error_reply(stanza, "cancel", "not-allowed", "No");
assert_type<string>()(st.pretty_print("<a/>"));
// @ts-expect-error: the method is for stanzas
st.pretty_print(stanza);
st.error_reply(stanza, errors.new({ type: "cancel", condition: "not-allowed" }));
st.error_reply(stanza, { type: "cancel", condition: "not-allowed", text: "No" });
export function refuse(err: errors.ErrorObject | "auth"): void {
  st.error_reply(stanza, err, "not-allowed");
}
// @ts-expect-error: of a type alone nothing is known of the condition
st.error_reply(stanza, "cancel");
// @ts-expect-error: an iq needs an id
st.iq({ type: "set" });
// @ts-expect-error: attributes are strings
st.stanza("x", { count: 1 });
// @ts-expect-error: no type of a stanza error
st.error_reply(stanza, "fatal", "not-allowed");
// @ts-expect-error: only in 13.0
stanza.get_child_attr("query", undefined, "ver");

const cached = cache.new<string, number>(10, (key, count) => {
  assert_type<string>()(key);
  assert_type<number>()(count);
});
assert_type<number | undefined>()(cached.get("x"));
assert_type<number | undefined>()(cached.table().get("x"));
for (const [key, count] of cached.items()) module.log("debug", "%s %d", key, count);

const promised = promise.new<number>((resolve, reject) => {
  if (async.ready()[0]) resolve(1);
  else reject("no");
});
assert_type<promise.Promise<string>>()(promised.next((count) => `${count}`));
assert_type<promise.Promise<number | undefined>>()(promised.catch(() => undefined));
assert_type<promise.Promise<number[]>>()(promise.all([promised, promise.resolve(2)]));
assert_type<promise.Promise<number[]>>()(promise.all([promised, 2]));
assert_type<promise.Promise<{ age: number; name: string }>>()(promise.all({ age: promised, name: "John" }));
assert_type<promise.Promise<{ age: promise.Settled<number>; name: string }>>()(
  promise.all_settled({ age: promised, name: "John" }),
);
assert_type<promise.Promise<number>>()(promise.resolve(promised));
const [awaited, reason] = async.wait_for(promised);
assert_type<number | undefined>()(awaited);
assert_type<unknown>()(reason);
assert_type<number | undefined>()(async.wait(promised)[0]);
const guard = async.guarder();
const leave = guard("a room");
leave();
assert_type<void>()(guard(undefined, () => undefined));
const worker = async.runner<string>((item) => module.log("debug", "%s", item), undefined, { data: 1 });
assert_type<"ready" | "running" | "waiting" | "error">()(worker.run("x")[1]);
worker.onready((runner) => runner.enqueue("y"));
worker.onerror((_runner, thrown) => {
  assert_type<unknown>()(thrown);
});
async.runner().run(() => undefined);
// @ts-expect-error: not a promise of JavaScript
promised.then(() => 1);

http.request("http://localhost/", { suppress_errors: true }, (body, code, response, request) => {
  assert_type<number>()(code);
  if (request === undefined) {
    assert_type<string>()(body);
  } else {
    assert_type<string | undefined>()(response.headers.get("etag"));
    http.destroy_request(request);
  }
  // @ts-expect-error: there may have been no answer
  response.headers.get("etag");
});
http.request("http://localhost/", {
  streaming_handler: () =>
    $multi({
      write(chunk) {
        return chunk.length > 0;
      },
    }),
});
// Callbacks that take fewer parameters than they are given.
http.request("http://localhost/", {}, () => undefined);
http.request("http://localhost/", {}, (body) => {
  assert_type<string | false>()(body);
});
http.request("http://localhost/", {}, (_body, code) => {
  assert_type<number>()(code);
});
http.request("http://localhost/", {}, (_body, _code, response) => {
  if (response !== undefined && "headers" in response) assert_type<http.HttpResponse>()(response);
});
const [sent, not_sent] = http.request("mailto:john@example.com", undefined, () => undefined);
assert_type<http.HttpRequest | undefined>()(sent);
assert_type<"invalid-url" | undefined>()(not_sent);
// @ts-expect-error: a URL without a host leaves it out
sent?.url.length;
// @ts-expect-error: no timeout to be had
http.request("http://localhost/", { timeout: 5 });

const [address] = ip.new_ip("::1");
const [network, bits] = ip.parse_cidr("10.0.0.0/8");
assert_type<number | undefined>()(bits);
// @ts-expect-error: both may be none
ip.match(address, network, bits);
if (address !== undefined && network !== undefined) assert_type<boolean>()(ip.match(address, network, bits));

assert_type<number | undefined>()(address?.scope);
assert_type<ip.IpAddress | undefined>()(address?.toV4mapped);

assert_type<true | undefined>()(set.new(["a"]).contains("b"));
assert_type<string | undefined>()(encodings.stringprep.nodeprep("John"));
const [bytes] = encodings.utf8.length("é");
assert_type<number | undefined>()(bytes);
// @ts-expect-error: not with every Prosody
encodings.confusable.skeleton("x");
assert_type<string>()(hashes.sha256("x", true) + random.bytes(1) + util_http.urlencode("%"));
assert_type<string | undefined>()(util_http.urldecode(undefined as string | undefined));
assert_type<string>()(id.custom(5)());
assert_type<ReturnType<typeof errors.new>>()(errors.new("gone", {}, { gone: { condition: "gone" } }, "source"));
const [fine, fault, extra] = errors.coerce(false, "gone", 5);
assert_type<boolean>()(fine);
assert_type<unknown>()(fault);
assert_type<number>()(extra);
const registry = errors.init("source", { full: { condition: "resource-constraint" } });
assert_type<ReturnType<typeof errors.new>>()(registry.wrap({ anything: 1 }));
const [row] = human_io.table([{ title: "Name" }, { key: "count", align: "right", default: "none" }]);
assert_type<string>()(row({ count: 5 }));
const [options, lacking] = argparse.parse(["--x=1", "rest"], { short_params: { x: "example" } });
if (options !== undefined) assert_type<string | string[] | boolean | undefined>()(options["x"]);
else assert_type<"param-not-found" | "missing-value">()(lacking);
const [next_user] = datamanager.users("example.com", "roster");
assert_type<((this: void, state: unknown, name?: string) => string | undefined) | undefined | false>()(next_user);
// @ts-expect-error: files keep tables
datamanager.store("john", "example.com", "note", "text");
datamanager.add_callback(() => $multi(false));
datamanager.add_callback((username, host, store, data) => $multi(username, host, store, data));
// @ts-expect-error: it would be stored for no host
datamanager.add_callback((username) => $multi(username));
assert_type<string | undefined>()(dataforms.get_type(stanza)[0]);
assert_type<number>()(bitcompat.band(6, 3) + bitcompat.bxor(1, 2, 4));
// @ts-expect-error: of at least two
bitcompat.bor(6);
const [called, first, second] = compat.xpcall(
  (count: number) => $multi(count, "x"),
  (problem) => problem,
  5,
);
if (called) assert_type<number>()(first);
if (called) assert_type<string>()(second);
assert_type<boolean>()(hashes.equals("a", "b"));
assert_type<number>()(time.monotonic() - time.now());
assert_type<number | undefined>()(datetime.parse(datetime.datetime()));
timer.stop(timer.add_task(1, () => undefined));
// @ts-expect-error: names of timers come from add_task
timer.stop(1);
const [pushed, full] = queue.new<string>(1).push("x");
assert_type<true | undefined>()(pushed);
assert_type<string | undefined>()(full);
const [allowed, balance] = throttle.create(1, 1).poll(1);
assert_type<boolean>()(allowed);
assert_type<number | undefined>()(balance);
// @ts-expect-error: throws without a cost
throttle.create(1, 1).poll();
// @ts-expect-error: only in 13.0
human_io.parse_duration("1h");

assert_type<true | undefined>()(modulemanager.is_loaded("example.com", "roster"));
const [exists] = usermanager.user_exists("john", "example.com");
assert_type<boolean | undefined>()(exists);

const [found, library] = pcall(() => require("cjson.safe") as Cjson);
if (found) {
  const decoder = library.new();
  decoder.decode_max_depth(32);
  const [decoded] = decoder.decode("null");
  assert_type<unknown>()(decoded);
  assert_type<boolean>()(decoded === decoder.null);
}
