local json_libraries = require("json_libraries")

json_libraries.with_each(describe, "request_body", function(rooms)
  local request_body = rooms("api.request_body")
  local host = "chat.test"
  local breaths

  before_each(function()
    breaths = 0
  end)

  local function breathe()
    breaths = breaths + 1
  end

  local function read(name, body)
    return request_body[name](body, host, breathe)
  end

  describe("read_usernames()", function()
    it("should name each user once, in any spelling", function()
      local named = read("read_usernames", '["john","Marie","john@chat.test","MARIE@CHAT.test","john","zoe"]')
      assert.same({ usernames = { "john", "marie", "zoe" }, values = {}, wrong = {} }, named)
      assert.is_true(breaths >= 6)
    end)

    it("should say of others why they are no users, of each once", function()
      local named = read("read_usernames", '["a/b","john@other.test","a/b","","ann"]')
      assert.same({ "ann" }, named.usernames)
      assert.same({ { "a/b", "not a username" }, { "john@other.test", "not a user of chat.test" }, { "", "not a username" } }, named.wrong)
    end)

    it("should show names in a form that JSON can carry", function()
      for _, name in ipairs({ ("x"):rep(5000), ("@"):rep(5000), "a\255/b", ("\195\164"):rep(3000) }) do
        local named = read("read_usernames", '["' .. name .. '"]')
        assert.equal(1, #named.wrong, name)
        assert.is_true(#named.wrong[1][1] <= 1026)
        assert.is_nil(named.wrong[1][1]:find("\255"))
      end
    end)

    it("should say what is wrong with anything else", function()
      local cases = {
        { "", "no body: expected a JSON array of usernames, with Content-Length" },
        { "{}", "the body is an object: expected a JSON array of usernames" },
        { '"john"', "the body is a string: expected a JSON array of usernames" },
        { '["john",]', "the body is not JSON (a value expected at byte 9): expected a JSON array of usernames" },
        { '["john"', 'the body is not JSON ("," or "]" expected at byte 8): expected a JSON array of usernames' },
        { '["john",5]', "entry 2 is a number: expected a username, a string" },
      }
      for _, case in ipairs(cases) do
        local named, problem = read("read_usernames", case[1])
        assert.is_nil(named, case[1])
        assert.equal(case[2], problem)
      end
    end)
  end)

  for _, name in ipairs({ "read_rosters", "read_patches" }) do
    describe(name .. "()", function()
      it("should tell what is said of each user", function()
        local named = read(name, '{"john":{"a@b.c":{"name":"A"}},"Marie@chat.test":5,"a/b":{}}')
        assert.same({ "john", "marie" }, named.usernames)
        assert.same({ { ["a@b.c"] = { name = "A" } }, 5 }, named.values)
        assert.same({ { "a/b", "not a username" } }, named.wrong)
      end)

      it("should believe neither of two things said of one user", function()
        local bodies = {
          '{"john":{},"marie":{"a@b.c":{}},"john@chat.test":{"a@b.c":{}}}',
          '{"john@chat.test":{},"marie":{"a@b.c":{}},"JOHN":{"a@b.c":{}},"john":{}}',
          '{"john":{},"john":{},"marie":{"a@b.c":{}}}',
        }
        for _, body in ipairs(bodies) do
          local named = read(name, body)
          assert.same({ "marie" }, named.usernames, body)
          assert.same({ { ["a@b.c"] = {} } }, named.values, body)
          assert.equal(1, #named.wrong, body)
          assert.equal("john", named.wrong[1][1])
          assert.matches("named twice", named.wrong[1][2])
        end
      end)

      it("should take PHP's empty object for one, and nothing else", function()
        for _, body in ipairs({ "{}", "[]", " [ ] ", " { } " }) do
          assert.same({ usernames = {}, values = {}, wrong = {} }, (read(name, body)), body)
        end
        local cases = {
          { "", "no body: expected a JSON object, username to roster, with Content-Length" },
          { '["john"]', "the body is an array: expected a JSON object, username to roster" },
          { "null", "the body is null: expected a JSON object, username to roster" },
          { '{"john":{}', 'the body is not JSON ("," or "}" expected at byte 11): expected a JSON object, username to roster' },
          { '{"john":{},}', "the body is not JSON (a name expected at byte 12): expected a JSON object, username to roster" },
          { '{"john":{"a@b.c":{},}}', "the body is not JSON (a name expected at byte 21): expected a JSON object, username to roster" },
        }
        for _, case in ipairs(cases) do
          local named, problem = read(name, case[1])
          assert.is_nil(named, case[1])
          assert.equal(case[2], problem)
        end
      end)

      it("should breathe between users and within one's roster", function()
        local users = {}
        for i = 1, 100 do
          users[i] = '"user' .. i .. '":{}'
        end
        read(name, "{" .. table.concat(users, ",") .. "}")
        assert.is_true(breaths >= 100)
        breaths = 0
        read(name, '{"john":{' .. ('"a@b.c":{},'):rep(20000) .. '"a@b.c":{}}}')
        assert.is_true(breaths >= 20000)
      end)
    end)
  end

  it("should tell an empty array from an empty object in a patch", function()
    local json_value = rooms("json.json_value")
    local named = request_body.read_patches('{"john":{"a@b.c":{"groups":[]}}}', host, breathe)
    assert.is_true(json_value.is_array(named.values[1]["a@b.c"].groups))
  end)
end)
