local json_libraries = require("json_libraries")
local hashes = require("util.hashes")
local json = require("util.json")

json_libraries.with_each(describe, "batch_answer", function(rooms)
  local batch_answer, json_text, text_blocks = rooms("backend.batch_answer", "json.json_text", "json.text_blocks")
  local breaths

  local function breathe()
    breaths = breaths + 1
  end

  before_each(function()
    breaths = 0
  end)

  --- What is known of a text.
  local function known_as(text)
    return { size = #text, fingerprint = hashes.sha1(text) }
  end

  local function read(text, known)
    return batch_answer.read_batch(text, function(name)
      return known and known[name]
    end, breathe)
  end

  --- Only texts and kinds of answers.
  local function in_short(answers)
    local short = {}
    for name, answer in pairs(answers) do
      short[name] = answer.text and answer.text:sub(answer.first or 1, answer.last or -1) or answer.kind
    end
    return short
  end

  it("should say what a backend says of each user", function()
    local cases = {
      { "{}", {} },
      { " { } \n", {} },
      { '{"john":{}}', { john = "{}" } },
      { '{"john":[]}', { john = "[]" } },
      { '{"a":5,"b":true,"c":false,"d":"x","e":[1]}', { a = "5", b = "true", c = "false", d = '"x"', e = "[1]" } },
      {
        '\r\n{\t"john" :\n{ "a@b.c" : { } } ,\n "marie":{"d@e.f":{"groups":["x"]}}\n}\n',
        { john = '{ "a@b.c" : { } }', marie = '{"d@e.f":{"groups":["x"]}}' },
      },
      { '{"":{}}', { [""] = "{}" } },
    }
    for _, case in ipairs(cases) do
      local answers, problem = read(case[1])
      assert.is_nil(problem, case[1])
      assert.same(case[2], in_short(answers), case[1])
      for name, text in pairs(case[2]) do
        assert.same((json.decode(text)), answers[name].document, case[1])
      end
    end
  end)

  it("should leave out whom the backend gives as null, and take the first of two", function()
    assert.same({ marie = "{}" }, in_short((read('{"john":null,"marie" : {} , "zoe" : null }'))))
    assert.same({ a = "[1]", b = "2" }, in_short((read('{"a":[1],"a":2,"b":null,"b":2}'))))
    assert.same({ a = "unchanged" }, in_short((read('{"a":{},"a":[1]}', { a = known_as("{}") }))))
    assert.same({ a = "[1]" }, in_short((read('{"a":[1],"a":{}}', { a = known_as("{}") }))))
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
      local answers, problem = read('{"a":{"x":[]},' .. case[1] .. ':{"b":1},"c":{}}')
      assert.is_nil(problem, case[1])
      assert.same({ b = 1 }, answers[case[2]].document)
      assert.same({}, answers.c.document)
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
        local answers, problem = read(text)
        assert.is_nil(problem, text)
        for i, value in ipairs({ values[1], values[2], values[3], values[1] }) do
          assert.equal(value, answers[tostring(i)].text)
          assert.same((json_text.decode(value)), answers[tostring(i)].document)
        end
      end
    end
  end)

  it("should say nothing where it is broken, even of what was whole", function()
    local whole = '{"john":{"a@b.c":{}},'
    local cases = {
      "", '"', '"marie', '"marie"', '"marie":', '"marie":{', '"marie":{"a@b.c":{}', '"marie":{"a@b.c":{"name":"x', '"marie":{"a@b.c"}',
      '"marie":{"a@b.c":}}', '"marie":[1,]}', '"marie":{]}', '"marie":}', '"marie":,"zoe":{}}', '"marie":nul}', '"marie":x}',
      '"marie":"x}', '"marie" {}}', "marie:{}}", "5:{}}", "null}", "{}}", '"marie":{}', '"marie":{}]', '"marie":{}x}', '"marie":{}}x',
      '"marie":{}}}', '"marie":{}}{}', '"marie":{};"zoe":{}}', '"marie":{}\0}', "}", '"marie":{},}', ',"marie":{}}', '"marie":{},,"zoe":{}}',
      '"marie":{"a@b.c":{},}}', '"marie":{"a@b.c":{"groups":["x",]}}}', '"john":{}', '"marie":null',
    }
    for _, rest in ipairs(cases) do
      for _, known in ipairs({ {}, { john = known_as('{"a@b.c":{}}') } }) do
        local answers, problem = read(whole .. rest, known)
        assert.is_nil(answers, rest)
        assert.equal("answer", problem.cause, rest)
        assert.is_nil(problem.problem:find("%c"), problem.problem)
      end
    end
  end)

  it("should take nothing but an object", function()
    for _, text in ipairs({ "", " ", "null", "5", '"x"', "[1]", '[{"john":{}}]', "<html>{}</html>", "x{}", "\0{}", "true", "[] x", "[}", "[\v]", "\f[]", "[]\0" }) do
      assert.is_nil((read(text)), text)
    end
  end)

  it("should take an empty array for PHP's empty object", function()
    for _, text in ipairs({ "[]", " [ \t\r\n ]\n", "{}" }) do
      assert.same({}, (read(text)), text)
    end
  end)

  it("should refuse a roster that is nested too deeply", function()
    for _, depth in ipairs({ 33, 100000 }) do
      local answers, problem = read('{"john":' .. ("["):rep(depth) .. ("]"):rep(depth) .. ',"marie":{}}')
      assert.is_nil(answers)
      assert.matches("nested deeper than 32 levels", problem.problem)
    end
    assert.is_table((read('{"john":' .. ("["):rep(32) .. ("]"):rep(32) .. ',"marie":{}}')))
  end)

  describe("what is known", function()
    it("should be recognised unread", function()
      for _, text in ipairs({ '{"a@b.c":{"name":"}"}}', "{}", "[]", '{"a@b.c":{{{"name":"x"}' }) do
        for _, batch in ipairs({ '{"john":' .. text .. ',"marie":{}}', '{"marie":{},"john":\n' .. text .. "\n}" }) do
          local answers, problem = read(batch, { john = known_as(text) })
          assert.is_nil(problem, batch)
          assert.same({ john = "unchanged", marie = "{}" }, in_short(answers), batch)
        end
      end
    end)

    it("should be told from what is not", function()
      local text = '{"a@b.c":{"name":"x"}}'
      local others = { '{"a@b.c":{"name":"y"}}', '{"a@b.c":{"name":"xx"}}', '{"a@b.c":{}}', '{ "a@b.c":{"name":"x"}}', "{}" }
      for _, other in ipairs(others) do
        local answers = read('{"john":' .. other .. ',"marie":' .. text .. "}", { john = known_as(text) })
        assert.same({ john = other, marie = text }, in_short(answers))
      end
      local wrong = { { size = 2 }, { size = 2, fingerprint = hashes.sha1("[]") }, { size = 3, fingerprint = hashes.sha1("{},") }, { size = 1000 }, { size = 0 }, {} }
      for _, known in ipairs(wrong) do
        local answers, problem = read('{"john":{},"marie":{}}', { john = known })
        assert.is_nil(problem)
        assert.same({ john = "{}", marie = "{}" }, in_short(answers))
      end
    end)

    it("should be recognised by its blocks", function()
      local members = {}
      for i = 1, 50 do
        members[i] = ('"contact%d@example.com":{"name":"Some Contact %d"}'):format(i, i)
      end
      local text = "{" .. table.concat(members, ",") .. "}"
      local _, _, blocks = text_blocks.decode_text(text, { fingerprint = "of another" })
      local known = { john = { size = #text, blocks = blocks } }
      assert.same({ john = "unchanged", marie = "{}" }, in_short((read('{"john":' .. text .. ',"marie":{}}', known))))
      local other = text:gsub("Contact 20", "Contact xx")
      assert.same({ john = other, marie = "{}" }, in_short((read('{"john":' .. other .. ',"marie":{}}', known))))
    end)
  end)

  it("should take time in proportion to the text, whatever brackets are in its strings", function()
    -- All opening brackets first: a search for the matching one would run to the end of the text, for each user.
    local users, parts = 2000, {}
    for i = 1, users do
      parts[i] = '"u' .. i .. '":{"a@b.c":{"name":"' .. (i <= users / 2 and "{" or "}") .. '"}}'
    end
    local start = os.clock()
    assert.is_table((read("{" .. table.concat(parts, ",") .. "}")))
    assert.is_true(os.clock() - start < 0.4, "took " .. os.clock() - start .. " seconds")
  end)

  it("should breathe between users, and within a long roster", function()
    read('{"a":{},"b":{},"c":{}}')
    assert.is_true(breaths >= 3)
    breaths = 0
    read('{"a":{' .. ('"x@b.c":{"name":"{"},'):rep(10000) .. '"x@b.c":{}}}')
    assert.is_true(breaths >= 10000)
  end)
end)
