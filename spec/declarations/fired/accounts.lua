-- Runs inside the server. What an administrator, or another module, does with an account; the argument is its username.
local username = ...;

local modulemanager = require "core.modulemanager";
local usermanager = require "core.usermanager";

local host = module.host;

usermanager.set_password(username, "other", host);

if usermanager.set_roles then
	usermanager.set_roles(username.."@"..host, host, { ["prosody:admin"] = true });
else
	usermanager.disable_user(username, host);
	usermanager.disable_user(username, host, { reason = "declared" });
	usermanager.enable_user(username, host);
	usermanager.set_user_role(username, host, "prosody:admin");
	usermanager.add_user_secondary_role(username, host, "prosody:member");
	usermanager.remove_user_secondary_role(username, host, "prosody:member");

	local flags = modulemanager.get_module(host, "flags");
	flags.add_flag(username, "declared", "a comment");
	flags.remove_flag(username, "declared");

	local tokenauth, jid = modulemanager.get_module(host, "tokenauth"), username.."@"..host;
	local grant = tokenauth.create_grant(jid, jid, 3600);
	tokenauth.revoke_token((tokenauth.create_token(jid, grant, "prosody:member")));
	tokenauth.revoke_grant(username, grant.id);
end

-- One who has asked to be a contact goes with the account.
require "core.rostermanager".set_contact_pending_in(username, host, "other@"..host);
usermanager.delete_user(username, host);
