require("stand_ins")
local json = require("util.json")
local json_reader = require("src.json.json_reader")

describe("json_reader", function()
  local function nested(levels)
    return ("["):rep(levels) .. ("]"):rep(levels)
  end

  it("should read what backends write, as util.json does", function()
    local cases = {
      '{"marie@example.com":{"name":"Marie","groups":["Friends","Work"],"subscription":"both"},"a@b.c":{}}',
      ' {\r\n\t"a" : { "b" : [ 1 , "x" , null ] } , "c" : [ ] , "d" : { } } \n',
      '{"id":17,"share":-0.5e-3,"online":true,"seen":null,"blocked":false}',
      '{"a@b.c":{"name":"Zo\\u00eb \\ud83d\\ude00","groups":["R\\/D"]}}',
      '{"a\\u0040b.c":{"name":"\\"quoted\\" \\\\"},"\\u0064@b.c" : {}}',
      '{"a@b.c":{"name":"Zoë 😀 {[,]}:"}}',
      '{"a":1,"a":2}',
      '{"":""}',
      '"text"',
      "[]",
      "17",
      "null",
      nested(32),
    }
    for _, text in ipairs(cases) do
      local value = json_reader.read_json(text)
      assert.is_not_nil(value, text)
      assert.same(json.decode(text), value, text)
    end
  end)

  it("should take half a surrogate pair for a character that XML can't carry", function()
    assert.same({ a = "\239\191\191" }, json_reader.read_json('{"a":"\\ud83d"}'))
  end)

  it("should leave the rest to util.json", function()
    local cases = {
      "", " ", "{", "[", '"', '{"a"', '{"a":', '{"a":1', '{"a":1,', "[1", "[1,", '{"a":1,}', "[1,]", "[,1]", '{,"a":1}',
      '{"a" 1}', '{"a"::1}', "{a:1}", "{1:1}", '{"a":nan}', '{"a":True}', '{"a":1-1}', '{"a":+1}', '{"a":.5}', '{"a":1}}',
      '{"a":1} x', '[1] 2', '"a" "b"', '{"a":"\\u12"}', '{"\\u12":1}', '{"\\', '"\\', '{"a\\"', "{}\0", "\v{}", '{"a":\'b\'}',
      nested(33), ("["):rep(100000), ('{"a":'):rep(100000),
    }
    for _, text in ipairs(cases) do
      assert.is_nil(json_reader.read_json(text), text:sub(1, 100))
    end
  end)
end)
