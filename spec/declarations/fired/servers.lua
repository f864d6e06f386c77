-- Runs inside the server. What happens to modules, hosts and accounts.
local hostmanager = require "core.hostmanager";
local modulemanager = require "core.modulemanager";

modulemanager.load(module.host, "time");
modulemanager.reload(module.host, "time");
modulemanager.unload(module.host, "time");
hostmanager.activate("other.test", {});
hostmanager.deactivate("other.test");
require "core.usermanager".delete_user("nobody", module.host);
