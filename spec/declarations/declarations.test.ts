import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { type Client, log_in } from "../support/client.ts";
import { until } from "../support/deadline.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { type Json, type Prosody, start_prosody } from "../support/prosody.ts";
import { type Declaration, type EventDeclaration, type Member, read_declarations } from "./declared_names.ts";

const folder = dirname(fileURLToPath(import.meta.url));

/** Tables that a module hands to Prosody: there is nothing to look at but what Prosody's source reads from them. */
const handed_over = new Set([
  "AdhocCommand",
  "AdhocData",
  "AdhocLibrary",
  "AdhocResult",
  "ArchiveDeletion",
  "ArchiveQuery",
  "AuthProvider",
  "CronTask",
  "DiscoIdentity",
  "ExternalService",
  "ItemEvent",
  "MeasureOptions",
  "Measures",
  "NetProvider",
  "ProvidedStore",
  "RoleConfig",
  "StorageProvider",
  "ComponentSession",
  "S2sSession",
  "core.certmanager#CertificateFiles",
  "core.loggingmanager#SinkConfig",
  "net.resolvers.basic#Resolver",
  "net.websocket#Websocket",
  "net.websocket#WebsocketListener",
  "net.websocket#WebsocketOptions",
  "util.argparse#ArgumentConfig",
  "util.human.io#Column",
  "util.jsonschema#SchemaError",
  "util.jwt#VerifierOptions",
  "util.paseto#PasetoOptions",
  "util.pubsub#PubsubConfig",
  "util.rsm#ResultSet",
  "util.sql#SqlParameters",
  "net.adns#DnsAnswer",
  "net.adns#DnsRecord",
  "net.http#ClientOptions",
  "net.http.files#ServeOptions",
  "util.pluginloader#LoaderOptions",
  "util.serialization#SerializeOptions",
  "util.xmppstream#StreamCallbacks",
  "net.server#ListenOptions",
  "net.server#Listener",
  "util.dataforms#FieldOption",
  "util.dataforms#FormField",
  "util.dataforms#FormLayout",
  "util.sasl#SaslProfile",
  "ProsodyModuleCallbacks",
  "ProvidedItems",
  "ModuleItems",
  "HttpFile",
  "HttpReply",
  "HttpAppBase",
  "StreamingHttpApp",
  "WholeHttpApp",
  "MetricOptions",
  "ShellCommand",
  "ShellCommandContext",
  "net.http#BodySink",
  "net.http#RequestOptions",
  "util.async#Watchers",
  "util.error#ErrorTemplate",
]);

/** `stanza.name.."/self"` in core/stanza_router.lua, and nobody leaves it so far. */
const put_together = new Set(["message/self", "presence/self"]);

/** Interfaces and members that only a community module looks at: nothing of Prosody's says more of them. */
const of_community_modules = new Set(["Statistic", "StatisticsProvider", "ProvidedItems.statistics"]);

/** Only of the type checker's. */
const of_types_only = new Set([
  "HttpMethods",
  "ModuleLibraries",
  "NameOf",
  "ProsodyEventResults",
  "ProsodySupports",
  "S2sEvents",
]);

/** Packaged apart from Prosody. */
const optional_modules = new Set(["cjson", "cjson.safe"]);

/** What a table in the server holds: the Lua type of each of the names asked for, and its own. */
interface Seen {
  kind: string;
  members: Record<string, string>;
}

class Sources {
  readonly #root: string;

  constructor(readonly version: string) {
    this.#root = join(folder, "../../.cache", `prosody-${version}`, "usr");
  }

