-- Runs inside the server. Deletes the accounts whose time is over, as is done once a day.
require "core.modulemanager".get_module(module.host, "user_account_management").cleanup_soft_deleted_accounts();
