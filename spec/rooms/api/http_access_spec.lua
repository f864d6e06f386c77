require("stand_ins")
local read_settings = require("src.settings").read_settings
local refusal = require("src.api.http_access").refusal

local function settings_with(values)
  values.http_roster_url = "http://localhost:8080/contacts/%s"
  return read_settings({
    get_option = function(_, name, default)
      if values[name] == nil then
        return default
      end
      return values[name]
    end,
  })
end

--- The code that a caller is turned away with; nil where they may call. Needs no token unless one is set, or the last argument is false.
local function code_for(settings, ip, headers, is_open)
  local refused = refusal({ ip = ip, headers = headers or {} }, settings, is_open ~= false)
  return refused and refused.code or nil, refused and refused.message or nil
end

describe("http_access", function()
  describe("refusal()", function()
    it("should let this machine alone call where nothing is set", function()
      local settings = settings_with({})
      for _, ip in ipairs({ "127.0.0.1", "::1" }) do
        assert.is_nil(code_for(settings, ip), ip)
      end
      for _, ip in ipairs({ "127.0.0.2", "10.0.0.1", "192.0.2.1", "::2", "fe80::1", "::", "0.0.0.0", "", "x", "127.0.0.1.evil" }) do
        local code, message = code_for(settings, ip)
        assert.equal(403, code, ip)
        assert.matches("http_roster_allowed_ips", message, 1, true)
      end
    end)

    it("should let the networks that are set call", function()
      local settings = settings_with({ http_roster_allowed_ips = { "10.1.2.3/8", "192.0.2.0/25", "198.51.100.7", "2001:db8::/33", "::1" } })
      local cases = {
        { "10.0.0.0", true },
        { "10.255.255.255", true },
        { "11.0.0.0", false },
        { "9.255.255.255", false },
        { "192.0.2.127", true },
        { "192.0.2.128", false },
        { "198.51.100.7", true },
        { "198.51.100.8", false },
        { "2001:db8::1", true },
        { "2001:db8:7fff::1", true },
        { "2001:db8:8000::1", false },
        { "::1", true },
        { "127.0.0.1", false },
        { "a00::", false },
      }
      for _, case in ipairs(cases) do
        assert.equal(not case[2] and 403 or nil, (code_for(settings, case[1])), case[1])
      end
    end)

    it("should let nobody, or everybody, call where that is set", function()
      assert.equal(403, (code_for(settings_with({ http_roster_allowed_ips = {} }), "127.0.0.1")))
      local open = settings_with({ http_roster_allowed_ips = { "0.0.0.0/0", "::/0" } })
      assert.is_nil(code_for(open, "192.0.2.1"))
      assert.is_nil(code_for(open, "2001:db8::1"))
      assert.equal(403, (code_for(settings_with({ http_roster_allowed_ips = "0.0.0.0/0" }), "::1")))
    end)

    it("should let nobody write without a token", function()
      for _, settings in ipairs({ settings_with({}), settings_with({ http_roster_allowed_ips = "0.0.0.0/0" }) }) do
        for _, authorization in ipairs({ false, "Bearer x", "Bearer ", "Bearer nil" }) do
          local code, message = code_for(settings, "127.0.0.1", { authorization = authorization or nil }, false)
          assert.equal(403, code)
          assert.matches("http_roster_token", message, 1, true)
        end
      end
      local _, message = code_for(settings_with({}), "192.0.2.1", nil, false)
      assert.matches("http_roster_allowed_ips", message, 1, true)
      assert.matches("http_roster_token", message, 1, true)
    end)

    it("should let a token write", function()
      local settings = settings_with({ http_roster_token = "secret" })
      assert.is_nil(code_for(settings, "192.0.2.1", { authorization = "Bearer secret" }, false))
      assert.equal(401, (code_for(settings, "192.0.2.1", {}, false)))
    end)

    it("should not trust a page in a browser without a token", function()
      local settings = settings_with({})
      local cases = {
        { origin = "https://example.com" }, { origin = "null" }, { origin = "" }, { sec_fetch_site = "cross-site" }, { sec_fetch_site = "same-origin" },
        { sec_fetch_site = "same-site" }, { sec_fetch_site = "" }, { sec_fetch_site = "none,none" }, { sec_fetch_site = "none", origin = "x" },
      }
      for _, headers in ipairs(cases) do
        local code, message = code_for(settings, "127.0.0.1", headers)
        assert.equal(403, code)
        assert.matches("http_roster_token", message, 1, true)
        assert.matches("browser", message, 1, true)
        headers.authorization = "Bearer secret"
        assert.is_nil(code_for(settings_with({ http_roster_token = "secret" }), "127.0.0.1", headers))
      end
      assert.is_nil(code_for(settings, "127.0.0.1", { sec_fetch_site = "none" }))
    end)

    it("should not trust a proxy without a token", function()
      local settings = settings_with({ http_roster_allowed_ips = { "127.0.0.1", "0.0.0.0/0" } })
      local headers = { "x_forwarded_for", "x_forwarded_host", "x_forwarded_proto", "x_forwarded_port", "x_forwarded_", "forwarded", "x_real_ip", "via" }
      for _, header in ipairs(headers) do
        for _, value in ipairs({ "", "127.0.0.1", "for=127.0.0.1", "192.0.2.1, 127.0.0.1" }) do
          local code, message = code_for(settings, "127.0.0.1", { [header] = value })
          assert.equal(403, code, header)
          assert.matches("http_roster_token", message, 1, true)
          assert.matches("proxy", message, 1, true)
        end
      end
      for _, header in ipairs({ "x_forward", "forwarded_by", "not_x_forwarded_for", "viable", "x_real" }) do
        assert.is_nil(code_for(settings, "127.0.0.1", { [header] = "127.0.0.1" }))
      end
    end)

    it("should let everyone with a token call", function()
      for _, token in ipairs({ "secret", { "old", "secret" } }) do
        local settings = settings_with({ http_roster_token = token })
        for _, ip in ipairs({ "127.0.0.1", "192.0.2.1", "2001:db8::1" }) do
          for _, authorization in ipairs({ "Bearer secret", "bearer secret", "BEARER   secret" }) do
            assert.is_nil(code_for(settings, ip, { authorization = authorization }))
            assert.is_nil(code_for(settings, ip, { authorization = authorization, x_forwarded_for = "192.0.2.7" }))
          end
        end
      end
    end)

    it("should let nobody else call, without naming the token", function()
      local settings = settings_with({ http_roster_token = { "secret", "other" } })
      local cases = {
        false, "", "Bearer", "Bearer ", "Bearer secre", "Bearer secrets", "Bearer Secret", "Bearer sécret", "secret", "Basic secret", "Bearer:secret",
        "Bearersecret", "Bearer secret other", "Bearer secret,other", "Bearer secret\0", "Bearer othersecret", "Token secret", " Bearer secret",
        "Bearer " .. ("x"):rep(1000), "Bearer %s", "Bearer .*",
      }
      for _, authorization in ipairs(cases) do
        local code, message = code_for(settings, "127.0.0.1", { authorization = authorization or nil })
        assert.equal(401, code, tostring(authorization):sub(1, 50))
        assert.is_nil(message:find("secret", 1, true) or message:find("other", 1, true))
        assert.matches(authorization and "a wrong token" or "no token", message, 1, true)
      end
    end)

    it("should want both where both are set", function()
      local settings = settings_with({ http_roster_token = "secret", http_roster_allowed_ips = "192.0.2.0/24" })
      local good, bad = { authorization = "Bearer secret" }, { authorization = "Bearer x" }
      assert.is_nil(code_for(settings, "192.0.2.1", good))
      assert.equal(401, (code_for(settings, "192.0.2.1", bad)))
      assert.equal(401, (code_for(settings, "192.0.2.1")))
      assert.equal(403, (code_for(settings, "127.0.0.1", good)))
      assert.equal(403, (code_for(settings, "127.0.0.1", bad)))
    end)
  end)
end)
