local stand_ins = require("stand_ins")
local read_username = require("src.api.request_body").read_username

local HOST = "example.com"

describe("usernames", function()
  describe("read_username()", function()
    it("should find the user of this host", function()
      local cases = {
        { "john", "john" },
        { "John", "john" },
        { "john@example.com", "john" },
        { "John@Example.COM", "john" },
        { "john@example.com.", "john" },
        { "a.b-c_d", "a.b-c_d" },
        { "..", ".." },
        { "%2e%2e", "%2e%2e" },
        { "%", "%" },
        { "123", "123" },
        { "pending", "pending" },
        { "__array", "__array" },
        { ("a"):rep(1023), ("a"):rep(1023) },
      }
      for _, case in ipairs(cases) do
        local username, problem = read_username(case[1], HOST)
        assert.equal(case[2], username, case[1])
        assert.is_nil(problem)
      end
    end)

    it("should refuse what is no username", function()
      local cases = {
        "", " ", "jo hn", "john ", "john/x", "/", "a/../b", "john\r\nX-Header: 1", "jo\0hn", "\127", "a:b", "a&b", "a<b>", 'a"b', "a'b", "@", "john@", "@example.com",
        "john@example.com/x", "john@@example.com", "a@b@example.com", "jo hn@example.com", "john@example.com\n", "\255", "\237\160\128", "\192\175",
        "__array/", ("a"):rep(1024), ("a"):rep(1000000), ("a"):rep(1024) .. "@example.com",
      }
      for _, name in ipairs(cases) do
        local username, problem = read_username(name, HOST)
        assert.is_nil(username, name:sub(1, 50))
        assert.is_true(problem == "not a username" or problem == "not a user of example.com", name:sub(1, 50))
      end
    end)

    it("should refuse users of other hosts", function()
      for _, name in ipairs({ "john@example.org", "john@conference.example.com", "john@example.com.evil", "john@xexample.com", "john@example.co" }) do
        local username, problem = read_username(name, HOST)
        assert.is_nil(username, name)
        assert.equal("not a user of example.com", problem)
      end
    end)

    it("should prepare all of Unicode", function()
      if stand_ins.real("util.encodings") == nil then
        pending("needs Prosody's own preparation")
        return
      end
      assert.equal("zo\195\171", read_username("ZO\195\139", HOST))
      assert.equal("a", read_username("\239\188\161@example.com", HOST))
      for _, name in ipairs({ "\194\173", "a\239\188\160b", "a\226\128\168b", "\239\191\191" }) do
        assert.equal("not a username", select(2, read_username(name, HOST)), name)
      end
    end)
  end)
end)
