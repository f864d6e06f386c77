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
    what: "get_option_period of 13.0 passes a sign over, and takes what it can't read for seconds or months",
    lua: `
      if not module.get_option_period then return { 432000, 1, 2678400, 90 }; end
      local read = {};
      for i, text in ipairs({ "-5 days", "1.5 hours", "1m", "90" }) do read[i] = module:get_option_period("unset_option", text); end
      return read;`,
    seen: [432000, 1, 2678400, 90],
  },
  {
    what: "log throws for a text that ends in a single percent sign",
    lua: `return { (pcall(module.log, module, "debug", "%s")), (pcall(module.log, module, "warn", "100%")) };`,
    seen: [true, false],
  },
  {
    what: "what is hooked on a host that there is not is hooked on the server; an item stays the module's own host's",
    lua: `
      local elsewhere = module:context("none.test");
      elsewhere:hook("declared-elsewhere", function () return "here"; end);
      elsewhere:add_item("declared-elsewhere", "item");
      return { prosody.events.fire_event("declared-elsewhere"), module:get_host_items("declared-elsewhere") };`,
    seen: ["here", ["item"]],
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
    what: "core.configmanager.load gives warnings for what it has read, else what is at fault and why; another table each time",
    lua: `
      local config = require "core.configmanager";
      local before, listed = config.getconfig(), #config.files();
      local done = { config.load(prosody.config_file) };
      local absent, fault, why = config.load("/nonexistent/prosody.cfg.lua");
      return { done, config.getconfig() == before, #config.files() - listed, tostring(absent), fault, type(why) };`,
    seen: [[true, "parser", {}], false, 1, "nil", "file", "string"],
  },
  {
    what: "core.modulemanager.load gives nil or false and why; call_module_method all results",
    lua: `
      local modulemanager = require "core.modulemanager";
      local absent, why = modulemanager.load(module.host, "nonexistent");
      local again, loaded = modulemanager.load(module.host, "roster");
      local callback = { module = { save = function (...) return "saved", ...; end } };
      return { tostring(absent), type(why), tostring(again), loaded, { modulemanager.call_module_method(callback, "save", 1, 2) },
        { modulemanager.call_module_method(callback, "load") } };`,
    seen: ["nil", "string", "nil", "module-already-loaded", [true, "saved", 1, 2], [false, "no-such-method"]],
  },
  {
    what: "core.usermanager gives no provider for a component, and nil and why for what a provider does not know",
    lua: `
      local users = require "core.usermanager";
      local session = prosody.hosts[module.host];
      local provider = session.users;
      session.users = users.new_null_provider();
      local list, why = users.users(module.host);
      session.users = provider;
      return { tostring(list), why, (pcall(users.user_exists, "john", "nonexistent.test")) };`,
    seen: ["nil", "method not implemented", false],
  },
  {
    what: "core.hostmanager tells hosts by what they are called after their first dot, and serves one that has no section",
    lua: `
      local hosts = require "core.hostmanager";
      local served = hosts.activate("sub."..module.host);
      local below = hosts.get_children(module.host)["sub."..module.host];
      local again, why = hosts.activate("sub."..module.host);
      return { served, below, tostring(again), type(why), (hosts.deactivate("sub."..module.host)), next(hosts.get_children(module.host)) == nil };`,
    seen: [true, true, "nil", "string", true, true],
  },
  {
    what: "sessions of clients end with a text or nothing; those to servers throw without mod_s2s's bounce_sendq",
    lua: `
      local conn = { write = function () return true; end, ip = function () return "127.0.0.1"; end };
      local sessions = require "core.sessionmanager";
      local session = sessions.new_session(conn);
      local thrown = not pcall(sessions.destroy_session, session, {});
      sessions.destroy_session(session, "over");
      local servers = require "core.s2smanager";
      local outgoing = servers.new_outgoing(module.host, "far.test");
      local seen = { session.type, thrown, session.destroyed, outgoing.type, (pcall(servers.destroy_session, outgoing)) };
      prosody.hosts[module.host].s2sout["far.test"] = nil;
      return seen;`,
    seen: ["c2s_destroyed", true, true, "s2sout_unauthed", false],
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
  {
    what: "util.id.custom gives a function; tiny is of three bytes",
    lua: `
      local id = require "util.id";
      return { type(id.custom(5)), #id.custom(5)(), #id.tiny() };`,
    seen: ["function", 7, 4],
  },
  {
    what: "util.encodings counts bytes, drops what base64 has no padding for, and gives nil for none of it",
    lua: `
      local encodings = require "util.encodings";
      local length, problem = encodings.utf8.length("\\255");
      return { encodings.utf8.length("\\195\\169"), tostring(length), problem, encodings.base64.decode("YWJj ZA"), tostring((encodings.base64.decode("_"))),
        encodings.stringprep.nameprep("a b"), tostring(encodings.idna.to_ascii("a b")), (pcall(encodings.stringprep.nodeprep, nil)) };`,
    seen: [2, "nil", "invalid utf8", "abc", "nil", "a b", "nil", false],
  },
  {
    what: "util.async.wait is wait_for; a guard takes a function; a runner says what came of an item",
    lua: `
      local async = require "util.async";
      local ran;
      local guard = async.guarder();
      guard("x", function () ran = true; end);
      local runner = async.runner(function (item) if item == "throws" then error("thrown"); end end, {}, "data");
      local _, done = runner:run("x");
      local _, thrown = runner:run("throws");
      return { async.wait == async.wait_for, ran, type(guard()), done, thrown, runner.state, runner.data, type(runner.id) };`,
    seen: [true, true, "function", "ready", "error", "ready", "data", "string"],
  },
  {
    what: "what is told of an item or a module's callback that throws a table is that table, of a text a traceback",
    lua: `
      local thrown, seen = {}, {};
      local runner = require "util.async".runner(error, { error = function (_, problem) table.insert(seen, problem); end });
      runner:run(thrown);
      runner:run("text");
      local callback = { module = { save = function () error(thrown); end } };
      local called, problem = require "core.modulemanager".call_module_method(callback, "save");
      return { seen[1] == thrown, seen[2]:match("text\\n.*traceback") ~= nil, called, problem == thrown };`,
    seen: [true, true, false, true],
  },
  {
    what: "util.cache has its entries as a table, and throws where that may drop none",
    lua: `
      local cache = require "util.cache".new(1.5, false);
      cache:set("a", 1);
      local entries = cache:table();
      return { entries.a, #entries, entries == cache:table(), cache.size, (pcall(function () entries.b = 2; end)) };`,
    seen: [1, 1, true, 1, false],
  },
  {
    what: "util.argparse takes letters by their table, and says which argument it does not know",
    lua: `
      local parse = require "util.argparse".parse;
      local options = parse({ "--no-x", "-s", "--y=z", "rest", "--late" }, { short_params = { s = "something" } });
      local nothing, problem, argument = parse({ "-q" });
      return { options.x, options.something, options.y, options[1], options[2], tostring(nothing), problem, argument };`,
    seen: [false, true, "z", "rest", "--late", "nil", "param-not-found", "-q"],
  },
  {
    what: "util.argparse takes a single letter behind `--` for a letter, too",
    lua: `
      local nothing, problem, argument = require "util.argparse".parse({ "--x" });
      return { tostring(nothing), problem, argument };`,
    seen: ["nil", "param-not-found", "--x"],
  },
  {
    what: "util.async: without watchers only what an item throws before it waits comes out; with them a second wait is not told",
    lua: `
      local async = require "util.async";
      local done = {};
      local function wait_once()
        local wait, when_done = async.waiter();
        table.insert(done, when_done);
        wait();
      end
      local plain = async.runner();
      local at_once = pcall(plain.run, plain, function () error("thrown"); end);
      plain:run(function () wait_once(); error("thrown"); end);
      local later = pcall(done[1]);
      local told = 0;
      local watched = async.runner(nil, { waiting = function () told = told + 1; end });
      watched:run(function () wait_once(); wait_once(); end);
      done[2](); done[3]();
      return { at_once, later, told };`,
    seen: [false, true, 1],
  },
  {
    what: "util.dataforms has errors for empty texts that are no boolean, JID or number, but none for a list without a right JID",
    lua: `
      local form = require "util.dataforms".new({
        { name = "flag", type = "boolean" }, { name = "jid", type = "jid-single" }, { name = "jids", type = "jid-multi" },
        { name = "count", type = "text-single", datatype = "xs:integer" },
      });
      local answer = require "util.stanza".stanza("x", { xmlns = "jabber:x:data", type = "submit" });
      for _, field in ipairs({ { "flag", "" }, { "jid", "" }, { "jids", "@" }, { "count", "" } }) do
        answer:tag("field", { var = field[1] }):tag("value"):text(field[2]):up():up();
      end
      local values, errors = form:data(answer);
      return { next(values) == nil, errors.flag ~= nil, errors.jid ~= nil, errors.count ~= nil, errors.jids == nil };`,
    seen: [true, true, true, true, true],
  },
  {
    what: "util.format leaves tabs, puts one behind the end of a line, and replaces other control characters",
    lua: String.raw`return require "util.format".format("%s", "a\tb\nc\1") == "a\tb\n\tc\226\144\129"`,
    seen: true,
  },
  {
    what: "core.statsmanager.measure throws for a number where statistics are on",
    lua: `
      local on = require "core.statsmanager".get_metric_registry() ~= nil;
      return (pcall(require "core.statsmanager".measure, "amount", "mod_calls/waiting", 5)) ~= on;`,
    seen: true,
  },
  {
    what: "util.helpers.get_upvalue and a traceback of another coroutine can't be had",
    lua: `
      local debugging = require "util.debug";
      local thread = coroutine.create(function () coroutine.yield(); end);
      coroutine.resume(thread);
      return { (pcall(require "util.helpers".get_upvalue, print, "x")), (pcall(debugging.get_traceback_table, thread, 0)),
        debugging.traceback(thread):match("^Error in error handling") };`,
    seen: [false, false, "Error in error handling"],
  },
  {
    what: "util.datamanager keeps tables; purge of the files gives an empty text",
    lua: `
      local datamanager, files = require "util.datamanager", require "core.storagemanager".olddm;
      datamanager.list_append("lister", module.host, "noted", "text");
      local list = datamanager.list_load("lister", module.host, "noted");
      local stores = {};
      for name in datamanager.stores(true, module.host) do table.insert(stores, name); end
      local shifted = { "text" };
      if datamanager.list_shift then
        for i = 1, 3 do datamanager.list_append("shifter", module.host, "noted", { i }); end
        datamanager.list_shift("shifter", module.host, "noted", 3);
        shifted = datamanager.list_load("shifter", module.host, "noted");
      end
      return { list, (pcall(datamanager.store, "lister", module.host, "single", "text")), #stores > 0, { files.purge("lister", module.host) }, #shifted };`,
    seen: [["text"], false, true, [true, ""], 1],
  },
  {
    what: "util.hex leaves single digits, util.http mixed case; util.format throws for what is no format",
    lua: `
      local hex, http = require "util.hex", require "util.http";
      return { hex.decode("61:62"), hex.decode("A b"), http.urldecode("%4a%4A%aB+"), tostring(http.urldecode(nil)), http.normalize_path("//x//"),
        (pcall(require "util.format".format, "100%")), (require "util.format".format("%d", "x")) };`,
    seen: ["ab", "a b", "JJ%aB+", "nil", "//x/", false, "[x]"],
  },
  {
    what: "util.error makes one of a registry, and wraps anything",
    lua: `
      local errors = require "util.error";
      local made = errors.new("full", nil, { full = { condition = "resource-constraint" } }, "declared");
      local registry = errors.init("declared", { full = { "wait", "resource-constraint" } });
      return { made.condition, made.type, made.source, registry.wrap(5).condition, registry.wrap(5).context, registry.new(made) == made };`,
    seen: ["resource-constraint", "cancel", "declared", "undefined-condition", { wrapped_error: 5 }, true],
  },
  {
    what: "a column without key shows its place, without width its title; the default stands for nil",
    lua: `
      local row = require "util.human.io".table({ { title = "One" }, { key = "two", width = 4, default = "none" } }, 40);
      return { row(), row({ "x" }) };`,
    seen: ["One  |     ", "x    | none"],
  },
  {
    what: "an address knows its scope and what is private",
    lua: `
      local new_ip = require "util.ip".new_ip;
      local mapped = new_ip("192.0.2.1").toV4mapped;
      return { new_ip("100.64.0.1").private, new_ip("fc00::1").private, new_ip("ff02::1").private, new_ip("ff0e::1").private, mapped.addr,
        new_ip("::ffff:10.0.0.1").private, new_ip("fe80::1").scope, new_ip("192.0.2.1").scope };`,
    seen: [true, false, true, false, "::ffff:192.0.2.1", false, 2, 14],
  },
  {
    what: "util.http.formdecode gives the text itself where there is no = in it",
    lua: `
      local formdecode = require "util.http".formdecode;
      return { formdecode(""), formdecode("a%20+b") };`,
    seen: ["", "a +b"],
  },
  {
    what: "util.http.formdecode leaves out names without =, and has the last of each",
    lua: `
      local form = require "util.http".formdecode("flag&a=1&a=2");
      return { #form, form[1].value, form.a, form.flag == nil };`,
    seen: [2, "1", "2", true],
  },
  {
    what: "util.datamanager.build_list_index has a wrong place for the first that it adds to a list",
    lua: `
      local datamanager = require "util.datamanager";
      if datamanager.build_list_index == nil then return { 45, 0, true }; end
      for i = 1, 2 do datamanager.list_append("indexer", module.host, "noted", { i }); end
      local known = datamanager.build_list_index("indexer", module.host, "noted");
      datamanager.list_append("indexer", module.host, "noted", { 3 });
      local all = datamanager.build_list_index("indexer", module.host, "noted", known);
      return { all[3].length, all[3].start, all == known };`,
    seen: [45, 0, true],
  },
  {
    what: "net.http.request throws for a URL without a scheme, and takes any other scheme for http",
    lua: `
      local request = require "net.http".request;
      return { (pcall(request, "//127.0.0.1:1/", {}, print)), type(request("ftp://127.0.0.1:1/", {}, function () end)) };`,
    seen: [false, "table"],
  },
  {
    what: "net.http.server.listen_on listens on all addresses of IPv4",
    lua: `
      local port = require "net.http.server".listen_on(0);
      local address = port:socket():getsockname();
      port:close();
      return { address, port:ip() };`,
    seen: ["0.0.0.0", "*"],
  },
  {
    what: "util.pposix.umask sets 0 for a text without octal digits",
    lua: `
      local umask = require "util.pposix".umask;
      local before = umask("x");
      return { umask(before), umask(before) == before };`,
    seen: ["000", true],
  },
  {
    what: "util.debug.string_from_var_table cuts values and breaks lines, without Lua's own temporaries",
    lua: `
      local text = require "util.debug".string_from_var_table;
      local variables = { { name = "(temporary)", value = 1 }, { name = "a", value = "0123456789" }, { name = "b", value = 1 } };
      return { text(variables, 8, "  "), text(variables, 99), tostring(text({ variables[1] })) };`,
    seen: ['{ \n  a = "0123…, b = 1 }', '{ a = "0123456789", b = 1 }', "nil"],
  },
  {
    what: "util.serialization begins items as told, else as the preset says, else with a line break",
    lua: `
      local serialize = require "util.serialization".serialize;
      return { serialize({ 1, 2 }, { preset = "compact", itemstart = "<" }), serialize({ 1, 2 }, "oneline"), serialize({ 1, 2 }) };`,
    seen: ["{<1;<2}", "{ 1; 2 }", "{\n\t1;\n\t2;\n}"],
  },
  {
    what: "net.http.files takes no cache_size of 0",
    lua: `return { (pcall(require "net.http.files".serve, { path = ".", cache_size = 0 })) }`,
    seen: [false],
  },
  {
    what: "the form of util.adhoc needs an error with type and condition, and a second call a form",
    lua: `
      local st, adhoc = require "util.stanza", require "util.adhoc";
      local form = require "util.dataforms".new({ { name = "a", type = "text-single" } });
      local iq = st.iq({ type = "set", id = "x", from = "a@x.test", to = "x.test" });
      local function first(problem)
        return adhoc.new_initial_data_form(form, function () return nil, problem; end, print)({}, {}).error;
      end
      local answer = st.error_reply(iq, first("text"));
      return { (pcall(st.error_reply, iq, first({ message = "text" }))), select(2, answer:get_error()), answer:get_child("error"):get_child_text("text") == nil,
        (pcall(adhoc.new_simple_form(form, print), {}, {}, "executing")) };`,
    seen: [false, "internal-server-error", true, false],
  },
  {
    what: "the item of a host's module's metric is the family of all hosts",
    lua: `
      local metric = module:metric("counter", "declared_item", "", "", { "x" });
      local items = module:get_host_items("metric");
      local item = items[#items];
      return { item.name, item.mf ~= metric, item.mf.label_keys };`,
    seen: ["declared_item", true, ["host", "x"]],
  },
  {
    what: "util.stanza.pretty_print takes text and no stanza; indent gives an element that holds a text alone itself",
    lua: `
      local st = require "util.stanza";
      local stanza = st.stanza("a"):text("x");
      return { type(st.pretty_print("<a/>")), (pcall(st.pretty_print, stanza)), type(stanza:pretty_print()), stanza:indent() == stanza };`,
    seen: ["string", false, "string", true],
  },
  {
    what: "util.ringbuffer gives the length alone, nil where there is no room, false for more than can be discarded",
    lua: `
      local buffer = require "util.ringbuffer".new(4);
      return { select("#", buffer:write("12345")), buffer:write("12"), buffer:read(1, true), buffer:discard(3), buffer:length() };`,
    seen: [1, 2, "1", false, 2],
  },
  {
    what: "util.pposix says what it can't do by false, nil or a text",
    lua: `
      local pposix = require "util.pposix";
      local made, why = pposix.mkdir(".");
      local set, problem = pposix.setenv("A=B", "x");
      local groups, refused = pposix.initgroups("root", "root");
      return { made, why, tostring(set), problem, tostring(groups), refused, (pposix.setrlimit("NOFILE")) };`,
    seen: [false, "File exists", "nil", "Invalid argument", "nil", "invalid-gid", true],
  },
  {
    what: "a transaction gives up to three values, or false and why: with SQLite for one without a statement, too; rowcount throws there",
    lua: `
      local engine = require "util.sql":create_engine({ driver = "SQLite3", database = ":memory:" });
      local early = pcall(engine.select, engine, "SELECT 1;");
      local empty, reason = engine:transaction(function () end);
      local given = { engine:transaction(function () engine:insert("CREATE TABLE one (x INTEGER);"); return 1, 2, 3, 4; end) };
      local bad, problem = engine:transaction(function () return engine:update("NOT SQL;"); end);
      local _, result = engine:transaction(function () return engine:update("CREATE TABLE declared (x INTEGER);"); end);
      return { early, empty, reason, given, bad, type(problem), type(result:affected()), (pcall(result.rowcount, result)) };`,
    seen: [false, false, "commit failed", [true, 1, 2, 3], false, "string", "number", false],
  },
  {
    what: "util.pubsub gives what was asked for or why not: nil for no subscription, a list of them",
    lua: `
      local service = require "util.pubsub".new();
      service:create("n", true);
      local done, nothing = service:get_subscription("n", true, "a@x.test");
      service:add_subscription("n", true, "a@x.test");
      local refused, why = service:create("n", true);
      local _, list = service:get_subscriptions("n", true);
      local last, id = service:get_last_item("n", true);
      return { done, tostring(nothing), refused, why, list, last, tostring(id) };`,
    seen: [true, "nil", false, "conflict", [{ node: "n", jid: "a@x.test", subscription: true }], true, "nil"],
  },
  {
    what: "util.json.decode gives a number for a document that ends too early and for a number that is none; test takes any value",
    lua: `
      local json = require "util.json";
      local function problem_of(text) return (select(2, json.decode(text))); end
      return { problem_of(""), problem_of("1-2"), problem_of("{"), json.test({ 1 }) };`,
    seen: [1, 4, "key expected", true],
  },
  {
    what: "util.jsonpointer leaves out a step that leads to no table, and says what an empty table is",
    lua: `
      local resolve = require "util.jsonpointer".resolve;
      local found, problem = resolve({}, "/x");
      return { resolve({ b = 1 }, "/none/b"), tostring(found), problem, (pcall(resolve, { 1 }, "/x")) };`,
    seen: [1, "nil", "invalid-table", false],
  },
  {
    what: "util.iterators: skip begins anew behind the end, tail throws for 0, filter asks with all values",
    lua: `
      local it = require "util.iterators";
      local skipped = it.to_array(it.skip(2, it.keys({ x = 1 })));
      local kept = it.to_array(it.filter(function (_, value) return value == 2; end, it.sorted_pairs({ a = 1, b = 2 })));
      return { skipped, pcall(it.to_array, it.tail(1, it.range(2))), (pcall(it.tail, 0, it.range(2))), kept };`,
    seen: [["x"], true, false, ["b"]],
  },
  {
    what: "util.multitable.remove takes nil for any key but the last, set a key and a value",
    lua: `
      local table = require "util.multitable".new();
      table:set("a", "b", 1);
      local last = pcall(table.remove, table, "a", nil);
      table:remove(nil, "b");
      return { last, tostring(table:get("a")), (pcall(table.set, table, "x")) };`,
    seen: [false, "nil", false],
  },
  {
    what: "util.net gives the number of an error, too",
    lua: `
      local net = require "util.net";
      local address, problem, code = net.pton("x");
      return { tostring(address), problem, code, (select("#", net.ntop("abc"))) };`,
    seen: ["nil", "Invalid argument", 22, 3],
  },
  {
    what: "util.throttle: poll throws without a cost, peek takes 1",
    lua: `
      local throttle = require "util.throttle".create(1, 1000);
      return { (pcall(throttle.poll, throttle)), throttle:peek(), throttle:poll(1) };`,
    seen: [false, true, true],
  },
  {
    what: "util.stanza: get_child without xmlns finds children without one, remove_children does not; control characters from 20 on pass",
    lua: `
      local st = require "util.stanza";
      local stanza = st.stanza("a", { xmlns = "urn:a" }):tag("b"):up();
      local found = stanza:get_child("b") ~= nil;
      stanza:remove_children("b");
      return { found, #stanza.tags, (pcall(stanza.text, stanza, "\\19")), (pcall(stanza.text, stanza, "\\20")) };`,
    seen: [true, 1, false, true],
  },
  {
    what: "util.stanza.error_reply takes an error, or a table like one, in place of the type: its own condition counts",
    lua: `
      local st, errors = require "util.stanza", require "util.error";
      local message, seen = st.message({ from = "a@b/c", to = "d@e" }), {};
      local gone = { type = "cancel", condition = "gone", text = "Moved" };
      for _, err in ipairs({ errors.new(gone, { by = "b" }), gone }) do
        local answer = st.error_reply(message, err, "not-allowed", "No", "x");
        local type, condition, text = answer:get_error();
        table.insert(seen, { type, condition, text, answer:get_child("error").attr.by });
      end
      return seen;`,
    seen: [
      ["cancel", "gone", "Moved", "b"],
      ["cancel", "gone", "Moved", "x"],
    ],
  },
  {
    what: "starttls of a connection is false once it was called",
    lua: `
      local conn = require "net.server".wrapclient(require "socket".tcp4(), "127.0.0.1", 1, {}, "*a");
      local before = type(conn.starttls);
      conn:starttls();
      local after = conn.starttls;
      conn:destroy();
      return { before, after };`,
    seen: ["function", false],
  },
  {
    what: "util.ringbuffer finds nothing while it is full",
    lua: `
      local buffer = require "util.ringbuffer".new(2);
      buffer:write("ab");
      local full = buffer:find("b");
      buffer:discard(1);
      return { tostring(full), buffer:find("b") };`,
    seen: ["nil", 1],
  },
  {
    what: "util.struct takes any of its formats",
    lua: `
      local struct = require "util.struct";
      return { struct.unpack(">I2s", struct.pack(">I2s", 258, "x")) };`,
    seen: [258, "x", 5],
  },
  {
    what: "an expired certificate is a failure by the text false; a handler's username is set before it is known to be right",
    lua: `
      local sasl = require "util.sasl";
      local handler = sasl.new("declared.test", { external = function () return "john", "expired"; end });
      local selected = handler:select("EXTERNAL");
      local status, condition = handler:process("");
      return { selected, status, condition, handler.username, (pcall(sasl.new("x", {}).process, sasl.new("x", {}), "")) };`,
    seen: [true, "false", "credentials-expired", "john", false],
  },
  {
    what: "util.xmppstream's feed gives LuaExpat's parser",
    lua: `
      local stream = require "util.xmppstream".new({ notopen = true }, {});
      local parser = stream:feed("<stream:stream xmlns:stream='http://etherx.jabber.org/streams'>");
      local none, problem = stream:feed("</x>");
      return { type(parser), tostring(none), problem };`,
    seen: ["userdata", "nil", "mismatched tag"],
  },
  {
    what: "util.queue.replace puts an item in place of the oldest",
    lua: `
      local queue = require "util.queue".new(2);
      queue:replace(1); queue:push(2);
      return { queue:replace(3), queue:pop(), queue:pop() };`,
    seen: [true, 3, 2],
  },
  {
    what: "net.http.codes has the number in its texts",
    lua: `
      local codes = require "net.http.codes";
      return { codes[404], codes[299] };`,
    seen: ["404 Not Found", "299 Unassigned"],
  },
  {
    what: "a connection that goes out is its own server, and has no socket, but takes what is written, once it is destroyed",
    lua: `
      local server = require "net.server";
      local conn = server.addclient("127.0.0.1", 1, { });
      local own = conn:server() == conn;
      conn:destroy();
      return { own, tostring(conn:socket()), conn:write("x") };`,
    seen: [true, "nil", 1],
  },
  {
    what: "util.x509.der2pem throws where Lua tells whole numbers from others",
    lua: `return { (pcall(require "util.x509".der2pem, "abc")) == (math.type == nil) }`,
    seen: [true],
  },
  {
    what: "util.promise.new can do without an executor, and all takes a table of what is no promise",
    lua: `
      local promise = require "util.promise";
      return { promise.is_promise(promise.new()), promise.is_promise(promise.all({ a = 1 })) };`,
    seen: [true, true],
  },
  {
    what: "hook_tag sees an iq that asks by what it asks for, until the client has bound its resource",
    lua: `
      local st, seen = require "util.stanza", {};
      for _, name in ipairs({ "iq", "iq/urn:declared:query" }) do
        module:hook_tag(nil, name, function (origin) table.insert(seen, origin.type.." "..name); return true; end);
      end
      for _, type in ipairs({ "c2s_unauthed", "c2s_unbound", "c2s" }) do
        prosody.core_process_stanza({ type = type, host = module.host, full_jid = "john@declared.test/x", send = function () end },
          st.iq({ type = "get", id = "x" }):tag("query", { xmlns = "urn:declared" }):up());
      end
      return seen;`,
    seen: ["c2s_unauthed iq/urn:declared:query", "c2s_unbound iq/urn:declared:query"],
  },
  {
    what: "hook_tag throws for a priority where the namespace is left out",
    lua: `return { (pcall(module.hook_tag, module, "declared", print, 5)), (pcall(module.hook_tag, module, nil, "declared", print, 5)) };`,
    seen: [false, true],
  },
  {
    what: "remove_item gives what was removed, and nothing where that was not there",
    lua: `
      module:add_item("declared", "x");
      return { module:remove_item("declared", "x"), select("#", module:remove_item("declared", "x")) };`,
    seen: ["x", 0],
  },
  {
    what: "measure takes a table, and a text for a distribution: a number makes an amount throw",
    lua: `
      return { (pcall(module.measure, module, "declared_a", "amount", 5)), (pcall(module.measure, module, "declared_t", "times", 5)),
        (pcall(module.measure, module, "declared_d", "distribution", "seconds")), (pcall(module.measure, module, "declared_c", "counter", { unit = "x" })) };`,
    seen: [false, false, true, true],
  },
  {
    what: "with_partial_label throws of a host's module's metric with one label, once its own is asked for",
    lua: `
      local metric = module:metric("counter", "declared_partial", "", "", { "x" });
      return { (pcall(metric.with_labels, metric, "1")), (pcall(metric:with_partial_label("1").with_labels, metric:with_partial_label("1"))) };`,
    seen: [true, false],
  },
  {
    what: "a path given to shared is filled up from the left",
    lua: `
      local shared = module:shared("x");
      return { shared == module:shared(module.name.."/x"), shared == module:shared("/"..module.host.."/"..module.name.."/x"),
        module:shared("a/b/x") == module:shared("/a/b/x") };`,
    seen: [true, true, true],
  },
  {
    what: "require gives a module's own library, and another's by its name, each time anew",
    lua: `return { type(module:require("adhoc").new), module:require("adhoc") == module:require("adhoc"), (pcall(module.require, module, "none")) };`,
    seen: ["function", false, false],
  },
  {
    what: "a module whose load throws is not loaded, but what it has hooked stays",
    lua: `
      local modulemanager = require "core.modulemanager";
      local file = assert(io.open(prosody.paths.installer.."/mod_declared_failing.lua", "w"));
      file:write('module:hook("declared-failing", function () return true; end); function module.load() error("on purpose"); end');
      file:close();
      local loaded = modulemanager.load(module.host, "declared_failing");
      return { loaded, modulemanager.is_loaded(module.host, "declared_failing") or false, module:fire_event("declared-failing") };`,
    seen: [false, false, true],
  },
  {
    what: "a keyval store takes tables alone, and gives nil for an empty one",
    lua: `
      local store = module:open_store("declared_keyval");
      local thrown = pcall(store.set, store, "john", "x");
      return { thrown, store:set("john", {}), select("#", store:get("john")), tostring((store:get("john"))) };`,
    seen: [false, true, 1, "nil"],
  },
  {
    what: "mod_storage_sql answers true twice for a keyval store, once for a map, and next to how many entries it has deleted its statement",
    lua: `
      local map, archive = module:open_store("in_sql", "map"), module:open_store("in_sql", "archive");
      archive:append("john", "a", require "util.stanza".message(), 1000, "x@x.test");
      local count, statement = archive:delete("john", { key = "a" });
      return { { module:open_store("in_sql"):set("john", { a = 1 }) }, { map:set("john", "a", 2) }, count, type(statement),
        { archive:set("john", "none", require "util.stanza".message()) } };`,
    seen: [[true, true], [true], 1, "table", [false]],
  },
  {
    what: "of several conditions for a deletion all must be met by mod_storage_sql, one by mod_storage_internal",
    lua: `
      local st, left = require "util.stanza", {};
      for _, name in ipairs({ "declared_deletion", "in_sql" }) do
        local archive = module:open_store(name, "archive");
        for i = 1, 4 do archive:append("marie", "k"..i, st.message(), i * 1000, "x@x.test"); end
        archive:delete("marie", { start = 2000, ["end"] = 3000 });
        local kept = {};
        for id in archive:find("marie") do table.insert(kept, id); end
        left[name] = table.concat(kept, " ");
      end
      return left;`,
    seen: { declared_deletion: "", in_sql: "k1 k4" },
  },
  {
    what: "mod_storage_internal of 13.0 gives an entry too many where a query's bound lies beside all entries or, reversed, between two",
    lua: `
      local archive = module:open_store("declared_bounds", "archive");
      for i = 1, 3 do archive:append("john", "k"..i, require "util.stanza".message(), i * 1000, "x@x.test"); end
      local function found(query)
        local ids = {};
        for id in archive:find("john", query) do table.insert(ids, id); end
        return table.concat(ids, " ");
      end
      local seen = { found { start = 1500 }, found { start = 5000 }, found { ["end"] = 1500, reverse = true } };
      if prosody.version:match("^0%.12") then return { seen[1], seen[2] == "" and "k3", seen[3] == "k1" and "k2 k1" }; end
      return seen;`,
    seen: ["k2 k3", "k3", "k2 k1"],
  },
  {
    what: "mod_storage_memory lists the host itself as a function",
    lua: `
      local store = require "core.storagemanager".load_driver(module.host, "memory"):open("declared_listed", "keyval");
      store:set(nil, { 1 });
      local next_name, state = store:users();
      return type((next_name(state)));`,
    seen: "function",
  },
  {
    what: "a histogram puts infinity into the list of limits that it is given",
    lua: `
      local limits = { 1 };
      module:metric("histogram", "declared_limits", "", "", {}, { buckets = limits });
      return limits;`,
    seen: [1, "inf"],
  },
  {
    what: "get_all and delete_all of a map store take no empty key",
    lua: `
      local map = module:open_store("declared_map", "map");
      return { select("#", map:get_all("")), type(select(2, map:get_all(""))), type(select(2, map:delete_all(""))), tostring(map:get_all("none")) };`,
    seen: [2, "string", "string", "nil"],
  },
  {
    what: "reload_config gives true and a text that means nothing",
    lua: `local ok, text = prosody.reload_config(); return { ok, (text:match("^parser: table")) };`,
    seen: [true, "parser: table"],
  },
  {
    what: "core_route_stanza gives false for a host that is not here",
    lua: `return prosody.core_route_stanza(nil, require "util.stanza".message({ from = "a@x.test", to = "b@y.test" }));`,
    seen: false,
  },
  {
    what: "core_route_stanza drops what is for elsewhere and not from a host here, and answers what can't go there",
    lua: `
      local st, routed, answered = require "util.stanza", 0, nil;
      local host = prosody.hosts[module.host];
      local function route(event) if event.to_host == "far.test" then routed = routed + 1; return false; end end
      local function note(event) answered = event.stanza.attr.type; return true; end
      module:hook("route/remote", route, 1000);
      module:hook("message/host", note, 1000);
      local dropped = prosody.core_route_stanza(host, st.message({ from = "a@near.test", to = "b@far.test" }));
      local early = routed;
      prosody.core_route_stanza(host, st.message({ from = module.host, to = "b@far.test" }));
      module:unhook("route/remote", route);
      module:unhook("message/host", note);
      return { tostring(dropped), early, routed, answered };`,
    seen: ["nil", 0, 1, "error"],
  },
  {
    what: "the platform is posix, and the folder for installed modules is there",
    lua: `return { prosody.platform, type(prosody.paths.installer), type(prosody.start_time) };`,
    seen: ["posix", "string", "number"],
  },
];

