-- Runs Lua for the tests inside the server. Listens where Prosody's HTTP server does: loopback only, in tests only.
local json = require "util.json";

module:depends("http");

local function describe(value, depth)
	local kind = type(value);
	if kind == "string" or kind == "boolean" or value == nil then
		return value;
	elseif kind == "number" then
		return value == value and math.abs(value) ~= math.huge and value or tostring(value);
	elseif kind ~= "table" or depth > 20 then
		return tostring(value);
	end
	local described = {};
	if #value > 0 then
		for i, item in ipairs(value) do
			described[i] = describe(item, depth + 1);
		end
		return described;
	end
	for key, item in pairs(value) do
		described[tostring(key)] = describe(item, depth + 1);
	end
	return described;
end

local function eval(event)
	local request = json.decode(event.request.body);
	local env = setmetatable({ module = module }, { __index = _G });
	local chunk, syntax_error = load(request.code, "=test", "t", env);
	if not chunk then
		return { status_code = 400, body = syntax_error };
	end
	local ok, result = xpcall(chunk, debug.traceback, table.unpack(request.args));
	if not ok then
		return { status_code = 500, body = tostring(result) };
	end
	return {
		headers = { content_type = "application/json" };
		body = json.encode({ value = describe(result, 0) });
	};
end

module:provides("http", {
	default_path = "/test_bridge";
	route = { ["POST /eval"] = eval };
});

module:hook_global("server-started", function ()
	module:log("info", "Test bridge ready");
end);
