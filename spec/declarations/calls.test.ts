import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { for_each_prosody } from "../support/each_prosody.ts";
import { type Json, type Prosody, start_prosody } from "../support/prosody.ts";

/** Calls with an unusual argument, where a declaration says something that is easily got wrong: Lua that returns what is seen. */
const calls: { what: string; lua: string; seen: Json }[] = [
  {
    what: "net.http.request gives nil and why for a URL without a host, and its callback a request without url and id",
    lua: `
      local body, code, request, nothing;
      local returned, problem = require "net.http".request("mailto:x", {}, function (...)
        body, code, request, nothing = ...;
      end);
      return { tostring(returned), problem, body, code, tostring(request.url), tostring(request.id), tostring(nothing) };`,
    seen: ["nil", "invalid-url", "invalid-url", 0, "nil", "nil", "nil"],
  },
  {
    what: "net.http.request gives its callback nothing where the URL can't be read",
    lua: `
      local request;
      local returned, problem = require "net.http".request("", {}, function (_, _, ...) request = ...; end);
      return { tostring(returned), problem, tostring(request) };`,
    seen: ["nil", "invalid-url", "nil"],
  },
  {
    what: "get_option_string gives nil for an option set to {}, in spite of a default",
    lua: `return tostring(module:get_option_string("empty_option", "default"))`,
    seen: "nil",
  },
  {
    what: "get_option_number and get_option_boolean give nil for what is neither, in spite of a default",
    lua: `return { tostring(module:get_option_number("text_option", 5)), tostring(module:get_option_boolean("text_option", true)) }`,
    seen: ["nil", "nil"],
  },
  {
    what: "the null driver's users() gives false and why",
    lua: `
      local store = require "core.storagemanager".load_driver(module.host, "null"):open("any", "keyval");
      local iterator, problem = store:users();
      return { iterator, type(problem) };`,
    seen: [false, "string"],
  },
  {
    what: "the internal driver's users() gives an iterator",
    lua: `
      local store = module:open_store("listed", "keyval");
      store:set("john", { 1 });
      local next_name, state = store:users();
      return { type(next_name), next_name(state) };`,
    seen: ["function", "john"],
  },
  {
    what: "iq/self fires with the host's session for an iq that a module sends without to",
    lua: `
      local st = require "util.stanza";
      local origin;
      local function note(event) origin = event.origin; return true; end
      module:hook("iq/self", note, 1000);
      module:send(st.iq({ type = "get", id = "x" }):tag("query", { xmlns = "urn:declared" }):up());
      module:unhook("iq/self", note);
      return { origin == prosody.hosts[module.host], tostring(origin.username), tostring(origin.roster) };`,
    seen: [true, "nil", "nil"],
  },
];

for_each_prosody("calls with unusual arguments", (version) => {
  let prosody: Prosody;

  before(async () => {
    prosody = await start_prosody({
      version,
      hosts: { "declared.test": {} },
      modules_disabled: ["http_roster_admin"],
      options: { empty_option: [], text_option: "text" },
    });
  });

  after(async () => {
    await prosody.stop();
  });

  for (const { what, lua, seen } of calls) {
    test(what, async () => {
      assert.deepEqual(await prosody.lua(lua, []), seen);
    });
  }

  for (const [origins, allowed] of [
    ["*", "https://web.test"],
    [["https://web.test"], "https://web.test"],
    ["https://web.test", undefined],
  ] as const) {
    test(`cors.origins = ${JSON.stringify(origins)} allows ${String(allowed)}`, async () => {
      await prosody.lua(
        `module:remove_item("http-provider", module.environment.app);
        module.environment.app = { name = "cors", cors = { enabled = true, origins = (...) }, route = { GET = "x" } };
        module:provides("http", module.environment.app);`,
        [origins],
      );
      const answer = await prosody.request("GET", "/cors", { headers: { Origin: "https://web.test" } });
      assert.equal(answer.headers["access-control-allow-origin"], allowed);
    });
  }
});
