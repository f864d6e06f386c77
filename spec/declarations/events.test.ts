import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { for_each_prosody } from "../support/each_prosody.ts";
import { type EventDeclaration, read_declarations } from "./declared_names.ts";
import { fire_of_accounts } from "./fired/accounts.ts";
import { fire_of_clients } from "./fired/clients.ts";
import { fire_of_connections } from "./fired/connections.ts";
import { fire_of_federation } from "./fired/federation.ts";
import { not_fired } from "./fired/not_fired.ts";
import { fire_of_objects } from "./fired/objects.ts";
import { type Carried, type Fired, looked_into, Recorder, type Scope } from "./fired/recorder.ts";
import { fire_of_rooms } from "./fired/rooms.ts";
import { fire_of_servers } from "./fired/servers.ts";
import { misshapen } from "./fired/shapes.ts";
import { problems, undeclared } from "./held_against.ts";
import { is_expected, Sources } from "./sources.ts";

/** Each starts servers of its own and makes their events happen. */
const drivers = [
  fire_of_accounts,
  fire_of_clients,
  fire_of_connections,
  fire_of_federation,
  fire_of_objects,
  fire_of_rooms,
  fire_of_servers,
];

/** `GET /path` and `GET host/path`, by which net.http.server finds who handles a request. */
function is_of_http_routes({ scope, name }: Fired): boolean {
  return scope === "object" && /^[A-Z]+ /.test(name);
}

for_each_prosody("the declared events", (version) => {
  const declared = read_declarations(version === "0.12" ? "index" : version);
  const sources = new Sources(version);
  const recorder = new Recorder(version);
  let fired: Fired[] = [];
  let carried: Carried[] = [];

  before(async () => {
    // One after the other, as most of them wait for what a server does within a time.
    for (const drive of drivers) await drive(recorder);
    await recorder.stop();
    fired = recorder.fired();
    carried = recorder.carried();
  });

  after(async () => {
    await recorder.stop();
    recorder.forget();
  });

  const events = (["host", "global", "object"] as const).flatMap((scope) => {
    const names = new Set(declared.events[scope].map(({ name, pattern }) => (pattern === undefined ? name : "")));
    return declared.events[scope].map((event) => ({ ...event, scope, of_scope: names }));
  });

  const firings = (scope: Scope, { name, pattern }: EventDeclaration, names: Set<string>): Fired[] =>
    fired.filter((each) => {
      if (each.scope !== scope) return false;
      return pattern === undefined ? each.name === name : pattern.test(each.name) && !names.has(each.name);
    });

  const reason_of = (scope: Scope, label: string): string | undefined =>
    not_fired.find((each) => each.scope === scope && each.event === label && (each.version ?? version) === version)
      ?.reason;

  for (const event of events.filter((each) => is_expected(each, version))) {
    const { scope, label, payload, optional } = event;
    test(`${label} (${scope}) carries what is declared`, () => {
      const declaration = declared.interfaces.find((each) => each.name === payload && is_expected(each, version));
      const seen = firings(scope, event, event.of_scope);
      const reason = reason_of(scope, label);
      if (reason !== undefined) {
        assert.equal(seen.length, 0, `was fired after all, and not_fired.ts says: ${reason}`);
        assert.ok(sources.fire(event), "is not in the source");
        if (declaration !== undefined) assert.deepEqual(sources.problems(declaration), []);
        return;
      }
      assert.ok(seen.length > 0, "was not fired, and not_fired.ts does not say why");
      if (declaration !== undefined) {
        const tables = seen.filter(({ kind }) => !optional || kind !== "nil");
        const beyond = undeclared(declaration.members, tables).map((name) => `${name} is not declared`);
        const of_kinds = problems(label, declaration.members, tables, sources);
        assert.deepEqual([...of_kinds, ...misshapen(declaration.members, tables), ...beyond], []);
      } else if (payload !== "any") {
        assert.deepEqual([...new Set(seen.map(({ kind }) => kind))], [optional ? "nil" : payload]);
      }
    });
  }

  for (const name of looked_into) {
    test(`${name} has what is declared, in every event that carries one`, () => {
      const declaration = declared.interfaces.find((each) => each.name === name);
      const seen = carried.filter((each) => each.interface === name);
      assert.ok(declaration && seen.length > 0);
      assert.deepEqual(problems(name, declaration.members, seen, sources), []);
    });
  }

  test("all that is fired is declared", () => {
    const is_declared = ({ scope, name }: Fired): boolean =>
      declared.events[scope].some((event) =>
        event.pattern === undefined ? event.name === name : event.pattern.test(name),
      );
    const others = fired.filter((event) => !is_declared(event) && !is_of_http_routes(event));
    assert.deepEqual([...new Set(others.map(({ scope, name }) => `${name} (${scope})`))].sort(), []);
  });

  test("results are of declared events", () => {
    const names = new Set([...declared.events.host, ...declared.events.global].map(({ name }) => name));
    const results = declared.interfaces.find(({ name }) => name === "ProsodyEventResults");
    assert.deepEqual(
      results?.members.filter(({ name }) => !names.has(name)),
      [],
    );
  });

  test("what is said not to be fired is declared, once", () => {
    const labels = not_fired
      .filter((each) => (each.version ?? version) === version)
      .map(({ scope, event }) => `${event} (${scope})`);
    const known = new Set(
      events.filter((each) => is_expected(each, version)).map(({ scope, label }) => `${label} (${scope})`),
    );
    const of_this = labels.filter((label) => known.has(label));
    assert.deepEqual([...new Set(of_this)], of_this);
    const all = new Set(events.map(({ scope, label }) => `${label} (${scope})`));
    assert.deepEqual(
      labels.filter((label) => !all.has(label)),
      [],
    );
  });

  test("nothing went wrong in the servers", () => {
    assert.deepEqual(recorder.tracebacks, []);
  });
});
