-- Another module with a bug: what concerns a user whom a test names fails, at the place that the test names.
local jid = require "util.jid";

local trouble = {};
prosody.test_trouble = prosody.test_trouble or {};
prosody.test_trouble[module.host] = trouble;

local function fail(place)
	error("trouble at "..place, 0);
end

local function concerns(event, users)
	local stanza, session = event.stanza, event.session;
	local names = {
		event.username;
		session and session.username;
		stanza and jid.node(stanza.attr.from);
		stanza and jid.node(stanza.attr.to);
	};
	for _, name in pairs(names) do
		if users[name] then return true; end
	end
	return false;
end

for _, place in ipairs { "presence/bare", "pre-presence/bare", "iq/self", "pre-resource-bind", "resource-bind", "roster-load" } do
	module:hook(place, function (event)
		local users = trouble[place];
		local is_question = place == "iq/self" and event.stanza.attr.type ~= "result";
		if users and not is_question and concerns(event, users) then fail(place); end
	end, 500);
end

local function sessions_of(users)
	local found = {};
	for name in pairs(users) do
		local user = prosody.hosts[module.host].sessions[name];
		for _, session in pairs(user and user.sessions or {}) do
			table.insert(found, session);
		end
	end
	return found;
end

local filters = require "util.filters";
local function failing_filter()
	fail("a filter");
end

local function metrics()
	local found = {};
	for _, item in ipairs(module:get_host_items("metric")) do
		if item.name and item.mf then table.insert(found, item.mf); end
	end
	return found;
end

-- What prepares JIDs fails for those in which one of these names stands.
local prepped_split = jid.prepped_split;
local function failing_prepped_split(text)
	for name in pairs(trouble["prepped_split"] or {}) do
		if text and text:find(name, 1, true) then fail("prepped_split"); end
	end
	return prepped_split(text);
end

local http = require "net.http";
local destroy_request = http.destroy_request;
local function failing_destroy_request()
	fail("destroy_request");
end

-- Sets it off for these users' names, or for these resources of theirs.
function trouble.begin(place, names, resource)
	local users = {};
	for _, name in ipairs(names) do users[name] = true; end
	trouble[place] = users;
	if place == "metrics" then
		for _, metric in ipairs(metrics()) do
			metric.with_labels = function () fail("metrics"); end;
		end
	elseif place == "prepped_split" then
		jid.prepped_split = failing_prepped_split;
	elseif place == "destroy_request" then
		http.destroy_request = failing_destroy_request;
	end
	if place ~= "send" and place ~= "hanging up" and place ~= "filter" then return; end
	for _, session in ipairs(sessions_of(users)) do
		if resource == nil or session.resource == resource then
			if place == "filter" then
				filters.add_filter(session, "stanzas/out", failing_filter);
			else
				session.test_send = session.send;
				session.send = function ()
					if place == "send" then fail("send"); end
					session.conn:close();
				end;
			end
		end
	end
end

function trouble.stop(place)
	if place == "metrics" then
		for _, metric in ipairs(metrics()) do metric.with_labels = nil; end
	elseif place == "prepped_split" then
		jid.prepped_split = prepped_split;
	elseif place == "destroy_request" then
		http.destroy_request = destroy_request;
	end
	for _, session in ipairs(sessions_of(trouble[place] or {})) do
		filters.remove_filter(session, "stanzas/out", failing_filter);
		if session.test_send then
			session.send, session.test_send = session.test_send, nil;
		end
	end
	trouble[place] = nil;
end
