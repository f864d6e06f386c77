-- Runs inside the server. Asks two of its ports over HTTP: one that is open, and one that is closed.
local open_port, closed_port = ...;

local http = require "net.http";

local function ask(port)
	http.request("http://127.0.0.1:"..port.."/declared", { headers = { Host = module.host } }, function () end);
end

ask(open_port);
ask(closed_port);
http.request("http://127.0.0.1:"..open_port.."/declared", nil, function () end);
