-- How long Prosody serves one connection, or one timer, before it looks at the next: in CPU time, by what it served.
local timer = require "util.timer";
local clock = os.clock;

local kinds, running = {}, false;

local function note(kind, cost)
	if not running then return; end
	local seen = kinds[kind];
	if not seen then
		seen = { count = 0, total = 0, longest = 0 };
		kinds[kind] = seen;
	end
	seen.count = seen.count + 1;
	seen.total = seen.total + cost;
	seen.longest = math.max(seen.longest, cost);
end

local is_wrapped = false;
module:hook("resource-bind", function (event)
	if is_wrapped then return; end
	is_wrapped = true;
	local methods = getmetatable(event.session.conn).__index;
	for _, name in ipairs { "onreadable", "onwritable", "onconnect", "onacceptable" } do
		local original = methods[name];
		if original then
			methods[name] = function (...)
				local before = clock();
				original(...);
				note(name, clock() - before);
			end;
		end
	end
end);

local add_task = timer.add_task;
function timer.add_task(delay, callback, param)
	local info = debug.getinfo(callback, "S");
	local name = ("timer %s:%d"):format(info.short_src:match("[^/]*$"), info.linedefined);
	return add_task(delay, function (...)
		local before = clock();
		local result = callback(...);
		note(name, clock() - before);
		return result;
	end, param);
end

function prosody.bench_turns_start()
	kinds, running = {}, true;
	return 0;
end

function prosody.bench_turns_write(filename)
	running = false;
	local names = {};
	for name in pairs(kinds) do
		table.insert(names, name);
	end
	table.sort(names, function (a, b) return kinds[a].longest > kinds[b].longest; end);
	local file = assert(io.open(filename, "w"));
	for _, name in ipairs(names) do
		local seen = kinds[name];
		file:write(("%7.1f ms at most, %8.1f ms in all %6d turns  %s\n"):format(
			seen.longest * 1000, seen.total * 1000, seen.count, name));
	end
	file:close();
	return 0;
end
