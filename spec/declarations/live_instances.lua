-- Runs inside the server. Says how to come by a live one of each declared interface.
local cache = require "util.cache";
local errors = require "util.error";
local http = require "net.http";
local modulemanager = require "core.modulemanager";
local rostermanager = require "core.rostermanager";
local st = require "util.stanza";
local usermanager = require "core.usermanager";

local host = module.host;
local rooms_host, room = "rooms."..host, nil;
local http_event, client_request, client_response, bound, destroyed;

module:provides("http", {
	name = "declared";
	route = {
		["POST /*"] = function (event)
			http_event = event;
			return "";
		end;
	};
});

local function roster()
	return (rostermanager.load_roster("john", host));
end

local function metric(kind)
	return module:metric(kind, "declared_"..kind, "", "", {}, { buckets = { 1 } });
end

local function family()
	metric("counter");
	return require "core.statsmanager".get_metric_registry():get_metric_families()["prosody_mod_"..module.name.."/declared_counter"];
end

local function archive()
	return (module:open_store("declared_archive", "archive"));
end

local function combined()
	local store = module:open_store("declared", "keyval+");
	return store and store.get_key_from_all ~= store.get and store or nil;
end

local instances = {
	["ModuleTimer"] = { function () return module:add_timer(3600, function () end); end };
	["LoadedModule"] = { function () return modulemanager.get_module(host, "roster"); end };
	["ProsodyModule"] = { function () return module; end };
	["EventSource"] = { function () return prosody.events; end, function () return require "net.http.server"; end };
	["EventsObject"] = { function () return prosody.events; end, function () return prosody.hosts[host].events; end };
	["ProsodyGlobal"] = { function () return prosody; end };
	["HostSession"] = { function () return prosody.hosts[host]; end };
	["StanzaOrigin"] = { function () return prosody.hosts[host]; end, function () return bound; end };
	["C2sSession"] = { function () return bound; end, function () return destroyed; end };
	["BoundSession"] = { function () return bound; end };
	["UserRecord"] = { function () return prosody.bare_sessions["john@"..host]; end };
	["Roster"] = { roster };
	["RosterMetadata"] = { function () return roster()[false]; end };
	["RosterItem"] = { function ()
		rostermanager.set_contact_pending_out("john", host, "contact@"..host);
		return roster()["contact@"..host];
	end };
	["HttpRequestEvent"] = { function () return http_event; end };
	["HttpServerRequest"] = { function () return http_event.request; end };
	["HttpServerResponse"] = { function () return http_event.response; end };
	["CounterMetric"] = { function () return metric("counter"):with_labels(); end };
	["GaugeMetric"] = { function () return metric("gauge"):with_labels(); end };
	["SampledMetric"] = {
		function () return metric("summary"):with_labels(); end;
		function () return metric("histogram"):with_labels(); end;
	};
	["MetricFamily"] = { function () return metric("counter"); end };
	["MetricTypes"] = { function () return require "core.statsmanager".get_metric_registry(); end };
	["KeyvalStore"] = { function () return (module:open_store("declared", "keyval")); end };
	["MapStore"] = { function () return (module:open_store("declared", "map")); end };
	["MucRoom"] = { function () return room; end };
	["MucOccupant"] = { function () return room:get_occupant_by_real_jid(bound.full_jid); end };
	["MucModule"] = { function () return modulemanager.get_module(rooms_host, "muc"); end };
	["ArchiveStore"] = { archive };
	["ArchiveSummary"] = { function () return (archive():summary("john")); end };
	["StoreTypes"] = { function ()
		return {
			keyval = module:open_store("declared", "keyval");
			map = module:open_store("declared", "map");
			archive = archive();
			["keyval+"] = combined();
		};
	end };
	["CombinedStore"] = { combined };
	["AccountInfo"] = { function ()
		return usermanager.get_account_info and { created = 1; password_updated = 1; enabled = true } or nil;
	end };
	["Role"] = { function ()
		return usermanager.get_role_by_name and usermanager.get_role_by_name("prosody:admin", host) or nil;
	end };
	["core.portmanager#ActiveService"] = { function ()
		return (select(5, require "core.portmanager".get_active_services():iter("c2s", nil, nil, nil)()));
	end };
	["net.adns#DnsQuery"] = { function () return { cancel = function () end }; end };
	["net.adns#DnsResolver"] = { function () return require "net.adns".resolver(); end };
	["net.http#HttpClient"] = { function () return http.default; end };
	["util.iterators#JoinedIterator"] = { function () return (require "util.iterators".join(pairs({}))); end };
	["util.multitable#Multitable"] = { function () return require "util.multitable".new(); end };
	["util.openmetrics#MetricRegistry"] = { function () return require "core.statsmanager".get_metric_registry(); end };
	["util.openmetrics#RegisteredFamily"] = { family };
	["util.openmetrics#RegisteredMetric"] = { function ()
		metric("counter"):with_labels();
		local _, registered = family():iter_metrics()();
		return registered;
	end };
	["util.pluginloader#PluginLoader"] = { function () return modulemanager.loader; end };
	["util.stanza#SerializedStanza"] = { function () return st.preserialize(st.stanza("declared")); end };
	["util.crypto#CryptoKey"] = { function () return require "util.crypto".generate_ed25519_keypair(); end };
	["util.paseto#PasetoLocal"] = { function () return require "util.paseto".v3_local; end };
	["util.paseto#PasetoPublic"] = { function () return require "util.paseto".v4_public; end };
	["util.poll#PollState"] = { function () return require "util.poll".new(); end };
	["util.pubsub#PubsubService"] = { function () return require "util.pubsub".new(); end };
	["util.ringbuffer#RingBuffer"] = { function () return require "util.ringbuffer".new(16); end };
	["util.signal#SignalFd"] = { function ()
		local signal = require "util.signal";
		return signal.signalfd and signal.signalfd(signal.SIGWINCH);
	end };
	["util.smqueue#StreamQueue"] = { function () return require "util.smqueue".new(1); end };
	["util.sql#SqlEngine"] = { function ()
		return require "util.sql":create_engine({ driver = "SQLite3", database = ":memory:" });
	end };
	["util.sql#SqlResult"] = { function ()
		local engine = require "util.sql":create_engine({ driver = "SQLite3", database = ":memory:" });
		local _, result = engine:transaction(function () return engine:update("CREATE TABLE declared (x INTEGER);"); end);
		return result;
	end };
	["util.debug#Variable"] = { function () return require "util.debug".get_upvalues_table(roster)[1]; end };
	["util.debug#TracebackLevel"] = { function () return require "util.debug".get_traceback_table(nil, 1)[1]; end };
	["util.template#Template"] = { function () return require "util.template"("<x/>"); end };
	["util.watchdog#Watchdog"] = { function () return require "util.watchdog".new(3600, function () end); end };
	["util.xmppstream#XmppStream"] = { function () return require "util.xmppstream".new({}, {}); end };
	["net.server#Connection"] = { function () return bound.conn; end };
	["net.server#FdWatch"] = { function () return require "net.server".watchfd(0); end };
	["util.dataforms#DataForm"] = { function () return require "util.dataforms".new({}); end };
	["util.sql#SqlTable"] = { function () return require "util.sql".Table({ name = "declared" }); end };
	["util.sasl#SaslHandler"] = { function () return usermanager.get_sasl_handler(host, bound); end };
	["net.http#HttpRequest"] = { function () return client_request; end };
	["net.http#HttpResponse"] = { function () return client_response; end };
	["util.async#Runner"] = { function () return require "util.async".runner(); end };
	["util.cache#Cache"] = { function () return cache.new(1); end };
	["util.error#ErrorObject"] = { function () return errors.new({}); end };
	["util.error#ErrorRegistry"] = { function () return errors.init("declared", {}); end };
	["util.ip#IpAddress"] = { function () return (require "util.ip".new_ip("192.0.2.1")); end };
	["util.promise#Promise"] = { function () return require "util.promise".resolve(1); end };
	["util.queue#Queue"] = { function () return require "util.queue".new(1); end };
	["util.set#Set"] = { function () return require "util.set".new(); end };
	["util.stanza#Stanza"] = { function () return st.stanza("declared"); end };
	["util.throttle#Throttle"] = { function () return require "util.throttle".create(1, 1); end };
	["cjson#Cjson"] = { function ()
		local found, library = pcall(require, "cjson");
		return found and library or nil;
	end };
};

