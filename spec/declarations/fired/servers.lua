-- Runs inside the server. What happens to modules and hosts.
local hostmanager = require "core.hostmanager";
local modulemanager = require "core.modulemanager";

modulemanager.load(module.host, "time");
modulemanager.reload(module.host, "time");
modulemanager.unload(module.host, "time");
-- A global one, with items.
modulemanager.load("*", "http_openmetrics");
modulemanager.reload("*", "http_openmetrics");
modulemanager.unload("*", "http_openmetrics");
for _, reason in ipairs({ "declared", { condition = "host-gone" }, false }) do
	hostmanager.activate("other.test", {});
	hostmanager.deactivate("other.test", reason or nil);
end
