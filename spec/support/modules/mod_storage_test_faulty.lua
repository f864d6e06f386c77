-- The internal storage with faults. Of the store http_roster: of all calls, or of those for one user; the option test_store_fault
-- and prosody.test_store_faults[host][username] name them. Of another store: of all calls, by the option test_NAME_fault.
local async = require "util.async";
local timer = require "util.timer";
local time = require "util.time";
local internal = require "core.storagemanager".load_driver(module.host, "internal");

local calls = module:shared("calls");
prosody.test_store_faults = prosody.test_store_faults or {};
prosody.test_store_faults[module.host] = {};

local faults = {};

faults["throws"] = function () error("it fell over"); end
faults["says nil"] = function () return nil, "the disk is full"; end
faults["says false"] = function () return false, "the disk is full"; end

faults["waits"] = function (go_on)
	local wait, done = async.waiter();
	timer.add_task(0.1, function () done(); end);
	wait();
	return go_on();
end

-- With what it is given, until prosody.test_store_go_on is called.
faults["waits until told"] = function (go_on, method)
	if method == "get" then return go_on(); end
	local wait, done = async.waiter();
	prosody.test_store_go_on = done;
	wait();
	return go_on();
end

-- With what it has read at once, until prosody.test_store_go_on is called.
faults["reads early"] = function (go_on, method)
	if method == "set" then return go_on(); end
	local result = go_on();
	local wait, done = async.waiter();
	prosody.test_store_go_on = done;
	wait();
	return result;
end

faults["never answers"] = function ()
	local wait = async.waiter();
	wait();
end

faults["blocks"] = function (go_on)
	local stop = time.monotonic() + 0.1;
	repeat until time.monotonic() > stop;
	return go_on();
end

-- As some drivers do, where the first value tells all.
faults["says more than it needs to"] = function (go_on)
	local result = go_on();
	return result, "and some more";
end

local driver = {};

function driver:open(name, kind)
	local store, err = internal:open(name, kind);
	local is_rosters = name == "http_roster";
	local option = is_rosters and "test_store_fault" or "test_"..name.."_fault";
	if module:get_option_string(option) == "throws when opened" then error("it can't be opened"); end
	if not store or not is_rosters and not module:get_option_string(option) then return store, err; end
	local wrapper = setmetatable({}, { __index = store });
	for _, method in ipairs { "get", "set" } do
		wrapper[method] = function (_, username, data)
			if is_rosters then calls[username] = (calls[username] or 0) + 1; end
			local told = prosody.test_store_faults[module.host];
			local fault = is_rosters and (told[username] or told.default) or module:get_option_string(option);
			local function go_on() return store[method](store, username, data); end
			if not fault or fault == "none" then return go_on(); end
			return faults[fault](go_on, method);
		end
	end
	return wrapper;
end

module:provides("storage", driver);