local function field(instance, path)
	for name in path:gmatch("[^.]+") do
		if instance == nil then
			return nil;
		end
		instance = instance[name];
	end
	return instance;
end

local function kind_of(value)
	local mt = type(value) == "table" and getmetatable(value);
	return mt and mt.__call and "function" or type(value);
end

local function kinds_of(instance, names)
	local kinds = {};
	for _, name in ipairs(names) do
		kinds[name] = kind_of(field(instance, name));
	end
	return { kind = kind_of(instance), members = kinds };
end

local live = {};
module.environment.live = live;

-- A request to the server's own HTTP port, to have what the client's side of it looks like.
function live.make_http_request(port)
	client_request = http.request("http://127.0.0.1:"..port.."/declared/x", { body = "x", headers = { Host = host } },
		function (_, code, response)
			client_response = code ~= 0 and response or nil;
		end);
end

function live.made_http_request()
	return client_response ~= nil;
end

-- With john online.
function live.enter_room()
	bound = select(2, next(prosody.bare_sessions["john@"..host].sessions));
	local address = "declared@"..rooms_host;
	prosody.core_post_stanza(bound, st.presence({ from = bound.full_jid, to = address.."/john" })
		:tag("x", { xmlns = "http://jabber.org/protocol/muc" }):up(), true);
	room = modulemanager.get_module(rooms_host, "muc").get_room_from_jid(address);
end

function live.note_destroyed()
	destroyed = bound;
end

function live.module_members(name, names)
	local found, library = pcall(require, name);
	return found and { kinds_of(library, names) } or {};
end

function live.interface_members(name, names)
	local all = {};
	for i, get in ipairs(instances[name] or {}) do
		local instance = get();
		all[i] = instance ~= nil and kinds_of(instance, names) or nil;
	end
	return all;
end

function live.global_members(names)
	return { kinds_of(setmetatable({ module = module }, { __index = _G }), names) };
end

local names = {};
for name in pairs(instances) do
	table.insert(names, name);
end
return names;
