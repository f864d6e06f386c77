-- Stands in for the community module of this name, where that matters to whoever comes after it, or before: it writes what the application
-- says into core's own tables at each roster-load, and again at a refresh.
local async = require "util.async";
local http = require "net.http";
local json = require "util.json";
local rostermanager = require "core.rostermanager";

local url = module:get_option_string("http_roster_url");

local function fetch(username, done)
	http.request(url:gsub("%%s", username), nil, function (body, code)
		done(code == 200 and json.decode(body) or {});
	end);
end

local function set_contact(roster, jid, contact)
	local groups = {};
	for _, group in ipairs(contact.groups or {}) do
		groups[group] = true;
	end
	roster[jid] = { name = contact.name, groups = groups, subscription = contact.subscription or "both" };
end

module:hook("roster-load", function (event)
	local wait, done = async.waiter();
	local contacts;
	fetch(event.username, function (found)
		contacts = found;
		done();
	end);
	wait();
	for jid in pairs(event.roster) do
		if jid then
			event.roster[jid] = nil;
		end
	end
	for jid, contact in pairs(contacts) do
		set_contact(event.roster, jid, contact);
	end
end);

local function refresh(username, done)
	local user = prosody.hosts[module.host].sessions[username];
	if user == nil then
		done();
		return;
	end
	fetch(username, function (contacts)
		local gone = {};
		for jid in pairs(user.roster) do
			if jid and not contacts[jid] then
				table.insert(gone, jid);
			end
		end
		for _, jid in ipairs(gone) do
			user.roster[jid] = nil;
			rostermanager.roster_push(username, module.host, jid);
		end
		for jid, contact in pairs(contacts) do
			if not user.roster[jid] then
				set_contact(user.roster, jid, contact);
				rostermanager.roster_push(username, module.host, jid);
			end
		end
		done();
	end);
end

module:provides("http", {
	route = {
		["POST /refresh"] = function (event)
			local usernames = json.decode(event.request.body);
			local left = #usernames;
			for _, username in ipairs(usernames) do
				refresh(username, function ()
					left = left - 1;
					if left == 0 then
						event.response:send(json.encode({ status = "ok", message = "roster update complete", updated = #usernames, errors = 0 }));
					end
				end);
			end
			return true;
		end;
	};
});
