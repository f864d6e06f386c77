-- Runs inside the server. Connects to the administrators' socket, whose path is the argument, says something, and leaves.
local path = ...;

local adminstream = require "util.adminstream";
local st = require "util.stanza";

local client = adminstream.client();
client.events.add_handler("connected", function ()
	client.send(st.stanza("repl-input"):text("host:list()"));
end);
client.events.add_handler("received/repl-result", function ()
	client:close();
end);
assert(adminstream.connection(path, client.listeners).connect());
