import assert from "node:assert/strict";
import { test } from "node:test";
import { faults_in } from "./compiled.ts";

/** A call with a wrong name, to what it should have been. */
const wrong: [call: string, instead: string][] = [
  ['module.provides("htttp", { route: { "GET /": ({ request }) => request.path } });', '"http"'],
  ['module.provides("htttp");', '"http"'],
  ['module.provides("weather", { forecast: () => "rain" });', '"declare it in ProvidedItems"'],
  ['module.provides("feature", "urn:example");', '"add_item: it is not provided"'],
  ['module.add_item("featur", "urn:example");', '"feature"'],
  ['module.add_item("htp-provider", { route: {} });', '"http-provider"'],
  ['module.add_item("weather", { days: 5 });', '"declare it in ModuleItems"'],
  ['module.add_item("http", { route: {} });', '"provides: an item of that kind is called NAME-provider"'],
  ['module.remove_item("features", "urn:example");', '"feature"'],
  ['module.get_host_items("features");', '"feature"'],
  ['module.handle_items("tasks", ({ item }) => item.run(item, item.last ?? 0), () => undefined);', '"task"'],
  ['module.hook("roster-loaded", ({ username }) => module.log("info", username));', '"roster-load"'],
  [
    'module.hook("iq-get/hosts/urn:x:y", ({ stanza }) => module.log("info", stanza.name));',
    "`iq-get/host/${string}:${string}` | `iq-set/host/${string}:${string}`",
  ],
  [
    'module.hook("csi-client", ({ origin }) => module.log("info", origin.type));',
    '"csi-client-active" | "csi-client-inactive"',
  ],
  ['module.hook("my-event", () => undefined);', '"declare it in ProsodyEvents"'],
  ['module.hook("my-event", ({ answer }) => module.log("info", "%s", answer));', '"declare it in ProsodyEvents"'],
  [
    'module.hook("user-deleted", ({ username }) => module.log("info", username));',
    '"hook_global: it is the whole server\'s"',
  ],
  ['module.hook_global("server-stoping", ({ reason = "" }) => module.log("info", reason));', '"server-stopping"'],
  ['module.hook_global("roster-load", ({ username }) => module.log("info", username));', '"hook: it is a host\'s"'],
  ['module.unhook("roster-loaded", () => undefined);', '"roster-load"'],
  ['module.wrap_event("roster-loaded", (handlers, name, event) => handlers(name, event.roster));', '"roster-load"'],
  ['module.fire_event("my-event", { answer: 42 });', '"declare it in ProsodyEvents"'],
];

test("a wrong name of an event, an item or a provider is one short error that says what to write instead", () => {
  const faults = faults_in({ "wrong.ts": ["export {};", ...wrong.map(([call]) => call)].join("\n") });
  const found = wrong.map(([call], index) => {
    const texts = faults.filter(({ line }) => line === index + 2).map(({ text }) => text);
    return `${call} // ${texts.join(" // ")}`;
  });
  const expected = wrong.map(([call, instead]) => {
    const [, name = ""] = /\((".*?")/.exec(call) ?? [];
    return `${call} // Argument of type '${name}' is not assignable to parameter of type '${instead}'.`;
  });
  assert.deepEqual(found, expected);
});

test("a mistake in what is provided is one error, too", () => {
  const [fault, ...others] = faults_in({ "wrong.ts": 'module.provides("http", { rout: {} });\nexport {};\n' });
  assert.match(
    fault?.text ?? "",
    /^Object literal .* 'rout' does not exist in type 'HttpApp'. Did you mean to write 'route'\?$/,
  );
  assert.deepEqual(others, []);
});

test("a function that takes a name can hand it on, with what stands under it", () => {
  const wrappers = `
    export function on<K extends keyof ProsodyEvents>(
      names: K[],
      handler: (this: void, event: ProsodyEvents[K]) => EventResult<ProsodyEventResult<K>>,
    ): void {
      for (const name of names) module.hook(name, handler, 5);
    }
    export function fire<K extends keyof ProsodyEvents>(name: K, event: ProsodyEvents[K]): unknown {
      return module.fire_event(name, event);
    }
    export function offer<K extends keyof ProvidedItems>(kind: K, item: ProvidedItems[K]): void {
      module.provides(kind, item);
    }
    export function add<K extends keyof ItemKinds>(kind: K, item: ItemKinds[K]): number {
      module.add_item(kind, item);
      return module.get_host_items(kind).length;
    }
    on(["roster-load", "resource-bind"], () => undefined);
  `;
  assert.deepEqual(faults_in({ "wrappers.ts": wrappers }), []);
});
