-- Runs inside the server. A machine that goes from one state to another, and one that does not begin in the usual state.
local machine = require "util.fsm".new({
	default_state = "closed";
	transitions = { { name = "open", from = "closed", to = "opened" } };
});
machine:init():open("declared");
machine:init("opened", "declared");
