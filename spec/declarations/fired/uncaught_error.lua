-- Runs inside the server. Has what is called for a readable socket throw: nothing in the main loop catches that.
local server = require "net.server";
local socket = require "socket";

local udp = socket.udp();
udp:setsockname("127.0.0.1", 0);
local _, port = udp:getsockname();
server.watchfd(udp:getfd(), function ()
	udp:receive();
	error("declared trouble");
end);
socket.udp():sendto("x", "127.0.0.1", tonumber(port));
