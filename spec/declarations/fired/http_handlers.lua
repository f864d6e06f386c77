-- Runs inside the server. What HTTP handlers may give instead of a page.
local errors = require "util.error";

module:provides("http", {
	name = "declared";
	route = {
		["GET /error"] = function () return errors.new({ type = "cancel", condition = "item-not-found", code = 404, text = "declared" }); end;
		["GET /throw"] = function () error("declared trouble"); end;
	};
});