  file(name: string): string {
    return name === "prosodyctl" ? join(this.#root, "bin/prosodyctl") : join(this.#root, "lib/prosody", name);
  }

  /** Whether one of the files reads or writes a field of that name, or spells it in quotes. */
  mention({ name, sources }: Member): boolean {
    const own_name = name.replace(/^.*\./, "").replace(/[^\w]/g, "\\$&");
    const field = new RegExp(`[.:]${own_name}\\b|\\b${own_name}\\s*=[^=]|(["'])${own_name}\\1`);
    return sources.some((source) => !source.endsWith(".so") && field.test(readFileSync(this.file(source), "utf8")));
  }

  /** Whether any file has that name in quotes; of one that is put together, what it begins with. */
  fire({ name, pattern }: EventDeclaration): boolean {
    const files = readdirSync(this.file(""), { recursive: true, encoding: "utf8" });
    if (put_together.has(name)) return true;
    const spellings = ['"', "'"].map((quote) =>
      pattern === undefined ? quote + name + quote : quote + name.replace(/(\w+\/)?urn:declared.*$/, ""),
    );
    return files.some((path) => {
      if (!path.endsWith(".lua")) return false;
      const lua = readFileSync(this.file(path), "utf8");
      return spellings.some((spelling) => lua.includes(spelling));
    });
  }
}

for_each_prosody("the declarations", (version) => {
  const declared = read_declarations(version === "0.12" ? "index" : version);
  const sources = new Sources(version);
  let prosody: Prosody;
  let client: Client;
  let interfaces_with_instances: Set<string>;

  const live = (call: string, ...args: Json[]): Promise<unknown> =>
    prosody.lua(`return module.environment.live.${call}(...)`, args);

  /** An empty list comes as an empty object. */
  const look = async (call: string, ...args: Json[]): Promise<Seen[]> => {
    const seen = await live(call, ...args);
    return Array.isArray(seen) ? seen : [];
  };

  const expected = ({ since, until }: { since: string | undefined; until?: string | undefined }): boolean =>
    (since === undefined || since === version) && until !== version;

  before(async () => {
    prosody = await start_prosody({
      version,
      hosts: { "declared.test": {} },
      modules_enabled: ["register", "smacks"],
      modules_disabled: ["http_roster_admin"],
      lua: 'Component "rooms.declared.test" "muc"',
      options: { statistics: "internal" },
    });
    const names = (events: EventDeclaration[]): string[] => events.map(({ name }) => name);
    const code = readFileSync(join(folder, "live_instances.lua"), "utf8");
    const known = await prosody.lua(code, [names(declared.events.host), names(declared.events.global)]);
    interfaces_with_instances = new Set(known as string[]);

    const first = await log_in(prosody, "john");
    await first.stop();
    await until(
      async () => (await look("event_members", "resource-unbind", [])).length > 0,
      () => "the first session to be destroyed",
    );
    client = await log_in(prosody, "john");
    await client.roster();
    await client.available();
    await prosody.request("POST", "/declared/x", { body: "x" });
    await live("make_http_request", prosody.http_port);
    await until(
      async () => ((await live("made_http_request")) === true ? true : undefined),
      () => "an answer to the server's request to itself",
    );
    await live("fire_events");
  });

  after(async () => {
    await prosody.stop();
  });

  /** Each problem of a declared member that a live table contradicts. */
  function problems(owner: string, members: Member[], seen: Seen[]): string[] {
    return members.flatMap((member) => {
      const what = `${owner}.${member.name}`;
      const kinds = seen.map((each) => each.members[member.name] ?? "nil");
      const present = kinds.filter((kind) => kind !== "nil");
      if (!expected(member)) return present.length > 0 ? [`${what} should not be here`] : [];
      const wrong = present.filter((kind) => member.kind !== "any" && kind !== member.kind);
      if (wrong.length > 0) return [`${what} is a ${wrong.join(", ")}, not a ${member.kind}`];
      if (member.optional) {
        return present.length > 0 || sources.mention(member) ? [] : [`${what} is nowhere, not even in the source`];
      }
      return present.length === kinds.length && kinds.length > 0 ? [] : [`${what} is not there`];
    });
  }

  /** Of tables that no instance can be had of. */
  function problems_by_source({ name, members }: Declaration): string[] {
    const prosodys = members.filter((member) => !of_community_modules.has(`${name}.${member.name}`));
    const missing = prosodys.filter((member) => expected(member) && !sources.mention(member));
    return missing.map((member) => `${name}.${member.name} is not in ${member.sources.join(", ") || "any @see"}`);
  }

  const names_of = (members: Member[]): string[] => members.map(({ name }) => name);

  test("name source files that are there", () => {
    const all = [...declared.modules, ...declared.interfaces].filter(expected);
    const named = new Set(
      all.flatMap((each) => [...each.sources, ...each.members.filter(expected).flatMap((member) => member.sources)]),
    );
    assert.ok(named.size > 0);
    assert.deepEqual(
      [...named].filter((name) => !existsSync(sources.file(name))),
      [],
    );
  });

  test("global variables are there", async () => {
    const seen = await look("global_members", names_of(declared.globals));
    assert.deepEqual(problems("_G", declared.globals, seen), []);
  });

  for (const declaration of declared.modules) {
    test(`${declaration.name} has what is declared`, async (context) => {
      const { name, members, callable } = declaration;
      const seen = await look("module_members", name, names_of(members));
      if (seen.length === 0 && optional_modules.has(name)) return context.skip("not installed here");
      assert.equal(seen.length, 1, `${name} can't be required`);
      if (callable) assert.equal(seen[0]?.kind, "function");
      assert.deepEqual(problems(name, members, seen), []);
    });
  }

  const { host, global, object } = declared.events;
  const events = [...host, ...global, ...object].filter(expected);
  const payloads = new Set([...host, ...global, ...object].map(({ payload }) => payload));

  for (const declaration of declared.interfaces) {
    const { name, members } = declaration;
    if (of_types_only.has(name) || of_community_modules.has(name) || payloads.has(name)) continue;
    test(`${name} has what is declared`, async (context) => {
      if (!expected(declaration)) return context.skip(`came with ${declaration.since}`);
      if (handed_over.has(name)) return assert.deepEqual(problems_by_source(declaration), []);
      assert.ok(interfaces_with_instances.has(name), `live_instances.lua does not say how to get a ${name}`);
      const seen = await look("interface_members", name, names_of(members));
      if (seen.length === 0 && name.startsWith("cjson#")) return context.skip("not installed here");
      assert.ok(seen.length > 0, `live_instances.lua gives no ${name}`);
      assert.deepEqual(problems(name, members, seen), []);
    });
  }

  for (const event of events) {
    const { name, payload } = event;
    test(`the event ${name} carries what is declared`, async () => {
      const declaration = declared.interfaces.find((each) => each.name === payload);
      const seen = await look("event_members", name, names_of(declaration?.members ?? []));
      if (seen.length === 0) {
        assert.ok(sources.fire(event), `${name} neither fired nor is it in the source`);
        if (declaration !== undefined) assert.deepEqual(problems_by_source(declaration), []);
      } else if (declaration === undefined) {
        assert.equal(seen[0]?.kind, payload);
      } else {
        assert.deepEqual(problems(name, declaration.members, seen), []);
      }
    });
  }

  test("results are of declared events", () => {
    const names_of_events = new Set([...host, ...global].map(({ name }) => name));
    const results = declared.interfaces.find(({ name }) => name === "ProsodyEventResults");
    assert.deepEqual(
      results?.members.filter(({ name }) => !names_of_events.has(name)),
      [],
    );
  });

  test("a destroyed session still has what is not optional", async () => {
    const session = declared.interfaces.find(({ name }) => name === "C2sSession");
    assert.ok(session);
    await live("note_destroyed");
    await client.stop();
    await until(
      async () => {
        const [, seen] = await look("interface_members", "C2sSession", ["destroyed"]);
        return seen?.members["destroyed"] === "boolean" ? true : undefined;
      },
      () => "the session to be destroyed",
    );
    const seen = await look("interface_members", "C2sSession", names_of(session.members));
    assert.deepEqual(problems("C2sSession", session.members, seen), []);
  });
});
