require("stand_ins")
local OPTION_NAMES = require("src.settings").OPTION_NAMES
local read_settings = require("src.settings").read_settings

local URL = "http://localhost:8080/contacts/%s"

--- What of a module `settings` needs.
local function options_of(values)
  return {
    get_option = function(self, name, default)
      assert(type(self) == "table" and type(name) == "string")
      local value = values[name]
      if value == nil then
        return default
      end
      return value
    end,
  }
end

local function settings_with(values)
  values.http_roster_url = values.http_roster_url or URL
  return read_settings(options_of(values))
end

--- Why Prosody would refuse to load the module.
local function refusal_of(values)
  local ok, problem = pcall(read_settings, options_of(values))
  assert.is_false(ok)
  assert.is_string(problem)
  -- For an admin, not for a programmer.
  assert.is_nil(problem:find("%.lua:") or problem:find("attempt to"), problem)
  return problem
end

describe("settings", function()
  describe("read_settings()", function()
    it("should need no more than a URL", function()
      local settings = settings_with({})
      assert.equal(URL, settings.url)
      assert.is_nil(settings.batch_url)
      assert.equal(100, settings.batch_size)
      assert.same({}, settings.headers)
      assert.equal(5, settings.timeout)
      assert.equal(32, settings.concurrency)
      assert.equal(3600, settings.max_age)
      assert.equal(1024, settings.cache_size)
      assert.same({}, settings.tokens)
      assert.is_true(settings.block_subscriptions)
      assert.equal(2, #settings.networks)
      assert.equal("127.0.0.1", settings.networks[1].ip.addr)
      assert.equal("::1", settings.networks[2].ip.addr)
    end)

    it("should read what is set", function()
      local settings = settings_with({
        http_roster_url = "HTTPS://user:secret@[::1]:8443/%h/%s?x=%20#",
        http_roster_batch_url = "https://example.com/%h",
        http_roster_batch_size = 1,
        http_roster_headers = { Authorization = "Bearer x", ["X-Key"] = "" },
        http_roster_timeout = 0.1,
        http_roster_concurrency = 1,
        http_roster_max_age = 0,
        http_roster_cache_size = 0,
        http_roster_token = "secret",
        http_roster_block_subscriptions = false,
      })
      assert.equal("HTTPS://user:secret@[::1]:8443/%h/%s?x=%20#", settings.url)
      assert.equal("https://example.com/%h", settings.batch_url)
      assert.equal(1, settings.batch_size)
      assert.same({ Authorization = "Bearer x", ["X-Key"] = "" }, settings.headers)
      assert.equal(0.1, settings.timeout)
      assert.equal(1, settings.concurrency)
      assert.equal(0, settings.max_age)
      assert.equal(0, settings.cache_size)
      assert.same({ "secret" }, settings.tokens)
      assert.is_nil(settings.networks)
      assert.is_false(settings.block_subscriptions)
    end)

    it("should refuse a URL that is none, and show one", function()
      local cases = {
        {}, { value = "" }, { value = "localhost/%s" }, { value = "ftp://localhost/%s" }, { value = "http:///%s" }, { value = "http://" },
        { value = "file:///etc/%s" }, { value = "http://localhost/" }, { value = "http://localhost/%h" }, { value = "http://local host/%s" },
        { value = "http://localhost/%s\r\nX: y" }, { value = "http://localhost/%s\n" }, { value = 5 }, { value = true }, { value = {} }, { value = "%s" },
        { value = " http://localhost/%s" }, { value = "http://?x/%s" }, { value = "http://#x/%s" }, { value = "http://localhost?x=y/%s" },
        { value = "http://localhost#/%s" }, { value = "http://:8080/%s" }, { value = "http://user@/%s" }, { value = "http://localhost:http/%s" },
        { value = "http://localhost:%h/%s" }, { value = "http://user@x@localhost/%s" }, { value = "http://::1/%s" }, { value = "http://[::1/%s" },
        { value = "http://[localhost]/%s" },
      }
      for _, case in ipairs(cases) do
        local problem = refusal_of({ http_roster_url = case.value })
        assert.matches("http_roster_url", problem, 1, true)
        assert.matches('"http://localhost:8080/contacts/%s"', problem, 1, true)
      end
    end)

    it("should refuse a URL of which the username would not be sent", function()
      local cases = {
        "http://localhost/#/contacts/%s", "http://localhost/contacts#%s", "http://localhost/contacts?x=y#%s",
        "http://localhost/contacts;user=%s", "http://localhost/contacts;v=2/%s", "http://localhost/contacts;%s?x=y",
      }
      for _, url in ipairs(cases) do
        local problem = refusal_of({ http_roster_url = url })
        assert.matches("http_roster_url", problem, 1, true)
        assert.matches('"http://localhost:8080/contacts/%s"', problem, 1, true)
      end
      for _, url in ipairs({ "http://a;b:c@localhost/%s", "http://localhost/%s;v=2#top", "http://localhost/;a?b;c=%s", "http://localhost/%s?#%s" }) do
        assert.equal(url, settings_with({ http_roster_url = url }).url)
      end
    end)

    it("should refuse a URL in which a username would decide whom Prosody talks to", function()
      local cases = {
        "http://%s.example.com/", "http://%s.example.com/%s", "http://example.%s/%s", "https://%s", "http://%s:secret@localhost/%s", "http://user:%s@localhost/%s",
        "http://localhost:%s/%s", "http://localhost:80%s/%s", "http://localhost?user=%s", "http://localhost#%s", "http://localhost;%s/%s", "HTTP://[%s]/%s",
      }
      for _, url in ipairs(cases) do
        for _, name in ipairs({ "http_roster_url", "http_roster_batch_url", "http_roster_edit_url" }) do
          local problem = refusal_of({ http_roster_url = URL, [name] = url })
          assert.matches("option " .. name .. ":", problem, 1, true)
          assert.matches("%s in the path", problem, 1, true)
          assert.is_nil(problem:find("secret", 1, true))
        end
      end
    end)

    it("should take a username wherever else it may stand, and the host anywhere", function()
      local urls = {
        "http://localhost/?user=%s", "http://localhost:8080/contacts?x=%h&user=%s", "http://rosters.%h/%s", "http://%h:8080/%s", "http://%h:secret@localhost/%s",
        "http://[::1]/%s", "http://[::ffff:127.0.0.1]:8080/user-%s/contacts", "http://user@localhost/%s", "http://host_1.example/%s@%h",
      }
      for _, url in ipairs(urls) do
        assert.equal(url, settings_with({ http_roster_url = url }).url)
        assert.equal(url, settings_with({ http_roster_edit_url = url }).edit_url)
      end
      for _, url in ipairs({ "http://localhost", "http://localhost:8080", "https://%h" }) do
        assert.equal(url, settings_with({ http_roster_batch_url = url }).batch_url)
      end
    end)

    it("should keep a URL's password out of the message", function()
      for _, url in ipairs({ "http://user:secret@localhost/", "htp://user:secret@localhost/%s", "http://user:secret@local host/%s" }) do
        assert.is_nil(refusal_of({ http_roster_url = url }):find("secret", 1, true))
        assert.is_nil(refusal_of({ http_roster_url = URL, http_roster_batch_url = "x" .. url }):find("secret", 1, true))
      end
    end)

    it("should not want a username in the batch URL", function()
      assert.equal("http://localhost/batch", settings_with({ http_roster_batch_url = "http://localhost/batch" }).batch_url)
    end)

    it("should refuse wrong values, by the option's name", function()
      local not_numbers = { "5", true, false, {}, 0 / 0, math.huge, -math.huge, -1 }
      local wrong = {
        http_roster_batch_url = { 5, "batch", "ftp://localhost/", "http://localhost/\n", {} },
        http_roster_batch_size = { 0, 1.5 },
        http_roster_timeout = { 0, 0.05 },
        http_roster_concurrency = { 0, 2.5 },
        http_roster_max_age = { -0.5 },
        http_roster_cache_size = { 0.5 },
        http_roster_block_subscriptions = { "true", "no", 0, 1, {} },
        http_roster_token = { "", {}, { "" }, { "a", "" }, "two words", "tab\t", "line\n", "\195\169", 5, true, { 5 }, { a = "b" }, { { "a" } } },
        http_roster_allowed_ips = {
          "", "localhost", { "localhost" }, { "127.0.0.1", "x" }, { 5 }, { a = "127.0.0.1" }, "127.0.0.1/", "127.0.0.1/33", "::1/129", "127.0.0.1/-1",
          "127.0.0.1/8/8", "/8", "127.0.0.1/x", "127.0.0.1 ", "256.0.0.1", "1.2.3", "127.0.0.1/8.5", true, 5,
        },
        http_roster_headers = {
          "Authorization: x", 5, true, { "x" }, { ["X Y"] = "z" }, { [""] = "z" }, { X = 5 }, { X = true }, { X = { "y" } }, { X = "y\r\nZ: 1" }, { X = "\0" },
          { ["X:"] = "y" }, { ["X\r\nY"] = "z" }, { ["\195\169"] = "x" },
        },
      }
      for _, name in ipairs({ "batch_size", "timeout", "concurrency", "max_age", "cache_size" }) do
        for _, value in ipairs(not_numbers) do
          table.insert(wrong["http_roster_" .. name], value)
        end
      end
      for name, values in pairs(wrong) do
        for _, value in ipairs(values) do
          local problem = refusal_of({ http_roster_url = URL, [name] = value })
          assert.matches("option " .. name, problem, 1, true)
          assert.matches("expected", problem, 1, true)
        end
      end
    end)

    it("should keep tokens and headers out of the message", function()
      local cases = {
        { http_roster_token = "my secret" },
        { http_roster_token = { "secret", 5 } },
        { http_roster_headers = { Authorization = "secret\n" } },
        { http_roster_headers = { ["Bad Name"] = "secret" } },
        { http_roster_headers = "Authorization: secret" },
      }
      for _, values in ipairs(cases) do
        values.http_roster_url = URL
        assert.is_nil(refusal_of(values):find("secret", 1, true))
      end
    end)

    it("should take one token or several", function()
      assert.same({ "a" }, settings_with({ http_roster_token = "a" }).tokens)
      local tokens = settings_with({ http_roster_token = { "a", "b~!" } }).tokens
      table.sort(tokens)
      assert.same({ "a", "b~!" }, tokens)
    end)

    it("should let everyone with a token call, unless addresses are set too", function()
      assert.is_nil(settings_with({ http_roster_token = "a" }).networks)
      assert.equal(1, #settings_with({ http_roster_token = "a", http_roster_allowed_ips = "10.0.0.1" }).networks)
      assert.same({}, settings_with({ http_roster_token = "a", http_roster_allowed_ips = {} }).networks)
      assert.same({}, settings_with({ http_roster_allowed_ips = {} }).networks)
    end)

    it("should read addresses and ranges", function()
      local cases = {
        { "10.0.0.0/8", "10.0.0.0", "IPv4", 8 },
        { "0.0.0.0/0", "0.0.0.0", "IPv4", 0 },
        { "192.0.2.1/32", "192.0.2.1", "IPv4", 32 },
        { "192.0.2.1", "192.0.2.1", "IPv4", nil },
        { "2001:db8::/32", "2001:db8::", "IPv6", 32 },
        { "::/0", "::", "IPv6", 0 },
        { "::1/128", "::1", "IPv6", 128 },
        { "fe80::1", "fe80::1", "IPv6", nil },
      }
      for _, case in ipairs(cases) do
        for _, value in ipairs({ case[1], { case[1] } }) do
          local networks = settings_with({ http_roster_allowed_ips = value }).networks
          assert.equal(1, #networks)
          assert.equal(case[2], networks[1].ip.addr)
          assert.equal(case[3], networks[1].ip.proto)
          assert.equal(case[4], networks[1].bits)
        end
      end
    end)
  end)
end)

describe("the head of the built file", function()
  it("says each option, in one line", function()
    local file = assert(io.open("src/header.lua"))
    local head = file:read("*a")
    file:close()
    for _, name in ipairs(OPTION_NAMES) do
      assert.truthy(head:find("\n--   " .. name .. " = [^\n]+ %-%- [^\n]+"), name)
    end
  end)
end)
