-- The internal storage, but nobody gets at it while it is held: so that writes that are put off are measured by
-- themselves, and not here and there along with other work. Or it forgets what it is given, for who can't wait.
local async = require "util.async";
local internal = require "core.storagemanager".load_driver(module.host, "internal");

local held, waiting = true, {};
local forgetful = false;
local writes = 0;

local function wait_for_release()
	if not held then return; end
	local wait, done = async.waiter();
	table.insert(waiting, done);
	wait();
end

local driver = {};

function driver:open(name, kind)
	local store, err = internal:open(name, kind);
	if not store then return nil, err; end
	local wrapper = setmetatable({}, { __index = store });
	function wrapper:get(...)
		wait_for_release();
		return store:get(...);
	end
	function wrapper:set(...)
		wait_for_release();
		writes = writes + 1;
		if forgetful then return true; end
		return store:set(...);
	end
	return wrapper;
end

module:provides("storage", driver);

function prosody.bench_hold_writes()
	held = true;
	return 0;
end

function prosody.bench_release_writes()
	held = false;
	local released = waiting;
	waiting = {};
	for _, done in ipairs(released) do
		done();
	end
	return 0;
end

function prosody.bench_forget_writes()
	forgetful = true;
	return prosody.bench_release_writes();
end

function prosody.bench_writes()
	return writes;
end

function prosody.bench_writes_held()
	return #waiting;
end
