local json_libraries = require("json_libraries")
local json = require("util.json")
local set_of = require("sets").set_of

local OWN = "john@example.com"

--- A roster held, as Prosody keeps one: with its metadata under `false`.
local function new_roster()
  return {
    [false] = { version = 7, pending = {} },
    ["marie@example.com"] = { subscription = "both", name = "Marie", groups = set_of("Friends", "Work") },
    ["michael@example.com"] = { subscription = "to", groups = {} },
    ["example.org"] = { subscription = "none", name = "Gateway", groups = {} },
  }
end

local UNCHANGED = [[
  "marie@example.com": { "name": "Marie", "groups": ["Friends", "Work"] },
  "michael@example.com": { "subscription": "to" },
  "example.org": { "name": "Gateway", "subscription": "none" }
]]

local function by_jid(changes)
  local found = {}
  for _, change in ipairs(changes) do
    assert(found[change.jid] == nil, "two changes of " .. change.jid)
    found[change.jid] = change.item or "removed"
  end
  return found
end

--- The roster that changes lead to.
local function applied(roster, changes)
  for _, change in ipairs(changes) do
    roster[change.jid] = change.item
  end
  roster[false] = nil
  return roster
end

json_libraries.with_each(describe, "roster_document", function(rooms)
  local json_text, json_value, roster_document = rooms("json.json_text", "json.json_value", "rosters.roster_document")

  local function read_patch(patch, roster, own_jid)
    return roster_document.read_patches({ { patch = patch } }, { roster = roster }, own_jid, {})
  end

  local function decoded(text)
    local value, problem = json_text.decode(text)
    assert(problem == nil, text)
    return value
  end

  local function decoded_exactly(text)
    local value, problem = json_text.decode_exactly(text)
    assert(problem == nil, text)
    return value
  end

  describe("read_roster()", function()
    local function read(text, roster)
      return roster_document.read_roster(decoded(text), { roster = roster or new_roster() }, OWN)
    end

    it("should find nothing to change where nothing did", function()
      for _, text in ipairs({
        "{" .. UNCHANGED .. "}",
        '{"john@example.com":{"name":"me"},' .. UNCHANGED .. "}",
        '{"JOHN@Example.com/x":{},' .. UNCHANGED .. "}",
        '{"MARIE@example.com":{"groups":{"Work":1,"Friends":2},"name":"Marie","subscription":"both"},"michael@example.com/tv":{"subscription":"to"},"Example.ORG":{"name":"Gateway","subscription":"none"}}',
      }) do
        local reading = read(text)
        assert.same({ changes = {}, faults = {} }, { changes = reading.changes, faults = reading.faults }, text)
      end
    end)

    it("should say where names were not in their normal form", function()
      assert.is_nil(read("{" .. UNCHANGED .. "}").is_irregular)
      assert.is_true(read('{"JOHN@Example.com/x":{},' .. UNCHANGED .. "}").is_irregular)
    end)

    it("should find what was added, changed and removed", function()
      local reading = read([[{
        "marie@example.com": { "name": "Marie", "groups": ["Friends"] },
        "michael@example.com": { "name": "Michael", "subscription": "to" },
        "Zoe@Example.com/home": { "subscription": "from", "groups": { "Work": true } }
      }]])
      assert.same({}, reading.faults)
      assert.same({
        ["marie@example.com"] = { subscription = "both", name = "Marie", groups = set_of("Friends") },
        ["michael@example.com"] = { subscription = "to", name = "Michael", groups = {} },
        ["zoe@example.com"] = { subscription = "from", groups = set_of("Work") },
        ["example.org"] = "removed",
      }, by_jid(reading.changes))
    end)

    it("should find each field that changed", function()
      local cases = {
        { '{"name":"M.","groups":["Friends","Work"]}', { subscription = "both", name = "M.", groups = set_of("Friends", "Work") } },
        { '{"groups":["Friends","Work"]}', { subscription = "both", groups = set_of("Friends", "Work") } },
        { '{"name":"Marie"}', { subscription = "both", name = "Marie", groups = {} } },
        { '{"name":"Marie","groups":["Friends","Friends"]}', { subscription = "both", name = "Marie", groups = set_of("Friends") } },
        { '{"name":"Marie","groups":["Friends","Work"],"subscription":"from"}', { subscription = "from", name = "Marie", groups = set_of("Friends", "Work") } },
      }
      for _, case in ipairs(cases) do
        local roster = { ["marie@example.com"] = new_roster()["marie@example.com"] }
        local reading = read('{"marie@example.com":' .. case[1] .. "}", roster)
        assert.same({ changes = { { jid = "marie@example.com", item = case[2] } }, faults = {} }, reading, case[1])
      end
    end)

    it("should empty a roster", function()
      for _, text in ipairs({ "{}", "[]" }) do
        local reading = read(text)
        assert.same({}, reading.faults)
        assert.same({
          ["marie@example.com"] = "removed",
          ["michael@example.com"] = "removed",
          ["example.org"] = "removed",
        }, by_jid(reading.changes))
      end
    end)

    it("should read a first roster", function()
      local reading = read("{" .. UNCHANGED .. "}", {})
      local expected = new_roster()
      expected[false] = nil
      assert.same(expected, applied({}, reading.changes))
    end)

    it("should leave what is held untouched", function()
      local roster = new_roster()
      read('{"marie@example.com":{"groups":["Home"]},"x@y.z":{}}', roster)
      read("{}", roster)
      assert.same(new_roster(), roster)
    end)

    it("should pass over a contact that can't be used, and keep it as it was held", function()
      local values = {
        "null", "true", "5", '"both"', '["a"]', '{"name":5}', '{"name":"\\u0000"}', '{"name":"\\ud800"}', '{"groups":"Friends"}', '{"groups":[1]}',
        '{"subscription":"remove"}', '{"name":"M.","groups":["\\u0001"]}',
      }
      for _, value in ipairs(values) do
        for _, name in ipairs({ "marie@example.com", "Marie@example.com", "marie@example.com/x" }) do
          local text = '{"' .. name .. '":' .. value .. ',"michael@example.com":{"subscription":"to"},"example.org":{"name":"Gateway","subscription":"none"}}'
          local reading = read(text)
          assert.same({}, reading.changes, text)
          assert.equal(1, #reading.faults, text)
          local beginning = 'contact "' .. name .. '": '
          assert.equal(beginning, reading.faults[1]:sub(1, #beginning), text)
          assert.is_true(#reading.faults[1] > #beginning)
        end
        local reading = read('{"new@example.com":' .. value .. "," .. UNCHANGED .. "}")
        assert.same({}, reading.changes, value)
        assert.equal(1, #reading.faults, value)
      end
    end)

    it("should pass over names that are no JIDs", function()
      local names = {
        "", " ", "pending", "PENDING", "@example.com", "marie@", "a b@example.com", "marie@a&b", "marie@example.com\\n", "\\u0000", "\255@example.com",
        "__array", "__hash", "\\u005f_array", "__\\u0061rray", "__h\\u0061sh", ("x"):rep(1000000),
      }
      for _, name in ipairs(names) do
        for _, value in ipairs({ "{}", '[false,{"subscription":"both"}]', '["x@y.z",{}]' }) do
          local text = '{"' .. name .. '":' .. value .. "," .. UNCHANGED .. "}"
          local document = decoded(text)
          local reading = json_value.is_object(document) and roster_document.read_roster(document, { roster = new_roster() }, OWN)
          assert.is_table(reading, text:sub(1, 60))
          assert.same({}, reading.changes, text:sub(1, 60))
          assert.equal(1, #reading.faults, text:sub(1, 60))
          assert.matches(": not a JID$", reading.faults[1])
        end
      end
    end)

    it("should never touch a roster's metadata", function()
      for _, text in ipairs({ "{}", '{"false":{}}', '{"pending":{}}', '{"":{}}', '{"__h\\u0061sh":[false,{}]}', '{"__hash":[false,{}]}' }) do
        local reading = read(text)
        for _, change in ipairs(reading.changes) do
          assert.is_string(change.jid, text)
          assert.is_not.equal("pending", change.jid)
          assert.is_not.equal("", change.jid)
        end
      end
    end)

    it("should take numbers and hosts for what they may be", function()
      local reading = read('{"123":{},"false":{},"Example.NET/x":{"name":"Room"}}', {})
      assert.same({}, reading.faults)
      local plain = { subscription = "both", groups = {} }
      assert.same({
        ["123"] = plain,
        ["false"] = plain,
        ["example.net"] = { subscription = "both", name = "Room", groups = {} },
      }, by_jid(reading.changes))
    end)

    it("should take one of several names for a JID, always the same", function()
      local expected = { ["zoe@example.com"] = { subscription = "both", name = "1", groups = {} } }
      local orders = {
        '"ZOE@example.com":{"name":"1"},"Zoe@example.com":{"name":"2"},"zoe@example.com/x":{"name":"3"}',
        '"zoe@example.com/x":{"name":"3"},"Zoe@example.com":{"name":"2"},"ZOE@example.com":{"name":"1"}',
      }
      for _, contacts in ipairs(orders) do
        local reading = read("{" .. contacts .. "}", {})
        assert.same(expected, by_jid(reading.changes))
        assert.equal(2, #reading.faults)
        assert.equal('contact "Zoe@example.com": "zoe@example.com" is in the roster already', reading.faults[1])
      end
      -- The name in its normal form wins.
      local reading = read('{"ZOE@example.com":{"name":"2"},"zoe@example.com":{"name":"1"},"zoe@example.com/x":{}}', {})
      assert.same(expected, by_jid(reading.changes))
      assert.equal(2, #reading.faults)
    end)

    it("should take the last of two members of one name", function()
      local reading = read('{"zoe@example.com":{"name":"1"},"zoe@example.com":{"name":"2"}}', {})
      assert.same({ ["zoe@example.com"] = { subscription = "both", name = "2", groups = {} } }, by_jid(reading.changes))
    end)

    it("should leave the user's own JID out, even if it is held", function()
      local roster = { [OWN] = { subscription = "both", groups = {} } }
      for _, text in ipairs({ "{}", '{"john@example.com":{}}', '{"john@example.com":{"name":"me"}}', '{"John@example.com":{}}' }) do
        assert.same({ [OWN] = "removed" }, by_jid(read(text, roster).changes), text)
      end
    end)

    it("should name faults on one short line each", function()
      local document = {}
      for _, name in ipairs({ "a\nb@", "a\r\nWARN b@", "\0@", "\27[2J@", ("x"):rep(1000000), ("\195\169"):rep(1000) .. "@" }) do
        document[name] = {}
      end
      document["a@b.c"] = { subscription = "x\nWARN y" }
      document["b@b.c"] = { subscription = ("x"):rep(100000) }
      local reading = roster_document.read_roster(document, { roster = {} }, OWN)
      assert.equal(8, #reading.faults)
      for _, fault in ipairs(reading.faults) do
        assert.is_nil(fault:find("%c"), fault:sub(1, 200))
        assert.is_true(#fault < 500, fault:sub(1, 200))
      end
    end)

    it("should lead to the same roster from whatever is held", function()
      local document = '{"a@b.c":{"name":"A"},"B@b.c":{"groups":["x","x"]},"c@b.c":{"subscription":"none"}}'
      local expected = applied({}, read(document, {}).changes)
      for _, roster in ipairs({ new_roster(), { ["b@b.c"] = { subscription = "both", groups = set_of("x", "y") } }, {
        ["a@b.c"] = { subscription = "both", name = "A", groups = {} },
        ["d@b.c"] = { subscription = "both", name = "A", groups = {} },
      } }) do
        assert.same(expected, applied(roster, read(document, roster).changes))
      end
      assert.same({}, read(document, expected).changes)
    end)
  end)

  describe("read_part()", function()
    local function read(names, text, roster)
      local part = { names = {}, document = decoded(text) }
      for _, name in ipairs(names) do
        part.names[name] = true
      end
      return roster_document.read_part(part, { roster = roster or new_roster() }, OWN)
    end

    it("should find what became of the contacts in the part, and of no others", function()
      local marie = '"marie@example.com":{"name":"Marie","groups":["Friends","Work"]}'
      local cases = {
        { { "marie@example.com" }, "{" .. marie .. "}", {} },
        { { "marie@example.com" }, "{}", { { jid = "marie@example.com" } } },
        { { "marie@example.com", "nobody@example.com" }, "{" .. marie .. "}", {} },
        { { "marie@example.com", OWN }, "{" .. marie .. "}", {} },
        { {}, '{"' .. OWN .. '":{}}', {} },
        {
          { "marie@example.com" },
          '{"new@example.com":{},"marie@example.com":{"name":"M","groups":["Friends","Work"]}}',
          {
            { jid = "marie@example.com", item = { name = "M", subscription = "both", groups = { Friends = true, Work = true } } },
            { jid = "new@example.com", item = { subscription = "both", groups = {} } },
          },
        },
      }
      for _, case in ipairs(cases) do
        local reading = read(case[1], case[2])
        table.sort(reading.changes, function(a, b)
          return a.jid < b.jid
        end)
        assert.same({ changes = case[3], faults = {} }, reading, case[2])
      end
    end)

    it("should leave as it is held what can't be used", function()
      local reading = read({ "marie@example.com" }, '{"marie@example.com":5,"new@example.com":6}')
      assert.same({}, reading.changes)
      assert.equal(2, #reading.faults)
    end)

    it("should leave a new name that stands elsewhere, too, to those who read all", function()
      assert.is_nil(read({}, '{"marie@example.com":{"name":"M"}}'))
      assert.is_nil(read({ "new@example.com" }, '{"new@example.com":{},"marie@example.com":{}}'))
    end)

    it("should leave names in other than their normal form to those who read all", function()
      assert.is_nil(read({}, '{"New@example.com":{}}'))
      assert.is_nil(read({}, '{"no jid":{}}'))
    end)
  end)

  describe("read_patch()", function()
    local function patch(text, roster)
      return read_patch(decoded_exactly(text), roster or new_roster(), OWN)
    end

    it("should change what is named and nothing else", function()
      local marie = { subscription = "both", name = "Marie", groups = set_of("Friends", "Work") }
      local cases = {
        { "{}", {} },
        { "[]", {} },
        { '{"marie@example.com":{}}', {} },
        { '{"marie@example.com":{"name":"Marie"}}', {} },
        { '{"marie@example.com":{"groups":["Work","Friends"]}}', {} },
        { '{"marie@example.com":null}', { ["marie@example.com"] = "removed" } },
        { '{"Marie@Example.com/x":null}', { ["marie@example.com"] = "removed" } },
        { '{"nobody@example.com":null}', {} },
        { '{"marie@example.com":{"name":"M."}}', { ["marie@example.com"] = { subscription = "both", name = "M.", groups = marie.groups } } },
        { '{"marie@example.com":{"name":null}}', { ["marie@example.com"] = { subscription = "both", groups = marie.groups } } },
        { '{"marie@example.com":{"groups":null}}', { ["marie@example.com"] = { subscription = "both", name = "Marie", groups = {} } } },
        { '{"marie@example.com":{"groups":{}}}', {} },
        { '{"marie@example.com":{"groups":[]}}', { ["marie@example.com"] = { subscription = "both", name = "Marie", groups = {} } } },
        { '{"marie@example.com":{"groups":["New"]}}', { ["marie@example.com"] = { subscription = "both", name = "Marie", groups = set_of("New") } } },
        { '{"MARIE@example.com":{"subscription":"from"}}', { ["marie@example.com"] = { subscription = "from", name = "Marie", groups = marie.groups } } },
        { '{"michael@example.com":{"subscription":null}}', { ["michael@example.com"] = { subscription = "both", groups = {} } } },
        { '{"zoe@example.com":{}}', { ["zoe@example.com"] = { subscription = "both", groups = {} } } },
        { '{"zoe@example.com":{"name":null,"groups":["A"]}}', { ["zoe@example.com"] = { subscription = "both", groups = set_of("A") } } },
        { '{"john@example.com":{}}', {} },
        { '{"John@example.com/x":null}', {} },
      }
      for _, case in ipairs(cases) do
        local reading = patch(case[1])
        assert.same({}, reading.faults, case[1])
        assert.same(case[2], by_jid(reading.changes), case[1])
      end
    end)

    it("should pass over what can't be used", function()
      local cases = {
        '{"":{}}', '{"pending":null}', '{"pending":{}}', '{"marie@":null}', '{"__array":null}', '{"__h\\u0061sh":[false,null]}', '{"__hash":[false,{}]}',
        '{"marie@example.com":5}', '{"marie@example.com":["a"]}', '{"marie@example.com":{"name":1}}', '{"marie@example.com":{"name":"M.","subscription":"x"}}',
      }
      for _, text in ipairs(cases) do
        local reading = patch(text)
        assert.same({}, reading.changes, text)
        assert.equal(1, #reading.faults, text)
      end
    end)

    it("should leave what is held untouched", function()
      local roster = new_roster()
      patch('{"marie@example.com":{"groups":{"Work":null,"Home":true}},"michael@example.com":null}', roster)
      assert.same(new_roster(), roster)
    end)

    it("should change a contact once, however often it is named", function()
      local first = patch('{"MARIE@example.com":null,"Marie@example.com":{"name":"2"},"marie@example.com":{"name":"1"}}')
      local second = patch('{"marie@example.com":{"name":"1"},"Marie@example.com":{"name":"2"},"MARIE@example.com":null}')
      local expected = { ["marie@example.com"] = { subscription = "both", name = "1", groups = set_of("Friends", "Work") } }
      assert.equal(1, #first.changes)
      assert.same(expected, by_jid(first.changes))
      assert.same(expected, by_jid(second.changes))
      assert.equal(2, #first.faults)
    end)
  end)

  describe("read_patches()", function()
    --- What becomes of the roster held by changes, given by JID, and then by patches in turn.
    local function patched(texts, changes, roster)
      local patches, listed = {}, {}
      for i, text in ipairs(texts) do
        patches[i] = { patch = decoded_exactly(text) }
      end
      for jid, item in pairs(changes or {}) do
        table.insert(listed, { jid = jid, item = item ~= "removed" and item or nil })
      end
      return roster_document.read_patches(patches, { roster = roster or new_roster() }, OWN, listed)
    end

    local MARIE = new_roster()["marie@example.com"]
    local FRIENDS = set_of("Friends", "Work")
    local ADDED = { ["zoe@example.com"] = { subscription = "to", groups = {} } }
    local REMOVED = { ["marie@example.com"] = "removed" }
    local RENAMED = { ["marie@example.com"] = { subscription = "both", name = "M.", groups = FRIENDS } }

    it("should lead to what the last says, whatever the order", function()
      local cases = {
        -- patches, changes ahead of them; what changes
        { {}, nil, {} },
        { {}, RENAMED, RENAMED },
        { {}, REMOVED, REMOVED },
        { { '{"marie@example.com":{"name":"1"}}', '{"marie@example.com":{"name":"M."}}' }, nil, RENAMED },
        { { '{"marie@example.com":{"name":"M."}}', '{"marie@example.com":null}' }, nil, REMOVED },
        -- What was removed begins anew.
        { { '{"marie@example.com":null}', '{"marie@example.com":{"name":"M."}}' }, nil, { ["marie@example.com"] = { subscription = "both", name = "M.", groups = {} } } },
        { { '{"marie@example.com":{"name":"M."}}' }, REMOVED, { ["marie@example.com"] = { subscription = "both", name = "M.", groups = {} } } },
        -- Fields that are left out stay as they were said last.
        { { '{"marie@example.com":{"name":"M."}}', '{"marie@example.com":{"subscription":"to"}}' }, nil, { ["marie@example.com"] = { subscription = "to", name = "M.", groups = FRIENDS } } },
        { { '{"marie@example.com":{"subscription":"to"}}' }, RENAMED, { ["marie@example.com"] = { subscription = "to", name = "M.", groups = FRIENDS } } },
        { { '{"marie@example.com":{"groups":{"Work":null}}}', '{"marie@example.com":{"groups":{"New":1}}}' }, nil, { ["marie@example.com"] = { subscription = "both", name = "Marie", groups = set_of("Friends", "New") } } },
        { { '{"zoe@example.com":{"name":"Zoe"}}' }, ADDED, { ["zoe@example.com"] = { subscription = "to", name = "Zoe", groups = {} } } },
        { { '{"ZOE@example.com/x":{"name":"Zoe"}}', '{"zoe@example.com":{"subscription":"from"}}' }, nil, { ["zoe@example.com"] = { subscription = "from", name = "Zoe", groups = {} } } },
        { { '{"michael@example.com":null}', '{"zoe@example.com":{}}' }, RENAMED, { ["marie@example.com"] = RENAMED["marie@example.com"], ["michael@example.com"] = "removed", ["zoe@example.com"] = { subscription = "both", groups = {} } } },
        { { '{"john@example.com":{}}', '{"John@example.com":{}}' }, nil, {} },
      }
      for i, case in ipairs(cases) do
        local reading = patched(case[1], case[2])
        assert.same({}, reading.faults, i)
        assert.same(case[3], by_jid(reading.changes), i)
      end
    end)

    it("should not change on the way a contact that ends as it is held", function()
      local cases = {
        { { '{"marie@example.com":{"name":"M."}}', '{"marie@example.com":{"name":"Marie"}}' } },
        { { '{"marie@example.com":null}', '{"marie@example.com":{"name":"Marie","groups":["Friends","Work"]}}' } },
        { { '{"zoe@example.com":{}}', '{"zoe@example.com":null}' } },
        { { '{"zoe@example.com":null}' }, ADDED },
        { { '{"marie@example.com":{"name":"Marie"}}' }, RENAMED },
        { { '{"marie@example.com":{"name":"Marie","groups":["Work","Friends"]}}' }, REMOVED },
        { {}, { ["marie@example.com"] = MARIE, ["nobody@example.com"] = "removed" } },
      }
      for i, case in ipairs(cases) do
        assert.same({ changes = {}, faults = {} }, patched(case[1], case[2]), i)
      end
    end)

    it("should pass over what can't be used in one patch, name it, and go on", function()
      local reading = patched({ '{"marie@example.com":{"name":1},"":{}}', '{"marie@example.com":{"name":"M."}}', '{"marie@example.com":5}' })
      assert.same(RENAMED, by_jid(reading.changes))
      assert.equal(3, #reading.faults)
    end)

    it("should leave what is held, what is to change and the patches untouched", function()
      local roster, changes = new_roster(), { { jid = "marie@example.com" } }
      local patch = decoded_exactly('{"marie@example.com":{"groups":{"A":true}},"michael@example.com":null}')
      roster_document.read_patches({ { patch = patch }, { patch = patch } }, { roster = roster }, OWN, changes)
      assert.same(new_roster(), roster)
      assert.same({ { jid = "marie@example.com" } }, changes)
      assert.same(decoded_exactly('{"marie@example.com":{"groups":{"A":true}},"michael@example.com":null}'), patch)
    end)
  end)

  describe("roster_document()", function()
    it("should say what a backend would", function()
      local document = roster_document.roster_document({ roster = new_roster() })
      assert.same({
        ["marie@example.com"] = { name = "Marie", groups = { "Friends", "Work" }, subscription = "both" },
        ["michael@example.com"] = { groups = {}, subscription = "to" },
        ["example.org"] = { name = "Gateway", groups = {}, subscription = "none" },
      }, document)
    end)

    it("should give what changes nothing when it is read again", function()
      local text = json.encode(roster_document.roster_document({ roster = new_roster() }))
      assert.same({ changes = {}, faults = {} }, roster_document.read_roster(decoded(text), { roster = new_roster() }, OWN))
      assert.matches('"groups":%[%]', text)
    end)
  end)
end)
