-- Run by the configuration, so that all but the first few lines of the server come after it: writes down what each event carries when it is
-- fired, whether somebody listens or not. The arguments are the file to write to, and the
-- interfaces to be looked into.
local prosody = rawget(_G, "prosody");
if prosody.records_events then
	return;
end
prosody.records_events = true;

local errors = require "util.error";
local events = require "util.events";
local json = require "util.json";
local set = require "util.set";
local st = require "util.stanza";

local file = assert(io.open(..., "a"));
file:setvbuf("line");
local looked_into = set.new({ select(2, ...) });

local of_hosts, written = setmetatable({}, { __mode = "k" }), {};

local function scope_of(object)
	if object == prosody.events then
		return "global";
	end
	for _, host in pairs(prosody.hosts) do
		-- A host that is gone still fires.
		of_hosts[host.events or false] = true;
	end
	return of_hosts[object] and "host" or "object";
end

local function kind_of(value)
	local mt = type(value) == "table" and getmetatable(value);
	return mt and mt.__call and "function" or type(value);
end

local function has_functions(value, ...)
	for _, name in ipairs({ ... }) do
		if type(value[name]) ~= "function" then
			return false;
		end
	end
	return true;
end

local function shape_of_session(value)
	local what = type(value.type) == "string" and value.type or "";
	if what:match("^c2s") and not value.send then
		-- Over BOSH, when it is just made.
		return nil;
	elseif what:match("^c2s") then
		return value.full_jid and "BoundSession" or "C2sSession";
	elseif what:match("^s2s") then
		-- What bounces has the type of a session, and a way to send, but is none.
		return value.direction and "S2sSession" or "StanzaOrigin";
	elseif value.events and (what == "local" or what == "component") then
		return "HostSession";
	elseif what:match("^component") then
		return "ComponentSession";
	end
end

-- Which of the declared interfaces a table is one of, where that can be told.
local function shape_of(value)
	if type(value) ~= "table" then
		return nil;
	elseif st.is_stanza(value) then
		return "Stanza";
	elseif errors.is_err(value) then
		return "ErrorObject";
	elseif set.is_set(value) then
		return "Set";
	elseif has_functions(value, "get_affiliation", "route_stanza") then
		return "MucRoom";
	elseif has_functions(value, "set_session", "each_session") then
		return "MucOccupant";
	elseif has_functions(value, "write", "setoption", "pause_writes") then
		return "Connection";
	end
	return shape_of_session(value);
end

local function shapes_in(payload)
	local shapes = {};
	if type(payload) == "table" then
		for name, field in pairs(payload) do
			shapes[name] = shape_of(field);
		end
	end
	return shapes;
end

local function note_fields(kinds, value, prefix)
	for name, field in pairs(value) do
		if type(name) == "string" and kinds[prefix..name] == nil then
			kinds[prefix..name] = kind_of(field);
		end
	end
	local mt = getmetatable(value);
	if mt and type(mt.__index) == "table" and mt.__index ~= value then
		note_fields(kinds, mt.__index, prefix);
	end
end

local function kinds_in(payload)
	local kinds = {};
	if type(payload) == "table" then
		note_fields(kinds, payload, "");
	end
	return kinds;
end

local function signature(kinds)
	local fields = {};
	for name, kind in pairs(kinds) do
		table.insert(fields, name.."="..kind);
	end
	table.sort(fields);
	return table.concat(fields, ",");
end


local function note_inside(payload, shapes)
	for name, shape in pairs(shapes) do
		if looked_into:contains(shape) then
			local kinds = kinds_in(payload[name]);
			local line = shape.."\t"..signature(kinds);
			if not written[line] then
				written[line] = true;
				file:write("table ", json.encode({ interface = shape, kind = "table", members = kinds }), "\n");
			end
		end
	end
end

local function note(object, name, payload)
	local kind, kinds, shapes = kind_of(payload), kinds_in(payload), shapes_in(payload);
	local scope = scope_of(object);
	if scope ~= "object" and prosody.process_type ~= "prosody" then
		-- prosodyctl has the server's tables, but is not the server.
		return;
	end
	note_inside(payload, shapes);
	local line = table.concat({ scope, name, kind, signature(kinds), signature(shapes) }, "\t");
	if not written[line] then
		written[line] = true;
		file:write("event ", json.encode({ scope = scope, name = name, kind = kind, members = kinds, shapes = shapes }), "\n");
	end
end

local function record(object)
	local fire = object.fire_event;
	function object.fire_event(name, payload)
		note(object, name, payload);
		return fire(name, payload);
	end
	return object;
end

record(prosody.events);
local new = events.new;
function events.new()
	return record(new());
end
