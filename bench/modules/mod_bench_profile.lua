-- Samples which Lua function runs, every so many instructions of the Lua machine, in the main thread and in each runner.
-- What C functions take is not seen: callgrind shows that.
local period = 1000;
local deepest = 40;

local own, whole, samples = {}, {}, 0;
local running = false;
local names, files, lines = {}, {}, {};

local function name_of(info)
	local key = info.source..":"..info.linedefined;
	local name = names[key];
	if not name then
		name = ("%s:%d"):format(info.source:match("[^/]*$"), info.linedefined);
		names[key] = name;
		files[name] = info.source:match("^@(.*)$");
		lines[name] = info.linedefined;
	end
	return name;
end

-- The line that a function begins with.
local function beginning(name)
	local file = files[name] and lines[name] > 0 and io.open(files[name]);
	if not file then return ""; end
	local number, text = 0, "";
	for line in file:lines() do
		number = number + 1;
		if number == lines[name] then
			text = line:match("^%s*(.-)%s*$");
			break;
		end
	end
	file:close();
	return text;
end

local function sample()
	if not running then return; end
	samples = samples + 1;
	local seen = {};
	for level = 2, deepest do
		local info = debug.getinfo(level, "S");
		if not info then break; end
		local name = name_of(info);
		if level == 2 then
			own[name] = (own[name] or 0) + 1;
		end
		if not seen[name] then
			seen[name] = true;
			whole[name] = (whole[name] or 0) + 1;
		end
	end
end

-- From a timer, which runs in the main thread: from there util.async hands the hook on to the coroutines that it makes.
module:add_timer(0, function ()
	debug.sethook(sample, "", period);
end);

local function add_to(file, title, counts)
	local sorted = {};
	for name in pairs(counts) do
		sorted[#sorted + 1] = name;
	end
	table.sort(sorted, function (a, b) return counts[a] > counts[b]; end);
	file:write(title, "\n");
	for i = 1, math.min(25, #sorted) do
		file:write(("%6.1f %%  %-36s %s\n"):format(counts[sorted[i]] / samples * 100, sorted[i], beginning(sorted[i])));
	end
end

function prosody.bench_profile_start()
	running = true;
	return 0;
end

function prosody.bench_profile_pause()
	running = false;
	return 0;
end

function prosody.bench_profile_reset()
	own, whole, samples = {}, {}, 0;
	return 0;
end

function prosody.bench_profile_write(filename)
	local file = assert(io.open(filename, "w"));
	file:write(("%d samples, one every %d instructions of the Lua machine\n"):format(samples, period));
	add_to(file, "in the function itself", own);
	add_to(file, "in it and what it calls", whole);
	file:close();
	return samples;
end
