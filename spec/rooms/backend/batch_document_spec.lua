local json_libraries = require("json_libraries")
local hashes = require("util.hashes")
local json = require("util.json")

json_libraries.with_each(describe, "batch_document", function(rooms)
  local batch_document, json_text, json_value = rooms("backend.batch_document", "json.json_text", "json.json_value")

  --- All of a batch answer: names and values in their order, then what is wrong with it.
  local function read_all(text, known)
    local reader = batch_document.new_batch_reader(text)
    if reader == nil then
      return nil, "no object"
    end
    local members = {}
    while true do
      local name, problem = batch_document.next_name(reader)
      if name == nil then
        return members, problem
      end
      local is_known = known and known[name] and batch_document.skip_known(reader, #known[name], hashes.sha1(known[name]))
      if is_known then
        table.insert(members, { name = name, is_known = true })
      else
        local part, value = batch_document.take_value(reader)
        if part == nil then
          return members, "at " .. name
        end
        table.insert(members, { name = name, text = part, value = json_value.is_null(value) and json.null or value })
      end
    end
  end

  it("should step through what a backend says", function()
    local cases = {
      { "{}", {} },
      { " { } \n", {} },
      { "[]", {} },
      { " [ \n ] ", {} },
      { '{"john":{}}', { { name = "john", text = "{}", value = {} } } },
      { '{"john":[]}', { { name = "john", text = "[]", value = {} } } },
      { '{"john":null}', { { name = "john", text = "null", value = json.null } } },
      { '{"john" : null }', { { name = "john", text = "null", value = json.null } } },
      { '{"a":5,"b":true,"c":false,"d":"x"}', {
        { name = "a", text = "5", value = 5 },
        { name = "b", text = "true", value = true },
        { name = "c", text = "false", value = false },
        { name = "d", text = '"x"', value = "x" },
      } },
      { '\r\n{\t"john" :\n{ "a@b.c" : { } } ,\n "marie":{"d@e.f":{"groups":["x"]}}\n}\n', {
        { name = "john", text = '{ "a@b.c" : { } }', value = { ["a@b.c"] = {} } },
        { name = "marie", text = '{"d@e.f":{"groups":["x"]}}', value = { ["d@e.f"] = { groups = { "x" } } } },
      } },
      { '{"":{}}', { { name = "", text = "{}", value = {} } } },
      { '{"a":1,"a":2}', { { name = "a", text = "1", value = 1 }, { name = "a", text = "2", value = 2 } } },
    }
    for _, case in ipairs(cases) do
      local members, problem = read_all(case[1])
      assert.is_nil(problem, case[1])
      assert.same(case[2], members, case[1])
    end
  end)

  it("should read names with escapes and brackets", function()
    local cases = {
      { [["jo\u0068n"]], "john" },
      { [["a\"b"]], 'a"b' },
      { [["a\\"]], "a\\" },
      { [["a\\\""]], 'a\\"' },
      { '"}"', "}" },
      { '"{\\"x\\":1}"', '{"x":1}' },
      { '","', "," },
      { '":"', ":" },
      { '"__array"', "__array" },
      { [["\u005f_hash"]], "__hash" },
      { '"zo\195\171"', "zo\195\171" },
    }
    for _, case in ipairs(cases) do
      local members, problem = read_all('{"a":{"x":[]},' .. case[1] .. ':{"b":1},"c":{}}')
      assert.is_nil(problem, case[1])
      assert.equal(3, #members, case[1])
      assert.equal(case[2], members[2].name)
      assert.same({ b = 1 }, members[2].value)
    end
  end)

  it("should find the end of values with brackets in their strings", function()
    local strings = { "{", "}", "[", "]", "}}", "{{", "},", "}]", '\\"}', '\\"{', "\\\\", '\\\\\\"}', '\\",\\"x\\":{', ":{", ":}", "]}{[" }
    for _, first in ipairs(strings) do
      for _, second in ipairs(strings) do
        local values = {
          '{"a@b.c":{"name":"' .. first .. '","groups":["' .. second .. '"]}}',
          '["' .. first .. '",{"' .. second .. '":[]}]',
          '"' .. first .. second .. '"',
        }
        local text = '{"1":' .. values[1] .. ',"2":' .. values[2] .. ',"3":' .. values[3] .. ',"4":' .. values[1] .. "}"
        local members, problem = read_all(text)
        assert.is_nil(problem, text)
        assert.equal(4, #members)
        for i, value in ipairs({ values[1], values[2], values[3], values[1] }) do
          assert.equal(tostring(i), members[i].name)
          assert.equal(value, members[i].text)
          assert.same((json_text.decode(value)), members[i].value)
        end
      end
    end
  end)

  it("should say where it is broken, after what was whole", function()
    local whole = '{"john":{"a@b.c":{}},'
    local cases = {
      -- what follows, how many members are read before
      { "", 1 },
      { '"', 1 },
      { '"marie', 1 },
      { '"marie"', 1 },
      { '"marie":', 1 },
      { '"marie":{', 1 },
      { '"marie":{"a@b.c":{}', 1 },
      { '"marie":{"a@b.c":{"name":"x', 1 },
      { '"marie":{"a@b.c"}', 1 },
      { '"marie":{"a@b.c":}}', 1 },
      { '"marie":[1,]}', 1 },
      { '"marie":{]}', 1 },
      { '"marie":}', 1 },
      { '"marie":,"zoe":{}}', 1 },
      { '"marie":nul}', 1 },
      { '"marie":x}', 1 },
      { '"marie":"x}', 1 },
      { '"marie" {}}', 1 },
      { "marie:{}}", 1 },
      { "5:{}}", 1 },
      { "null}", 1 },
      { "{}}", 1 },
      { '"marie":{}', 2 },
      { '"marie":{}]', 2 },
      { '"marie":{}x}', 2 },
      { '"marie":{}}x', 2 },
      { '"marie":{}}}', 2 },
      { '"marie":{}}{}', 2 },
      { '"marie":{};"zoe":{}}', 2 },
      { '"marie":{}\0}', 2 },
    }
    for _, case in ipairs(cases) do
      local members, problem = read_all(whole .. case[1])
      assert.is_string(problem, case[1])
      assert.equal(case[2], #members, case[1])
      assert.same({ ["a@b.c"] = {} }, members[1].value)
    end
  end)

  it("should take nothing but an object", function()
    for _, text in ipairs({ "", " ", "null", "5", '"x"', "[1]", '[{"john":{}}]', "<html>{}</html>", "x{}", "\0{}", "true", "[] x", "[}" }) do
      assert.is_nil(batch_document.new_batch_reader(text), text)
    end
  end)

  it("should refuse a roster that is nested too deeply", function()
    for _, depth in ipairs({ 33, 100000 }) do
      local members, problem = read_all('{"john":' .. ("["):rep(depth) .. ("]"):rep(depth) .. ',"marie":{}}')
      assert.same({}, members)
      assert.is_string(problem)
    end
    local members = read_all('{"john":' .. ("["):rep(32) .. ("]"):rep(32) .. ',"marie":{}}')
    assert.equal(2, #members)
  end)

  it("should let no key of a roster plant others", function()
    for _, key in ipairs({ "__array", "__hash", "\\u005f_hash", "__h\\u0061sh", "__\\u0061rray" }) do
      local members = read_all('{"john":{"' .. key .. '":[false,{}]},"marie":{}}')
      assert.equal(2, #members, key)
      assert.is_true(json_value.is_object(members[1].value), key)
      for name in pairs(members[1].value) do
        assert.is_string(name, key)
      end
    end
  end)

  describe("skip_known()", function()
    it("should skip what is known, unread", function()
      local broken = '{"a@b.c":{{{"name":"x"}'
      local cases = { '{"a@b.c":{"name":"}"}}', "{}", "[]", "null", broken }
      for _, known in ipairs(cases) do
        for _, text in ipairs({ '{"john":' .. known .. ',"marie":{}}', '{"marie":{},"john":\n' .. known .. "\n}" }) do
          local members, problem = read_all(text, { john = known })
          assert.is_nil(problem, text)
          assert.equal(2, #members, text)
          assert.is_true(members[1].is_known or members[2].is_known, text)
        end
      end
    end)

    it("should read what is not", function()
      local known = '{"a@b.c":{"name":"x"}}'
      local others = { '{"a@b.c":{"name":"y"}}', '{"a@b.c":{"name":"xx"}}', '{"a@b.c":{}}', '{ "a@b.c":{"name":"x"}}', "{}", "null" }
      for _, other in ipairs(others) do
        local members, problem = read_all('{"john":' .. other .. ',"marie":' .. known .. "}", { john = known })
        assert.is_nil(problem, other)
        assert.same({ "john", "marie" }, { members[1].name, members[2].name })
        assert.equal(other, members[1].text)
      end
    end)

    it("should not move on where it does not skip", function()
      for _, case in ipairs({ { 2, hashes.sha1("{}x") }, { 3, hashes.sha1("{},") }, { 1000, hashes.sha1("{}}") }, { 0, hashes.sha1("") } }) do
        local reader = batch_document.new_batch_reader('{"john":{},"marie":{}}')
        batch_document.next_name(reader)
        local position = reader.position
        assert.is_false(batch_document.skip_known(reader, case[1], case[2]), case[1])
        assert.equal(position, reader.position)
        assert.equal("{}", (batch_document.take_value(reader)))
      end
    end)
  end)

  it("should take time in proportion to the text, whatever brackets are in its strings", function()
    -- All opening brackets first: a search for the matching one would run to the end of the text, for each user.
    local users, parts = 2000, {}
    for i = 1, users do
      parts[i] = '"u' .. i .. '":{"a@b.c":{"name":"' .. (i <= users / 2 and "{" or "}") .. '"}}'
    end
    local start = os.clock()
    local members = read_all("{" .. table.concat(parts, ",") .. "}")
    assert.equal(users, #members)
    assert.is_true(os.clock() - start < 0.4, "took " .. os.clock() - start .. " seconds")
  end)

  it("should read no more of a long roster than the part that changed", function()
    local text_blocks = rooms("json.text_blocks")
    local function roster(changed_name)
      local members = {}
      for i = 1, 50 do
        members[i] = ('"contact%d@example.com":{"name":"%s"}'):format(i, i == 20 and changed_name or "Some Contact " .. i)
      end
      return "{" .. table.concat(members, ",") .. "}"
    end
    local _, _, blocks = text_blocks.decode_text(roster("Before"), { fingerprint = "of another" })
    local names = { "After", "with a bracket }", "with a bracket {", [[}},\"marie\":{]], "]" }
    for _, name in ipairs(names) do
      local text = roster(name)
      local reader = batch_document.new_batch_reader('{"john":' .. text .. ',"marie":{}}')
      assert.equal("john", (batch_document.next_name(reader)))
      local found, part = batch_document.take_part(reader, blocks)
      if name:find("[{}]") == nil then
        assert.equal(text, found)
        assert.is_nil(part.document["contact40@example.com"])
      elseif found == nil then
        assert.equal(text, (batch_document.take_value(reader)), name)
      end
      assert.equal("marie", (batch_document.next_name(reader)), name)
    end
    for _, value in ipairs({ "{}", "null", "[]", "5" }) do
      local reader = batch_document.new_batch_reader('{"john":' .. value .. "}")
      batch_document.next_name(reader)
      assert.is_nil(batch_document.take_part(reader, blocks), value)
    end
  end)
end)