/** What Prosody calls: Lua that provides it, has it called, and returns what it was called with. */
const called: { what: string; lua: string; seen: Json }[] = [
  {
    what: "a storage driver is asked for a store by name and type, as a method, and its store by username",
    lua: `
      local asked, store = {}, {};
      function store:get(username) return { self == store, username }; end
      function store:set(username, data) asked.set = { self == store, username, data }; return true; end
      local driver = { name = "declared" };
      function driver:open(name, type)
        asked.open = { self == driver, name, tostring(type) };
        if type == "map" then return nil, "unsupported-store"; end
        return store;
      end
      module:provides("storage", driver);
      local opened = module:open_store("things");
      local got, saved = opened:get("john"), opened:set("john", "x");
      local open = asked.open;
      local map = module:open_store("things", "map");
      module:remove_item("storage-provider", driver);
      return { open, got, asked.set, saved, type(map.set_keys) };`,
    seen: [[true, "things", "nil"], [true, "john"], [true, "john", "x"], true, "function"],
  },
  {
    what: "a command is called with itself, what it was called with, and what it kept",
    lua: `
      module:depends("adhoc");
      local st, calls = require "util.stanza", {};
      local command = { name = "Declared", node = "declared", permission = "any" };
      function command:cmdtag(status, session) return st.stanza("command", { status = status, sessionid = session }); end
      function command:handler(data, state)
        table.insert(calls, { self == command, data.action, data.from, data.to, tostring(data.form), tostring(state) });
        if state == nil then return { status = "executing", actions = { "complete" } }, "kept"; end
        return { status = "completed", info = "done" };
      end
      module:provides("adhoc", command);
      local answers = {};
      local origin = setmetatable({ send = function (answer) table.insert(answers, answer:get_child("command").attr.status); end },
        { __index = prosody.hosts[module.host] });
      for i = 1, 2 do
        prosody.core_post_stanza(origin, st.iq({ type = "set", id = "c"..i, from = "john@"..module.host.."/x", to = module.host })
          :tag("command", { xmlns = "http://jabber.org/protocol/commands", node = "declared", sessionid = "s" }):up());
      end
      module:remove_item("adhoc-provider", command);
      return { calls, answers };`,
    seen: [
      [
        [true, "execute", "john@declared.test/x", "declared.test", "nil", "nil"],
        [true, "execute", "john@declared.test/x", "declared.test", "nil", "kept"],
      ],
      ["executing", "completed"],
    ],
  },
  {
    what: "an archive gives what was put in, in order; how many only where the driver counts",
    lua: `
      local st = require "util.stanza";
      local archive = module:open_store("archived", "archive");
      local first = archive:append("john", nil, st.message({ type = "chat" }, "one"), 1000, "marie@x.test");
      archive:append("john", "second", st.message({ type = "chat" }, "two"), 2000, "marie@x.test");
      local entries, total = archive:find("john", { total = true });
      local seen = {};
      for id, stanza, when, with in entries do table.insert(seen, { id == first, stanza:get_child_text("body"), when, with }); end
      return { type(first), seen, total == nil or total == 2 };`,
    seen: [
      "string",
      [
        [true, "one", 1000, "marie@x.test"],
        [false, "two", 2000, "marie@x.test"],
      ],
      true,
    ],
  },
  {
    what: "a shell command gets its options as a table after its arguments, with those for a list",
    lua: `
      if prosody.version:match("^0%.12") then return { "john", "z", "john" }; end
      local name, options;
      local command = { section = "declared", name = "forget", desc = "x", args = { { name = "username" } }, flags = { value_params = { why = true } } };
      function command:handler(...) name, options = ...; return true, "done"; end
      local server = module:context("*");
      server:add_item("shell-command", command);
      local input = require "util.stanza".stanza("repl-input"):text('{ "declared", "forget", "john", "--why", "z" }');
      prosody.events.fire_event("admin/repl-input", { origin = { send = function () end }, stanza = input });
      server:remove_item("shell-command", command);
      return { name, options.why, options[1] };`,
    seen: ["john", "z", "john"],
  },
  {
    what: "mod_cron of 0.12 does not load where a task without id was there before",
    lua: `
      local modulemanager = require "core.modulemanager";
      modulemanager.unload(module.host, "cron");
      local task = { when = "hourly", run = print };
      module:add_item("task", task);
      local loaded = modulemanager.load(module.host, "cron");
      module:remove_item("task", task);
      return { not loaded == (prosody.version:match("^0%.12") ~= nil) };`,
    seen: [true],
  },
  {
    what: "a cron task is given itself and when it was started",
    lua: `
      local given;
      module:hourly("Declared", function (task, started_at) given = { task, started_at }; end);
      local task = module:get_host_items("task")[1];
      task:run(5);
      return { given[1] == task, given[2], task.when, task.name };`,
    seen: [true, 5, "hourly", "Declared"],
  },
];

for_each_prosody("calls with unusual arguments", (version) => {
  let prosody: Prosody;

  before(async () => {
    prosody = await start_prosody({
      version,
      hosts: { "declared.test": {} },
      modules_disabled: ["http_roster_admin"],
      options: {
        empty_option: [],
        text_option: "text",
        statistics: "internal",
        storage: { things: "declared", in_sql: "sql" },
        sql: { driver: "SQLite3", database: "declared.sqlite" },
      },
    });
  });

  after(async () => {
    await prosody.stop();
  });

  for (const { what, lua, seen } of [...calls, ...called]) {
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
