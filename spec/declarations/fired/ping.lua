-- Runs inside the server. Asks another one for an answer; the arguments are its host, and what the id is to be.
local host, id = ...;

local st = require "util.stanza";

module:send(st.iq({ type = "get", from = module.host, to = host, id = id }):tag("ping", { xmlns = "urn:xmpp:ping" }):up());
