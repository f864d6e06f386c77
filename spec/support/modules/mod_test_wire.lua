-- Keeps what comes in from other servers, stanza by stanza, for tests to read: prosody.test_wire is a list of texts in order of arrival.
module:set_global();

local filters = require "util.filters";

prosody.test_wire = prosody.test_wire or {};

local function keep(stanza)
	-- Pings are how tests wait, and what else servers say to each other is about the connection.
	if stanza.name == "presence" or stanza.name == "message" then
		table.insert(prosody.test_wire, tostring(stanza));
	end
	return stanza;
end

local function watch(session)
	if session.type:sub(1, 3) == "s2s" then filters.add_filter(session, "stanzas/in", keep, 1000); end
end

filters.add_filter_hook(watch);

function module.unload()
	filters.remove_filter_hook(watch);
end
