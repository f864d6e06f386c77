-- Runs inside the server. Sends stanzas of each kind to each kind of address; the argument is a username whose client is online.
local username = ...;

local st = require "util.stanza";

local host = module.host;
local session = select(2, next(prosody.bare_sessions[username.."@"..host].sessions));

local to = { bare = "marie@"..host, full = "marie@"..host.."/x", host = host, self = username.."@"..host };
for _, address in pairs(to) do
	local function post(stanza)
		stanza.attr.from, stanza.attr.to = session.full_jid, address;
		prosody.core_post_stanza(session, stanza, true);
	end
	post(st.message({ type = "headline" }));
	post(st.presence({ type = "unavailable" }));
	post(st.iq({ type = "get", id = "declared" }):tag("query", { xmlns = "urn:declared" }):up());
	post(st.iq({ type = "result", id = "urn:declared" }));
	post(st.iq({ type = "error", id = "urn:declared" }):tag("error", { type = "cancel" }):up());
	post(st.iq({ type = "set", id = "declared" }):tag("query", { xmlns = "urn:declared" }):up());
end
