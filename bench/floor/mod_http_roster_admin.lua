-- No module to be used, but a floor to measure against: it does what the contract makes inevitable at a login and at a notice of
-- changes, as cheaply as we know how, and nothing else. It has no queue, no breaker and no order of what it is told, checks no more of what
-- comes from outside than what contacts mostly are, and fails with the first thing that goes wrong.
local async = require "util.async";
local cache = require "util.cache";
local hashes = require "util.hashes";
local http = require "net.http";
local id = require "util.id";
local json = require "cjson.safe";
local st = require "util.stanza";
local struct = require "util.struct";
local time = require "util.time";
local timer = require "util.timer";
local urlencode = require "util.http".urlencode;

local host = module.host;
local host_session = prosody.hosts[host];
local users = host_session.sessions;
local url = module:get_option_string("http_roster_url");
local batch_url = module:get_option_string("http_roster_batch_url");
local timeout = module:get_option_number("http_roster_timeout", 10);
local cache_size = module:get_option_number("http_roster_cache_size", 1024);
local store = module:open_store("http_roster", "keyval");

local PART = 0x1000000000000;
local NO_GROUPS = {};
-- By username: the roster, the sum of its items' hashes, of which the version is made, and what its text is recognised by.
local held, sums, fingerprints = {}, {}, {};
-- Users offline of whom that is kept.
local offline = cache.new(cache_size, function (username)
	held[username], sums[username], fingerprints[username] = nil, nil, nil;
end);

local function element(name, attr, children)
	local made = { name = name, attr = attr, tags = children };
	for position = 1, #children do
		made[position] = children[position];
	end
	return setmetatable(made, st.stanza_mt);
end

local group_elements, group_sets = {}, {};

-- The keys of an object, as all contestants understand them.
local function groups_of(given)
	local group = given and next(given);
	if not group then return NO_GROUPS; end
	local set = group_sets[group];
	if not set then
		set = { [group] = true };
		group_sets[group] = set;
		group_elements[set] = setmetatable({ name = "group", attr = {}, tags = {}, group }, st.stanza_mt);
	end
	return set;
end

local function item_element(jid, item)
	return element("item", { jid = jid, subscription = item.subscription, name = item.name }, { group_elements[item.groups] });
end

local function count(sum, jid, item, times)
	local group = next(item.groups) or "";
	local text = jid .. ("\1" .. (item.subscription .. ("\1" .. ((item.name or "") .. ("\1" .. group)))));
	local high, low = struct.unpack(">I6I6", hashes.sha1(text));
	sum[1] = (sum[1] + times * high) % PART;
	sum[2] = (sum[2] + times * low) % PART;
end

local function version_of(sum)
	return ("%012x%012x"):format(sum[1], sum[2]);
end

local function text_of(roster, version)
	local fields, last = {}, 0;
	for jid, item in pairs(roster) do
		if jid then
			fields[last + 1] = jid;
			fields[last + 2] = item.name or "";
			fields[last + 3] = next(item.groups) or "";
			last = last + 3;
		end
	end
	return version .. ("/" .. table.concat(fields, "/"));
end

-- In the background, as storage may wait.
local writer = async.runner(function (write)
	assert(store:set(write[1], { roster = text_of(write[2], write[3]) }));
end);

local fetches = module:metric("counter", "fetches", "", "Requests", {}):with_labels();
local duration = module:metric("histogram", "fetch_duration", "seconds", "Time", {}, { buckets = { 0.01, 0.1, 1, 10 } }):with_labels();

-- Calls back with the body of an answer, or in time without one.
local function fetch(to, options, done)
	local request;
	local sent_at = time.monotonic();
	local deadline = timer.add_task(timeout, function ()
		http.destroy_request(request);
		done();
	end);
	request = http.request(to, options, function (body)
		timer.stop(deadline);
		fetches:add(1);
		duration:sample(time.monotonic() - sent_at);
		done(body);
	end);
end

-- A contact as most are: a JID in its normal form, and a name that XML can carry.
local function check(jid, contact)
	assert(jid:find("^[a-z0-9_.-]+@[a-z0-9.-]*[a-z0-9]$") and not (contact.name and contact.name:find("[^ -~]")));
