-- Runs inside the server. Invites to a new account, to a contact, and the user named by the argument to a new password: gives the
-- last one's token.
local username = ...;

local invites = require "core.modulemanager".get_module(module.host, "invites");

invites.create_account("somebody");
invites.create_account(nil, { source = "declared" });
invites.create_contact(username);
invites.create_group({ "friends" }, nil, 3600);
return invites.create_account_reset(username).token;
