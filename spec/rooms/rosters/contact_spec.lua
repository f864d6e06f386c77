local json_libraries = require("json_libraries")
local stand_ins = require("stand_ins")
local jid = require("util.jid")
local set_of = require("sets").set_of

local HELD = { subscription = "to", name = "Marie", groups = set_of("Friends", "Work") }

json_libraries.with_each(describe, "contact", function(rooms)
  local contact, json_text = rooms("rosters.contact", "json.json_text")

  local function decoded(text)
    local value, problem = json_text.decode_exactly(text)
    assert(problem == nil, text)
    return value
  end

  describe("bare_jid()", function()
    it("should normalise what is a JID", function()
      local cases = {
        { "marie@example.com", "marie@example.com" },
        { "Marie@Example.COM", "marie@example.com" },
        { "marie@example.com/phone", "marie@example.com" },
        { "Marie@example.com/a@b/c d", "marie@example.com" },
        { "marie@example.com.", "marie@example.com" },
        { "a.b-c_d@x-y.example.com", "a.b-c_d@x-y.example.com" },
        { "d'artagnan\\20x@example.com", nil },
        { "o\\27neill@example.com", "o\\27neill@example.com" },
        { "!#$%*+=?^`{|}~@example.com", "!#$%*+=?^`{|}~@example.com" },
        { "example.com", "example.com" },
        { "Example.com/x", "example.com" },
        { "localhost", "localhost" },
        { "a@b", "a@b" },
        { "1@2", "1@2" },
        { "123", "123" },
        { "marie@[::1]", "marie@[::1]" },
        { "marie@192.0.2.1", "marie@192.0.2.1" },
        { "pending@example.com", "pending@example.com" },
        { "marie@pending", "marie@pending" },
        { "false", "false" },
        { ("a"):rep(1023) .. "@b.c", ("a"):rep(1023) .. "@b.c" },
        { ("a"):rep(990) .. "@example.com", ("a"):rep(990) .. "@example.com" },
      }
      for _, case in ipairs(cases) do
        assert.equal(case[2], contact.bare_jid(case[1]), case[1])
      end
    end)

    it("should refuse what is none", function()
      local cases = {
        "", " ", "@", "/", ".", "@example.com", "marie@", "marie@/x", "marie@.", "/x", "marie@example.com/", "a@b@c", "a b@example.com",
        "marie@exam ple.com", " marie@example.com", "marie@example.com ", "marie@example.com\n", "marie\n@example.com", "ma\0rie@example.com",
        "marie@example\0.com", "marie@example.com/\0", "\1@example.com", "marie@\127", "a&b@example.com", "a<b@example.com", 'a"b@example.com',
        "marie@<b>", "marie@a&b", "marie@a'b", 'marie@a"b', "marie@a%00b", "marie@..%2f", "marie@a;b", "pending", "Pending", "PENDING/x",
        "pending.", "marie@\255", "\255@example.com", "\192\128@example.com", "\237\160\128@example.com", "marie@example.com/\255",
        "__array/", "__hash/", ("a"):rep(1024) .. "@b.c", "a@" .. ("b"):rep(1024), ("a"):rep(1000000), "a@b/" .. ("c"):rep(1000000),
      }
      for _, text in ipairs(cases) do
        assert.is_nil(contact.bare_jid(text), string.format("%q", text:sub(1, 100)))
      end
    end)

    it("should make JIDs that stay as they are", function()
      local cases = {
        "marie@example.com", "marie@example.com.", "marie@example.com..", "marie@example.com...", "marie@..", "..", "a@.b", "a@b..c", "a@-",
        "Marie@EXAMPLE.com./x", "example.com..",
      }
      for _, text in ipairs(cases) do
        local bare = contact.bare_jid(text)
        if bare ~= nil then
          assert.equal(bare, contact.bare_jid(bare), text)
          assert.equal(bare, jid.prep(bare), text)
        end
      end
    end)

    it("should prepare all of Unicode", function()
      if stand_ins.real("util.encodings") == nil then
        pending("needs Prosody's own preparation")
        return
      end
      local cases = {
        { "\195\137@\195\137.com", "\195\169@\195\169.com" },
        { "stra\195\159e@example.com", "strasse@example.com" },
        { "\239\188\161@example.com", "a@example.com" },
        { "a\194\173b@example.com", "ab@example.com" },
        { "\194\173@example.com", nil },
        { "a@\194\173", nil },
        { "a@b\239\188\160c", nil },
        { "a@b\239\188\143c", nil },
        { "a\239\188\160b@example.com", nil },
        { "a\239\191\190@example.com", nil },
        { "a@\239\191\191.com", nil },
        { "a\226\128\168b@example.com", nil },
      }
      for _, case in ipairs(cases) do
        assert.equal(case[2], contact.bare_jid(case[1]), case[1])
      end
    end)

    it("should make JIDs of Unicode that stay as they are", function()
      if stand_ins.real("util.encodings") == nil then
        pending("needs Prosody's own preparation")
        return
      end
      for _, text in ipairs({ "a@b\239\188\142", "a@b.\239\188\142", "a@\227\128\130", "\239\188\161@\239\188\162", "a@\225\186\158" }) do
        local bare = contact.bare_jid(text)
        if bare ~= nil then
          assert.equal(bare, jid.prep(bare), text)
        end
      end
    end)
  end)

  describe("is_xml_text()", function()
    it("should take what XML can carry", function()
      for _, text in ipairs({
        "", "Marie", "a\tb\r\nc", "<&>\"'", "\127", "\194\128", "Zo\195\171", "\226\130\172", "\239\191\189", "\240\159\152\128", "\244\143\191\189",
        "\238\128\128", "\237\159\191", ("x"):rep(1000000),
      }) do
        assert.is_true(contact.is_xml_text(text), text:sub(1, 20))
      end
    end)

    it("should refuse what it can't", function()
      for code = 0, 31 do
        if code ~= 9 and code ~= 10 and code ~= 13 then
          assert.is_false(contact.is_xml_text("a" .. string.char(code) .. "b"), code)
        end
      end
      for _, text in ipairs({
        "\128", "\255", "a\195", "\192\128", "\224\128\128", "\237\160\128", "\237\191\191", "\239\191\190", "\239\191\191", "x\239\191\190y",
        "\244\144\128\128", "\248\136\128\128\128", "\226\130", ("x"):rep(1000000) .. "\0",
      }) do
        assert.is_false(contact.is_xml_text(text), string.format("%q", text:sub(1, 20)))
      end
    end)
  end)

  describe("merge_contact()", function()
    it("should read a contact of a document", function()
      local cases = {
        { "{}", { subscription = "both", groups = {} } },
        { "[]", { subscription = "both", groups = {} } },
        { '{"name":"Marie"}', { subscription = "both", name = "Marie", groups = {} } },
        { '{"name":""}', { subscription = "both", groups = {} } },
        { '{"name":null,"groups":null,"subscription":null}', { subscription = "both", groups = {} } },
        { '{"subscription":"both"}', { subscription = "both", groups = {} } },
        { '{"subscription":"to"}', { subscription = "to", groups = {} } },
        { '{"subscription":"from"}', { subscription = "from", groups = {} } },
        { '{"subscription":"none"}', { subscription = "none", groups = {} } },
        { '{"groups":["A"]}', { subscription = "both", groups = set_of("A") } },
        { '{"groups":["A","B","A","","B"]}', { subscription = "both", groups = set_of("A", "B") } },
        { '{"groups":["",""]}', { subscription = "both", groups = {} } },
        { '{"groups":[]}', { subscription = "both", groups = {} } },
        { '{"groups":{}}', { subscription = "both", groups = {} } },
        { '{"groups":{"A":true,"B":{},"C":0,"D":false,"":true}}', { subscription = "both", groups = set_of("A", "B", "C", "D") } },
        { '{"groups":["1","true"]}', { subscription = "both", groups = set_of("1", "true") } },
        { '{"ask":"subscribe","approved":true,"persist":false,"":1,"jid":"x"}', { subscription = "both", groups = {} } },
        { '{"name":"<&>\\"\\u00e9"}', { subscription = "both", name = '<&>"\195\169', groups = {} } },
      }
      for _, case in ipairs(cases) do
        for _, fields in ipairs({ decoded(case[1]), (json_text.decode(case[1])) }) do
          local item, problem = contact.merge_contact(nil, fields)
          assert.is_nil(problem, case[1])
          assert.same(case[2], item, case[1])
        end
      end
    end)

    it("should lay fields over what is held", function()
      local cases = {
        { "{}", HELD },
        { '{"name":"M."}', { subscription = "to", name = "M.", groups = HELD.groups } },
        { '{"name":null}', { subscription = "to", groups = HELD.groups } },
        { '{"name":""}', { subscription = "to", groups = HELD.groups } },
        { '{"subscription":"from"}', { subscription = "from", name = "Marie", groups = HELD.groups } },
        { '{"subscription":null}', { subscription = "both", name = "Marie", groups = HELD.groups } },
        { '{"groups":["Home"]}', { subscription = "to", name = "Marie", groups = set_of("Home") } },
        { '{"groups":[]}', { subscription = "to", name = "Marie", groups = {} } },
        { '{"groups":null}', { subscription = "to", name = "Marie", groups = {} } },
        { '{"groups":{}}', HELD },
        { '{"groups":{"Home":true}}', { subscription = "to", name = "Marie", groups = set_of("Friends", "Work", "Home") } },
        { '{"groups":{"Work":null}}', { subscription = "to", name = "Marie", groups = set_of("Friends") } },
        { '{"groups":{"Work":null,"Friends":null}}', { subscription = "to", name = "Marie", groups = {} } },
        { '{"groups":{"Work":true,"Other":null}}', { subscription = "to", name = "Marie", groups = set_of("Friends", "Work") } },
        { '{"unknown":1}', HELD },
      }
      for _, case in ipairs(cases) do
        local item, problem = contact.merge_contact(HELD, decoded(case[1]))
        assert.is_nil(problem, case[1])
        assert.same(case[2], item, case[1])
      end
    end)

    it("should never change what is held", function()
      local held = { subscription = "to", name = "Marie", groups = set_of("Friends", "Work") }
      local first = contact.merge_contact(held, decoded('{"groups":{"Home":true,"Work":null},"name":null,"subscription":"none"}'))
      local lone = contact.merge_contact(nil, decoded('{"groups":["Friends"]}'))
      contact.merge_contact(lone, decoded('{"groups":{"Work":true,"Friends":null}}'))
      contact.merge_contact(contact.merge_contact(nil, {}), decoded('{"groups":{"Work":true}}'))
      assert.same(HELD, held)
      assert.same({ subscription = "none", groups = set_of("Friends", "Home") }, first)
      assert.same(set_of("Friends"), lone.groups)
      assert.same({}, contact.merge_contact(nil, {}).groups)
    end)

    it("should say what is wrong", function()
      local cases = {
        { "null", "it is null, expected an object" },
        { "true", "it is true or false, expected an object" },
        { "false", "it is true or false, expected an object" },
        { "5", "it is a number, expected an object" },
        { '"both"', "it is a string, expected an object" },
        { '["a"]', "it is an array, expected an object" },
        { "[null]", "it is an array, expected an object" },
        { '{"name":5}', 'its "name" is a number, expected a string' },
        { '{"name":false}', 'its "name" is true or false, expected a string' },
        { '{"name":{}}', 'its "name" is an object, expected a string' },
        { '{"name":["a"]}', 'its "name" is an array, expected a string' },
        { '{"name":"a\\u0000b"}', 'its "name" has characters that XML can\'t carry' },
        { '{"name":"\255"}', 'its "name" has characters that XML can\'t carry' },
        { '{"name":"\\ud800"}', 'its "name" has characters that XML can\'t carry' },
        { '{"name":"\\uffff"}', 'its "name" has characters that XML can\'t carry' },
        { '{"groups":"Friends"}', 'its "groups" is a string, expected an array of strings' },
        { '{"groups":5}', 'its "groups" is a number, expected an array of strings' },
        { '{"groups":false}', 'its "groups" is true or false, expected an array of strings' },
        { '{"groups":["A",5]}', "one of its groups is a number, expected a string" },
        { '{"groups":[null]}', "one of its groups is null, expected a string" },
        { '{"groups":[["A"]]}', "one of its groups is an array, expected a string" },
        { '{"groups":["A\\u0001"]}', "one of its groups has characters that XML can't carry" },
        { '{"groups":{"A\\u0001":true}}', "one of its groups has characters that XML can't carry" },
        { '{"subscription":"remove"}', 'its "subscription" is "remove", expected "both", "to", "from" or "none"' },
        { '{"subscription":"Both"}', 'its "subscription" is "Both", expected "both", "to", "from" or "none"' },
        { '{"subscription":""}', 'its "subscription" is "", expected "both", "to", "from" or "none"' },
        { '{"subscription":true}', 'its "subscription" is true or false, expected "both", "to", "from" or "none"' },
        { '{"subscription":{}}', 'its "subscription" is an object, expected "both", "to", "from" or "none"' },
      }
      for _, case in ipairs(cases) do
        for _, held in ipairs({ false, HELD }) do
          local item, problem = contact.merge_contact(held or nil, decoded(case[1]))
          assert.is_nil(item, case[1])
          assert.equal(case[2], problem)
        end
      end
    end)

    it("should say it on one short line, whatever came", function()
      for _, given in ipairs({ "a\nb", "a\r\nb", "\0\27[2J\127", ("x"):rep(100000) }) do
        for _, field in ipairs({ "name", "groups", "subscription" }) do
          local _, problem = contact.merge_contact(nil, { [field] = field == "groups" and { given, 5 } or given })
          if problem ~= nil then
            assert.is_nil(problem:find("%c"), problem:sub(1, 200))
            assert.is_true(#problem < 500)
          end
        end
      end
    end)
  end)

  describe("same_item()", function()
    it("should see each difference", function()
      local function item(name, subscription, ...)
        return { name = name, subscription = subscription, groups = set_of(...) }
      end
      assert.is_true(contact.same_item(item("M", "to", "A", "B"), item("M", "to", "B", "A")))
      assert.is_true(contact.same_item(item(nil, "both"), item(nil, "both")))
      assert.is_false(contact.same_item(item("M", "to", "A"), item("m", "to", "A")))
      assert.is_false(contact.same_item(item("M", "to", "A"), item(nil, "to", "A")))
      assert.is_false(contact.same_item(item("M", "to", "A"), item("M", "from", "A")))
      assert.is_false(contact.same_item(item("M", "to", "A"), item("M", "to")))
      assert.is_false(contact.same_item(item("M", "to"), item("M", "to", "A")))
      assert.is_false(contact.same_item(item("M", "to", "A", "B"), item("M", "to", "A", "C")))
    end)
  end)

  describe("is_unchanged()", function()
    it("should know a contact in the words of the document", function()
      local plain = { subscription = "both", groups = {} }
      local cases = {
        { plain, "{}" },
        { plain, "[]" },
        { plain, '{"name":null,"groups":[],"subscription":"both"}' },
        { plain, '{"groups":{}}' },
        { HELD, '{"name":"Marie","groups":["Work","Friends"],"subscription":"to"}' },
        { HELD, '{"name":"Marie","groups":{"Work":true,"Friends":false},"subscription":"to","unknown":1}' },
      }
      for _, case in ipairs(cases) do
        assert.is_true(contact.is_unchanged(case[1], decoded(case[2])), case[2])
        assert.is_true(contact.is_unchanged(case[1], (json_text.decode(case[2]))), case[2])
      end
    end)

    it("should never say so of one that would become another", function()
      local names = { "null", '"Marie"', '"M."', '""', "5", "false" }
      local groups = {
        "null", "[]", "{}", '["Friends","Work"]', '["Friends"]', '["Work"]', '["Friends","Friends"]', '["Friends","Work","Work"]', '["Friends",""]',
        '["Friends","Home"]', '["Friends","Work","Home"]', '["Friends",null]', '["Friends",5]', '{"Friends":true,"Work":true}', '{"Friends":true}',
        '{"Friends":true,"Work":null}', '{"Friends":true,"Home":true}', '"Friends"', "5",
      }
      local subscriptions = { "null", '"both"', '"to"', '"none"', '"x"', "5" }
      local items = {
        HELD,
        { subscription = "both", groups = {} },
        { subscription = "both", groups = set_of("Friends") },
        { subscription = "none", name = "M.", groups = set_of("Friends", "Work", "Home") },
      }
      local unchanged = 0
      for _, name in ipairs(names) do
        for _, group_list in ipairs(groups) do
          for _, subscription in ipairs(subscriptions) do
            local text = '{"name":' .. name .. ',"groups":' .. group_list .. ',"subscription":' .. subscription .. "}"
            for _, fields in ipairs({ decoded(text), (json_text.decode(text)) }) do
              for _, item in ipairs(items) do
                if contact.is_unchanged(item, fields) then
                  unchanged = unchanged + 1
                  local read = contact.merge_contact(nil, fields)
                  assert.is_true(read ~= nil and contact.same_item(item, read), text)
                end
              end
            end
          end
        end
      end
      assert.is_true(unchanged > 10)
    end)

    it("should not take what is no object", function()
      for _, text in ipairs({ "null", "false", "5", '"x"', '["x"]', "[null]" }) do
        assert.is_false(contact.is_unchanged({ subscription = "both", groups = {} }, decoded(text)), text)
      end
    end)
  end)
end)