end

local headers = { Accept = "application/json", Connection = "close" };
local get = { headers = headers };

module:hook("pre-resource-bind", function (event)
	local username = event.session.username;
	local wait, resume = async.waiter();
	fetch(url:gsub("%%s", (urlencode(username))), get, function (body)
		local roster = {};
		for jid, contact in pairs(json.decode(body)) do
			check(jid, contact);
			roster[jid] = { subscription = contact.subscription or "both", name = contact.name, groups = groups_of(contact.groups) };
		end
		held[username], fingerprints[username] = roster, hashes.sha1(body);
		resume();
	end);
	wait();
end, -1000);

module:hook("roster-load", function (event)
	local roster = event.roster;
	for jid, item in pairs(held[event.username]) do
		roster[jid] = item;
	end
	held[event.username] = roster;
	offline:set(event.username, nil);
end);

module:hook("resource-unbind", function (event)
	offline:set(event.session.username, true);
end);

local versioning = element("ver", { xmlns = "urn:xmpp:features:rosterver" }, {});

module:hook("stream-features", function (event)
	if event.origin.username then event.features:add_direct_child(versioning); end
end);

module:hook("iq/self/jabber:iq:roster:query", function (event)
	local session, stanza = event.origin, event.stanza;
	session.interested = true;
	local username = session.username;
	local roster = held[username];
	local sum, items = { 0, 0 }, {};
	for jid, item in pairs(roster) do
		if jid then
			count(sum, jid, item, 1);
			items[#items + 1] = item_element(jid, item);
		end
	end
	sums[username] = sum;
	local version = version_of(sum);
	local result = st.reply(stanza);
	result:add_direct_child(element("query", { xmlns = "jabber:iq:roster", ver = version }, items));
	session.send(result);
	timer.add_task(1, function ()
		writer:run({ username, roster, version });
	end);
	return true;
end, 10);

local function post(session, attr)
	prosody.core_post_stanza(session, element("presence", attr, {}), true);
end

-- Carries out one contact's change, and tells of it: a push, and the presence of both.
local function change(username, jid, item)
	local roster, sum = held[username], sums[username];
	local before = roster[jid];
	roster[jid] = item;
	if before then count(sum, jid, before, -1); end
	if item then count(sum, jid, item, 1); end
	local query = { element("query", { xmlns = "jabber:iq:roster", ver = version_of(sum) }, {
		item and item_element(jid, item) or element("item", { jid = jid, subscription = "remove" }, {});
	}) };
	local push = element("iq", { type = "set", id = id.short() }, query);
	for _, session in pairs(users[username].sessions) do
		if session.interested then session.send(push); end
	end
	for _, session in pairs(users[username].sessions) do
		if not session.presence then
			break;
		elseif item then
			local presence = st.clone(session.presence);
			presence.attr.to = jid;
			prosody.core_post_stanza(session, presence, true);
			post(session, { type = "probe", from = username .. "@" .. host, to = jid });
		else
			post(session, { type = "unavailable", from = session.full_jid, to = jid });
		end
	end
end

local function refresh(username, document)
	local roster = held[username];
	for jid, contact in pairs(document) do
		local item, groups = roster[jid], groups_of(contact.groups);
		local subscription = contact.subscription or "both";
		if not item or item.name ~= contact.name or item.groups ~= groups or item.subscription ~= subscription then
			change(username, jid, { subscription = subscription, name = contact.name, groups = groups });
		end
	end
	for jid in pairs(roster) do
		if jid and not document[jid] then change(username, jid, nil); end
	end
end

module:depends("http");
module:provides("http", {
	route = {
		["POST /refresh"] = function (event)
			local usernames = json.decode(event.request.body);
			local options = {
				method = "POST", body = event.request.body;
				headers = { Accept = "application/json", Connection = "close", ["Content-Type"] = "application/json" };
			};
			fetch(batch_url, options, function (body)
				local documents = json.decode(body);
				for _, username in ipairs(usernames) do
					refresh(username, documents[username]);
				end
				event.response:send(json.encode({ status = "ok", updated = #usernames, errors = 0 }));
			end);
			return true;
		end;
	};
});
