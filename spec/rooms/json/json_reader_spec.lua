require("stand_ins")
local json = require("util.json")
local json_reader = require("src.json.json_reader")

describe("json_reader", function()
  local breaths

  before_each(function()
    breaths = 0
  end)

  local function breathe()
    breaths = breaths + 1
  end

  local function nested(levels)
    return ("["):rep(levels) .. ("]"):rep(levels)
  end

  local blanks = (" \t\r\n"):rep(20000)
  local long = ("x"):rep(100000)

  --- The text as it is, and long: with blanks where they may be, which makes it one that is read in slices.
  local function spellings(text)
    return { text, blanks .. text, text .. blanks, (text:gsub("^[ \t\r\n]*([{%[])", "%1" .. blanks)) }
  end

  it("should read what backends write, as util.json does", function()
    local cases = {
      '{"marie@example.com":{"name":"Marie","groups":["Friends","Work"],"subscription":"both"},"a@b.c":{}}',
      ' {\r\n\t"a" : { "b" : [ 1 , "x" , null ] } , "c" : [ ] , "d" : { } } \n',
      '{"id":17,"share":-0.5e-3,"online":true,"seen":null,"blocked":false}',
      '{"a@b.c":{"name":"Zo\\u00eb \\ud83d\\ude00","groups":["R\\/D"]}}',
      '{"a\\u0040b.c":{"name":"\\"quoted\\" \\\\"},"\\u0064@b.c" : {}}',
      '{"a@b.c":{"name":"Zoë 😀 {[,]}:"}}',
      '{"a":"\\u0000\\u0001\\u007f\\u0080\\u07ff\\u0800\\uffff\\ud800\\udc00\\udbff\\udfff"}',
      '{"a":1,"a":2}',
      '{"":""}',
      '"text"',
      "[]",
      "17",
      "null",
      "[1,2.5,-3e2,0,-0.1,0e1]",
      nested(32),
    }
    for _, text in ipairs(cases) do
      for _, spelling in ipairs(spellings(text)) do
        for _, with in ipairs({ breathe, false }) do
          local value, problem = json_reader.read_json(spelling, with or nil)
          assert.is_nil(problem, text)
          assert.same(json.decode(text), value, text)
        end
      end
    end
    assert.is_true(breaths > 0)
  end)

  it("should read strings of any length, with and without escapes, and numbers", function()
    local digits = ("1"):rep(50000)
    local cases = {
      [long] = long,
      [long .. "\\n" .. long] = long .. "\n" .. long,
      [("\\u0041"):rep(100000)] = ("A"):rep(100000),
      [("\\\\"):rep(100001)] = ("\\"):rep(100001),
      [('\\"'):rep(100001)] = ('"'):rep(100001),
      [long .. "\\ud83d\\ude00\\ud83d" .. long] = long .. "\240\159\152\128\239\191\191" .. long,
    }
    for raw, value in pairs(cases) do
      local list = assert(json_reader.read_json('["' .. raw .. '",{"' .. raw .. '":-' .. digits .. "}]", breathe))
      assert.is_true(list[1] == value)
      assert.equal(-tonumber(digits), list[2][value])
    end
    for _, wrong in ipairs({ "\\x", "\\u12", "\\" }) do
      assert.is_nil(json_reader.read_json('["' .. long .. wrong .. '"]', breathe))
    end
    assert.is_nil(json_reader.read_json("[" .. ("1"):rep(100000) .. "]", breathe))
  end)

  it("should take half a surrogate pair for a character that XML can't carry", function()
    assert.same({ a = "\239\191\191" }, json_reader.read_json('{"a":"\\ud83d"}'))
  end)

  it("should tell an empty array from an empty object", function()
    local json_value = require("src.json.json_value")
    local value = json_reader.read_json('{"a":[],"b":{}}')
    assert.is_true(json_value.is_array(value.a))
    assert.is_false(json_value.is_array(value.b))
  end)

  it("should say where it is no JSON, and what was expected", function()
    local cases = {
      { "", "a value expected at byte 1" },
      { " ", "a value expected at byte 2" },
      { "{", "a name expected at byte 2" },
      { "{,", "a name expected at byte 2" },
      { '{"a"', '":" expected at byte 5' },
      { '{"a":', "a value expected at byte 6" },
      { '{"a":1', '"," or "}" expected at byte 7' },
      { '{"a":1,', "a name expected at byte 8" },
      { '{"a":1,}', "a name expected at byte 8" },
      { "[1", '"," or "]" expected at byte 3' },
      { "[1,]", "a value expected at byte 4" },
      { "[,1]", "a value expected at byte 2" },
      { "[1 2]", '"," or "]" expected at byte 4' },
      { '{"a":1}}', "the end expected at byte 8" },
      { "[1] 2", "the end expected at byte 5" },
      { '"x', "the string at byte 1 does not end" },
      { '["\\x"]', "a wrong escape in the string at byte 2" },
      { nested(33), "nested deeper than 32 levels at byte 33" },
    }
    for _, case in ipairs(cases) do
      local value, problem = json_reader.read_json(case[1])
      assert.is_nil(value, case[1])
      assert.equal(case[2], problem)
    end
  end)

  it("should take nothing else", function()
    local cases = {
      "", " ", "{", "[", '"', '{"a"', '{"a":', '{"a":1', '{"a":1,', "[1", "[1,", '{"a":1,}', "[1,]", "[,1]", '{,"a":1}', '{"a":1,,"b":1}',
      '{"a" 1}', '{"a"::1}', "{a:1}", "{1:1}", '{"a":nan}', '{"a":True}', '{"a":1-1}', '{"a":+1}', '{"a":.5}', '{"a":1}}',
      '{"a":1} x', '[1] 2', '"a" "b"', '{"a":"\\u12"}', '{"\\u12":1}', '{"\\', '"\\', '{"a\\"', "{}\0", "\v{}", '{"a":\'b\'}',
      "[01]", "[-01]", "[0x10]", "[1e]", "[1e+]", "[--1]", "[-]", "[e5]", "[truefalse]", "[nul]", "[inf]", "[NaN]", "[,]", "{,}", "[[]",
      '{"a":[}', '{"a"\0:1}', "[}", "{]", "\239\187\191{}", nested(33), ("["):rep(100000), ('{"a":'):rep(100000), ("]"):rep(100000),
    }
    for _, text in ipairs(cases) do
      for _, spelling in ipairs(spellings(text)) do
        local value, problem = json_reader.read_json(spelling, breathe)
        assert.is_nil(value, text:sub(1, 100))
        assert.is_string(problem, text:sub(1, 100))
      end
    end
  end)

  it("should breathe in everything that is long", function()
    local cases = {
      "[" .. blanks .. blanks .. "]",
      '{"' .. long .. '"' .. blanks .. ":" .. blanks .. "1" .. blanks .. "}",
      "[" .. ("1"):rep(60000) .. "," .. ("1"):rep(60000) .. "]",
      '["' .. ("\\u0041"):rep(20000) .. '"]',
      '["' .. ("\\\\"):rep(50000) .. '"]',
      '["' .. ('\\"'):rep(50000) .. '"]',
      "[" .. ("1,"):rep(50000) .. "1]",
      "[" .. ("[],"):rep(30000) .. "1]",
      "{" .. ('"a":1,'):rep(20000) .. '"a":1}',
    }
    for _, text in ipairs(cases) do
      breaths = 0
      assert.is_not_nil(json_reader.read_json(text, breathe), text:sub(1, 20))
      assert.is_true(breaths >= 20, breaths .. " breaths in " .. text:sub(1, 20))
    end
  end)

  it("should not breathe in a text that is short", function()
    assert.is_not_nil(json_reader.read_json('{"a":["b",{}]}', breathe))
    assert.equal(0, breaths)
  end)

  describe("step_over()", function()
    local function step_over(text, stop_at)
      local members = {}
      local problem = json_reader.step_over(text, function(name, at, read)
        if name == stop_at then
          return nil, "stopped"
        end
        local value, last = read(at)
        if value == nil then
          return nil, last
        end
        members[#members + 1] = { name, value }
        return last
      end, breathe)
      return members, problem
    end

    it("should give each member in its order", function()
      local members, problem = step_over(' { "b" : 1 , "a":{"x":[]},\n"b":false,"\\u0063":null } ')
      assert.is_nil(problem)
      assert.same({ { "b", 1 }, { "a", { x = {} } }, { "b", false }, { "c", json.null } }, members)
      assert.same({}, (step_over("{}")))
      assert.is_true(breaths >= 4)
    end)

    it("should say what is wrong, to the end of the text", function()
      for _, text in ipairs({ "", "[]", "5", "{", "{,}", '{"a"}', '{"a":}', '{"a":1', '{"a":1,}', '{"a":1,,"b":2}', '{"a":1}}', '{"a":1}x', '{"a":[1,]}' }) do
        local _, problem = step_over(text)
        assert.is_string(problem, text)
      end
      assert.equal("stopped", select(2, step_over('{"a":1,"b":2}', "b")))
    end)

    it("should let each value be 32 levels deep", function()
      assert.is_nil(select(2, step_over('{"a":' .. nested(32) .. "}")))
      assert.matches("nested deeper than 32 levels", select(2, step_over('{"a":' .. nested(33) .. "}")))
    end)
  end)
end)
