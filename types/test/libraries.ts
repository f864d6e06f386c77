import * as iterators from "util.iterators";
import * as jsonschema from "util.jsonschema";
import * as logger from "util.logger";
import * as multitable from "util.multitable";
import * as net from "util.net";
import * as openmetrics from "util.openmetrics";
import * as pposix from "util.pposix";
import * as sasl from "util.sasl";
import * as serialization from "util.serialization";
import * as session from "util.session";
import * as sql from "util.sql";
import * as st from "util.stanza";
import * as struct from "util.struct";
import * as xmppstream from "util.xmppstream";
import * as xtemplate from "util.xtemplate";
import { assert_type } from "./assert_type";

const ages = new LuaMap<string, number>();
for (const [name, age] of iterators.filter((_name, age: number) => age > 17, iterators.sorted_pairs(ages))) {
  assert_type<string>()(name);
  assert_type<number>()(age);
}
assert_type<number>()(iterators.count(iterators.filter(5, iterators.range(9))));

const [fits, misfits] = jsonschema.validate(true, {});
assert_type<boolean>()(fits);
assert_type<string | undefined>()(misfits?.[0]?.schemaLocation);

const sink = logger.add_simple_sink((_name, _level, message) => {
  assert_type<string>()(message);
});
// @ts-expect-error: 0.12 gives nothing
sink("x", "info", "%s", 1);

const table = multitable.new();
table.set("a", "b", 1);
table.remove(undefined, "b");
// @ts-expect-error: a key and a value
table.set("a");
// @ts-expect-error: the last key is needed
table.remove("a", undefined);

const [bytes, , code] = net.pton("::1");
assert_type<string | undefined>()(bytes);
assert_type<number | undefined>()(code);

const registry = openmetrics.new_metric_registry({});
assert_type<string>()(registry.render());
registry.counter("logins", "", "Logins").with_labels().add(1);
for (const [, family] of registry.get_metric_families()) {
  for (const [, metric] of family.iter_metrics()) {
    for (const [suffix, labels] of metric.iter_samples()) {
      assert_type<string>()(suffix);
      assert_type<Record<string, string> | undefined>()(labels);
    }
  }
}

// @ts-expect-error: only with glibc
pposix.meminfo();
const [system] = pposix.uname();
assert_type<string | undefined>()(system?.sysname);
pposix.setrlimit("NOFILE", "unlimited");
// @ts-expect-error: a number, or that word
pposix.setrlimit("NOFILE", "infinite");

const [status] = sasl.new("example.com", {}).process("x");
assert_type<"success" | "failure" | "challenge" | "false">()(status);
assert_type<string>()(serialization.serialize({}, { preset: "compact", equals: ":" }));
assert_type<string>()(session.set_id(session.new("c2s")).type);
assert_type<sql.SqlTable>()(sql.Table({ name: "x" }));
assert_type<st.Stanza>()(st.stanza("x", undefined, { p: "urn:x" }).tag("y", undefined, { q: "urn:y" }).up());
const [first, , position] = struct.unpack(">I6I6", "x");
assert_type<number>()(first + position);
const [value] = struct.unpack(">I2s", "x");
assert_type<string | number | undefined>()(value);
const [parser, problem] = xmppstream.new({}, {}).feed("<a>");
assert_type<object | undefined>()(parser);
assert_type<string | undefined>()(problem);
assert_type<string>()(
  xtemplate.render("{@x|upper}", st.stanza("a"), undefined, { upper: (value) => $multi(value, true) }),
);
