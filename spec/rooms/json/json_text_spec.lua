local json_libraries = require("json_libraries")
local json = require("util.json")

json_libraries.with_each(describe, "json_text", function(rooms)
  local json_text, json_value = rooms("json.json_text", "json.json_value")

  --- The same value with one kind of null.
  local function plain(value)
    if json_value.is_null(value) then
      return json.null
    end
    if type(value) ~= "table" then
      return value
    end
    local copy = {}
    for key, member in pairs(value) do
      copy[key] = plain(member)
    end
    return copy
  end

  for _, name in ipairs({ "decode", "decode_exactly" }) do
    describe(name .. "()", function()
      local decode = json_text[name]

      it("should decode what is JSON", function()
        local cases = {
          { "{}", {} },
          { "[]", {} },
          { " \r\n\t[1, 2]\n", { 1, 2 } },
          { '{"a":{"b":["c",true,false,null]}}', { a = { b = { "c", true, false, json.null } } } },
          { '""', "" },
          { "-1.5e2", -150 },
          { "false", false },
          { "null", json.null },
          { [["\"\\\/\b\f\n\r\t\u0041\u00e9\ud83d\ude00"]], '"\\/\b\f\n\r\tA\195\169\240\159\152\128' },
          { '"}{]["', "}{][" },
          { [["\\"]], "\\" },
          { [["\\\"]}"]], '\\"]}' },
          { '{"a":1,"a":2}', { a = 2 } },
          { '{"1":{}}', { ["1"] = {} } },
        }
        for _, case in ipairs(cases) do
          local value, problem = decode(case[1])
          assert.is_nil(problem, case[1])
          assert.same(case[2], plain(value), case[1])
        end
      end)

      it("should say what is wrong with anything else", function()
        local cases = {
          "", " ", "<html><body>502</body></html>", "hello", "nul", "tru", "fals", "nan", "-", '{"a":-}', "'a'", '"a', '"a\\"',
          "{", "[", "}", "]", "{]", "[}", "[1,]", "[1 2]", "{,}", '{"a"}', '{"a":}', '{"a" 1}', "{a:1}", "{1:2}", "[,1]", "1 2",
          "{}{}", "[]]", "[[]", '{"a":[}', '"\\u12"', '"\\uzzzz"', "\239\187\191{}", "\0", "{}\0", "\255\254{\0}\0", "\\", "\\[",
        }
        for _, text in ipairs(cases) do
          local value, problem = decode(text)
          assert.is_nil(value, text)
          assert.is_string(problem, text)
          -- It is told to whoever sent the text: nothing of Prosody's own, one line.
          assert.is_nil(problem:find("%c") or problem:find("%.lua") or problem:find("attempt to"), problem)
        end
      end)

      it("should take half a surrogate pair for a character that XML can't carry", function()
        local cases = {
          { [["\ud800"]], "\239\191\191" },
          { [["a\udc00b"]], "a\239\191\191b" },
          { [["\ude00\ud83d"]], "\239\191\191\239\191\191" },
          { [["\ud800\ud83d\ude00"]], "\239\191\191\240\159\152\128" },
          { [["\\ud83d\ude00"]], "\\ud83d\239\191\191" },
          { [["\\\ud83d\uDE00"]], "\\\240\159\152\128" },
          { [["\ud83dx\ude00"]], "\239\191\191x\239\191\191" },
        }
        for _, case in ipairs(cases) do
          local value, problem = decode(case[1])
          assert.is_nil(problem, case[1])
          assert.equal(case[2], value, case[1])
        end
      end)

      it("should go 32 levels deep and no deeper", function()
        for _, case in ipairs({ { "[", "]", "" }, { '{"a":', "}", "1" }, { '[{"a":', "}]", "1" } }) do
          local opening, closing, core = case[1], case[2], case[3]
          local levels = #closing
          assert.is_table((decode(opening:rep(32 / levels) .. core .. closing:rep(32 / levels))))
          for _, depth in ipairs({ 32 / levels + 1, 100000 }) do
            local value, problem = decode(opening:rep(depth) .. core .. closing:rep(depth))
            assert.is_nil(value)
            assert.matches("nested deeper than 32 levels", problem, 1, true)
          end
        end
      end)

      it("should not count brackets in strings", function()
        local name = ("[{"):rep(100) .. '\\"' .. ("[{"):rep(100) .. "\\\\"
        assert.is_table((decode('{"a":"' .. name .. '","' .. name .. '":[1]}')))
      end)

      it("should see depth behind quotes and escapes", function()
        local deep = ("["):rep(33) .. ("]"):rep(33)
        for _, text in ipairs({ '["\\\\",' .. deep .. "]", '["\\"",' .. deep .. "]", '{"\\\\\\"":' .. deep .. "}" }) do
          local value, problem = decode(text)
          assert.is_nil(value, text)
          assert.matches("nested deeper than 32 levels", problem, 1, true)
        end
      end)

      it("should survive brackets that are never closed", function()
        for _, text in ipairs({ ("["):rep(100000), ("{"):rep(100000), ("]"):rep(100000), ('{"a":'):rep(100000), ("[}"):rep(1000) }) do
          local value, problem = decode(text)
          assert.is_nil(value)
          assert.is_string(problem)
        end
      end)

      it("should survive numbers out of all proportion", function()
        for _, number in ipairs({ "1e999", "-1e999", ("9"):rep(1000), "0." .. ("0"):rep(1000) .. "1" }) do
          assert.is_number((decode(number)))
        end
      end)

      it("should let no key plant others", function()
        local spellings = {
          "__array", "__hash", "\\u005f_array", "_\\u005Fhash", "\\u005f\\u005Farray", "\\u005f\\u005fhash", "__\\u0061rray",
          "__h\\u0061sh", "\\u005f_\\u0061rr\\u0061y", "__has\\u0068", "\\u005F\\u005F\\u0068\\u0061\\u0073\\u0068", "__arra\\u0079",
        }
        local values = { "[1,2]", '["x",{}]', "[false,{}]", "[1,{}]", "{}", "1", "null", '"x"', '{"1":2}', "[[],[]]" }
        -- The latter two are what lua-cjson leaves to util.json.
        local others = { '"x"', '"\1"', [["\\\ud83d\ude00\ud800"]] }
        for _, spelling in ipairs(spellings) do
          for _, other in ipairs(others) do
            for _, value in ipairs(values) do
              local text = '{"' .. spelling .. '" \n:' .. value .. ',"a@b.c":{},"b@b.c":' .. other .. "}"
              local object, problem = decode(text)
              assert.is_nil(problem, text)
              assert.is_true(json_value.is_object(object), text)
              local keys = 0
              for key in pairs(object) do
                keys = keys + 1
                assert.is_string(key, text)
              end
              assert.equal(3, keys, text)
              assert.same({}, object["a@b.c"], text)
              assert.is_nil(object.x, text)
            end
          end
        end
      end)

      it("should let no key that is no JSON plant others either", function()
        for _, spelling in ipairs({ "\\U005f_hash", "__h\\U0061sh", "__hash\\", "_\\_hash", "\\u{5f}_hash", "\\x5f_hash" }) do
          for _, other in ipairs({ '"x"', '"\1"', [["\ud83d\ude00"]], [["\ud800"]] }) do
            local text = '{"' .. spelling .. '":[false,{}],"b@b.c":' .. other .. "}"
            local object = decode(text)
            if object ~= nil then
              for key in pairs(object) do
                assert.is_string(key, text)
              end
            end
          end
        end
      end)

      it("should leave magic words alone where they are no keys", function()
        local cases = {
          { '["__array","__hash"]', { "__array", "__hash" } },
          { '{"a":"__array"}', { a = "__array" } },
          { [==[["\u005f","\\u005f","\\\u005f","\\\\u005f"]]==], { "_", "\\u005f", "\\_", "\\\\u005f" } },
          { [==[["\"__array\":","\"__hash\":"]]==], { '"__array":', '"__hash":' } },
        }
        for _, case in ipairs(cases) do
          assert.same(case[2], (decode(case[1])), case[1])
        end
      end)

      it("should pass on bytes that are no UTF-8, for others to refuse", function()
        assert.same({ a = "\255\0" }, (decode('{"a":"\255\0"}')))
      end)
    end)
  end

  describe("is_object(), is_array(), is_absent() and kind_of()", function()
    it("should tell the kinds of JSON apart", function()
      local cases = {
        -- text, object, array, absent, in words
        { "{}", true, false, false, "an object" },
        { "[]", true, true, false, "an array" },
        { '{"a":1}', true, false, false, "an object" },
        { '{"1":1}', true, false, false, "an object" },
        { "[1]", false, true, false, "an array" },
        { "[null]", false, true, false, "an array" },
        { "[false]", false, true, false, "an array" },
        { "null", false, false, true, "null" },
        { "true", false, false, false, "true or false" },
        { "false", false, false, false, "true or false" },
        { "0", false, false, false, "a number" },
        { '"a"', false, false, false, "a string" },
      }
      for _, case in ipairs(cases) do
        local value = json_text.decode_exactly(case[1])
        assert.equal(case[2], json_value.is_object(value), case[1])
        assert.equal(case[3], json_value.is_array(value), case[1])
        assert.equal(case[4], json_value.is_absent(value), case[1])
        assert.equal(case[5], json_value.kind_of(value), case[1])
      end
    end)

    it("should tell them apart however they are decoded, but for empty ones", function()
      for _, text in ipairs({ '{"a":1}', "[1]", "[null]", "null", "false", "0", '"a"', '["\1"]', '[null,"\1"]' }) do
        local fast, exact = json_text.decode(text), json_text.decode_exactly(text)
        for _, name in ipairs({ "is_object", "is_array", "is_absent", "is_null", "kind_of" }) do
          assert.equal(json_value[name](exact), json_value[name](fast), name .. " of " .. text)
        end
      end
      for _, text in ipairs({ "{}", "[]" }) do
        assert.is_true(json_value.is_object((json_text.decode(text))))
      end
    end)

    it("should take nil for a value left out", function()
      assert.is_false(json_value.is_object(nil))
      assert.is_false(json_value.is_array(nil))
      assert.is_true(json_value.is_absent(nil))
      assert.equal("null", json_value.kind_of(nil))
    end)
  end)
end)
