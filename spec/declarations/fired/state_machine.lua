-- Runs inside the server. A machine that goes from one state to another and back, and such that do not begin in the usual state.
local fsm = require "util.fsm";

local transitions = {
	{ name = "open", from = "closed", to = "opened" };
	{ name = "close", from = "opened", to = "closed" };
};

local machine = fsm.new({ default_state = "closed", transitions = transitions });
local door = machine:init();
door:open("declared");
door:close();
machine:init("opened", "declared");
fsm.new({ transitions = transitions }):init("closed");
