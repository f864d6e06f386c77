import assert from "node:assert/strict";
import { test } from "node:test";
import { type Callback, callbacks_of } from "./callbacks.ts";
import { faults_in } from "./compiled.ts";

const callbacks = callbacks_of("13.0");

/** A function that takes so many parameters, as one would write it there. */
function written({ is_method }: Callback, parameters: number): string {
  const names = Array.from({ length: parameters }, (_, index) => `_${index}`).join(", ");
  return is_method ? `(${names}) { return nothing(); }` : `(${names}) => nothing()`;
}

const uses = callbacks.flatMap((callback) => [
  ...Array.from({ length: callback.parameters + 1 }, (_, parameters) => ({
    name: `${callback.name} with ${parameters} of ${callback.parameters}`,
    line: callback.use(written(callback, parameters)),
  })),
  ...callback.results.map((result) => ({
    name: `${callback.name} that gives ${result}`,
    line: callback.use(callback.is_method ? `() { return ${result}; }` : `() => ${result}`),
  })),
]);

const head = [
  "export {};",
  "declare function take<T>(this: void, it: T): void;",
  "declare function given<T>(this: void): T;",
  "declare function nothing(this: void): never;",
].join(" ");
const source = [head, ...uses.map(({ line }) => line)].join("\n");

test("callbacks are found of every kind", (context) => {
  context.diagnostic(`${callbacks.length} callbacks, ${uses.length} ways to take fewer parameters or all`);
  for (const known of [
    "ProsodyModule.add_timer.callback",
    "ProsodyModule.handle_items.added",
    "ProsodyModuleCallbacks.add_host",
    "AuthProvider.get_sasl_handler",
    "StorageProvider.open",
    "AdhocCommand.handler",
    "HttpServerResponse.on_destroy",
    "CronTask.run",
    '"net.http".request.callback',
    '"util.promise".Promise.next.on_fulfilled',
    '"net.server".Listener.onincoming',
    "module.hook(roster-load)",
  ]) {
    assert.ok(
      callbacks.some(({ name }) => name.includes(known)),
      `${known} is not among them`,
    );
  }
});

for (const noImplicitSelf of [true, false]) {
  test(`each takes a function with fewer parameters, and several values as it can give them, noImplicitSelf = ${String(noImplicitSelf)}`, () => {
    const faults = faults_in({ "callbacks.ts": source }, { entry: "13.0", noImplicitSelf });
    assert.deepEqual(
      faults.map(({ line, text }) => `${uses[line - 2]?.name ?? "?"}: ${text}`),
      [],
    );
  });
}
