require("stand_ins")
for _, name in ipairs({ "core.configmanager", "core.modulemanager" }) do
  package.preload[name] = package.preload[name] or function()
    return {}
  end
end
local configuration = require("src.configuration")

--- The option that is said to be meant by a name; nil where nothing is said of it.
local function meant_by(name)
  local problems = configuration.misspelt_options({ name })
  assert.is_true(#problems <= 1)
  return problems[1] and problems[1]:match("^option " .. name .. " is unknown and ignored: ([%w_]+) may be meant$")
end

describe("configuration", function()
  describe("misspelt_options()", function()
    it("should name the option that is meant by one misspelt", function()
      for name, meant in pairs({
        http_roster_timout = "http_roster_timeout",
        http_roster_timeouts = "http_roster_timeout",
        http_roster_tiemout = "http_roster_timeout",
        http_rosters_url = "http_roster_url",
        htpt_roster_url = "http_roster_url",
        HTTP_ROSTER_URL = "http_roster_url",
        http_roster_edit_ulr = "http_roster_edit_url",
        http_roster_batchurl = "http_roster_batch_url",
        http_roster_tokens = "http_roster_token",
        http_roster_allowed_ip = "http_roster_allowed_ips",
        http_roster_block_subscription = "http_roster_block_subscriptions",
        http_roster_cachesize = "http_roster_cache_size",
        http_roster_login_timeout = "http_roster_timeout",
      }) do
        assert.equal(meant, meant_by(name), name)
      end
    end)

    it("should take nothing for one that may be another module's", function()
      for _, name in ipairs({ "http_host", "http_ports", "https_ports", "http_files_dir", "roster_url", "http_default_host", "x" }) do
        assert.is_nil(meant_by(name), name)
      end
    end)

    it("should let the right ones be", function()
      local names = {}
      for _, name in ipairs(require("src.settings").OPTION_NAMES) do
        names[#names + 1] = name
      end
      assert.equal(13, #names)
      assert.same({}, configuration.misspelt_options(names))
    end)
  end)

  describe("is_equal()", function()
    it("should compare tables by what is in them", function()
      assert.is_true(configuration.is_equal({ a = { 1, 2 }, b = "x" }, { b = "x", a = { 1, 2 } }))
      assert.is_false(configuration.is_equal({ a = { 1, 2 } }, { a = { 1, 2, 3 } }))
      assert.is_false(configuration.is_equal({ a = { 1, 2, 3 } }, { a = { 1, 2 } }))
      assert.is_false(configuration.is_equal({}, "x"))
      assert.is_true(configuration.is_equal(5, 5))
    end)
  end)
end)
