require("stand_ins")
local with_refusals = require("src.api.http_access").with_refusals

local KEYS = { "POST /refresh", "GET /refresh/*", "POST /rosters", "PATCH /rosters", "GET /status" }

--- What is called: the route and the name in the path; or the code, methods and message of a refusal.
local function call(method, path)
  local served = {}
  for _, key in ipairs(KEYS) do
    served[key] = function(_, name)
      return key .. " <" .. name .. ">"
    end
  end
  local routes = with_refusals(served, function(_, code, message, allow)
    return ("%d %s: %s"):format(code, allow or "-", message)
  end)
  if path == nil then
    return routes[method]({})
  end
  return routes[method .. " /*"]({}, path)
end

describe("http_routes", function()
  describe("with_refusals()", function()
    it("should serve what is served", function()
      assert.equal("POST /refresh <>", call("POST", "refresh"))
      assert.equal("POST /rosters <>", call("POST", "rosters"))
      assert.equal("PATCH /rosters <>", call("PATCH", "rosters"))
      assert.equal("GET /status <>", call("GET", "status"))
      for _, name in ipairs({ "john", "a/b", "/", "*", "%s", "refresh/john", "\0", "\255" }) do
        assert.equal("GET /refresh/* <" .. name .. ">", call("GET", "refresh/" .. name))
      end
    end)

    it("should say which methods a path takes", function()
      for _, case in ipairs({
        { "GET", "refresh", "POST" },
        { "OPTIONS", "refresh", "POST" },
        { "DELETE", "rosters", "PATCH, POST" },
        { "POST", "refresh/john", "GET" },
        { "PUT", "refresh/john/%s", "GET" },
        { "TRACE", "status", "GET" },
      }) do
        local method, path, allow = case[1], case[2], case[3]
        assert.equal(("405 %s: this path takes %s only"):format(allow, allow), call(method, path))
      end
    end)

    it("should say which paths there are", function()
      local expected = "404 -: no such path, only /refresh, /refresh/USERNAME, /rosters, /status"
      for _, method in ipairs({ "GET", "POST", "OPTIONS" }) do
        assert.equal(expected, call(method))
        for _, path in ipairs({ "", "x", "refresh/", "refreshx", "Refresh", "status/", "status/x", "rosters/john", "/", "*", "refresh*", "/refresh" }) do
          assert.equal(expected, call(method, path), path)
        end
      end
    end)
  end)
end)
