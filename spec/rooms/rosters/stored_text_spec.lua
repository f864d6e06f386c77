require("stand_ins")
local set_of = require("sets").set_of
local stored_text = require("src.rosters.stored_text")
local roster_document = require("src.rosters.roster_document")

local VERSION = ("0123456789ab"):rep(2)

-- What is read back of a roster that was written.
local function again(roster)
  local text = stored_text.to_text({ roster = roster }, VERSION, 1700000000)
  -- And the same where it was made in slices.
  local fields = stored_text.fields_of({ roster = roster }, function() end)
  assert.equal(text, stored_text.joined(fields, VERSION, 1700000000))
  local stored = stored_text.from_text(text)
  local read = {}
  for _, change in ipairs(roster_document.read_roster(stored.document, { roster = {} }, "john@example.com").changes) do
    read[change.jid] = change.item
  end
  return read, stored
end

local function new_roster()
  local work = set_of("Work")
  return {
    ["marie@example.com"] = { subscription = "both", name = "Marie", groups = work },
    ["michael@example.com"] = { subscription = "to", name = nil, groups = work },
    ["zoe@example.com"] = { subscription = "from", name = "Zoé \240\159\146\161", groups = set_of("A", "B") },
    ["max@far.test"] = { subscription = "none", name = "Max", groups = set_of("A", "B") },
    ["gateway.test"] = { subscription = "both", name = "Gateway", groups = set_of() },
    ["a|b@example.com"] = { subscription = "both", groups = set_of() },
  }
end

describe("stored_text", function()
  it("should give back each roster as it was", function()
    local roster = new_roster()
    assert.same(roster, (again(roster)))
    assert.same({}, (again({})))
    roster[false] = { version = 3 }
    local read = again(roster)
    roster[false] = nil
    assert.same(roster, read)
  end)

  it("should give back names and groups with whatever XML can carry", function()
    local odd = { "/", "|", "|s", "a/b", "a|b", "||/|", "b|", "//", '"', "'", "\\", "\n", "\t", "\127", "{", "3/", ">" }
    for _, text in ipairs(odd) do
      for _, groups in ipairs({ set_of(text), set_of(text, "A/B"), set_of() }) do
        local roster = { ["marie@example.com"] = { subscription = "both", name = text, groups = groups } }
        assert.same(roster, (again(roster)))
      end
    end
  end)

  it("should tell what else was stored", function()
    local text = stored_text.to_text({ roster = new_roster() }, VERSION, 1700000000)
    local stored = stored_text.from_text(text)
    assert.same({ VERSION, 1700000000 }, { stored.version, stored.asked_at })
  end)

  it("should read what earlier versions have stored, with an ETag or without", function()
    local earlier = "2/%s/1700000000/%s/6/example.com/1/Work/example.com>to/1/Work/example.com>from/2/A/B/far.test>none/2/A/B/gateway.test/0/"
      .. "example.com+/0/6/1/marie/Marie/2/michael//3/zoe/Zoé \240\159\146\161/4/max/|Max |s |b/5//Gateway/6/a|b//1/jane@example.com/|a|sb/Jane/"
    local roster = new_roster()
    roster["max@far.test"].name = "Max / |"
    for _, etag in ipairs({ "", '|"|s"' }) do
      local stored = stored_text.from_text(earlier:format(VERSION, etag))
      assert.same({ VERSION, 1700000000 }, { stored.version, stored.asked_at })
      local read = {}
      for _, change in ipairs(roster_document.read_roster(stored.document, { roster = {} }, "john@example.com").changes) do
        read[change.jid] = change.item
      end
      assert.equal("subscribe", stored.document["a|b@example.com"].ask)
      assert.same({ request = "a/b", nick = "Jane" }, stored.document["jane@example.com"])
      read["jane@example.com"] = nil
      assert.same(roster, read)
    end
  end)

  it("should read nothing of what is not whole, or of another form", function()
    local text = stored_text.to_text({ roster = new_roster() }, VERSION, 1700000000)
    assert.is_table(stored_text.from_text(text))
    for length = 0, #text - 1 do
      assert.is_nil(stored_text.from_text(text:sub(1, length)), text:sub(1, length))
    end
    for _, other in ipairs({ text .. "/", text .. "x", text .. text, "2" .. text:sub(2), "4" .. text:sub(2), '{"marie@example.com":{}}', "3/v/1/", "3/v/1/0/1/far.test/1/1/a/b/", "2/v/1//0/1/1/a/b/" }) do
      assert.is_nil(stored_text.from_text(other), other)
    end
  end)

  it("should have nothing in it that Prosody's serialisation escapes, unless a name has", function()
    local roster = new_roster()
    roster["zoe@example.com"].name = "Zoe"
    assert.is_nil(stored_text.to_text({ roster = roster }, VERSION, 1700000000):find("[%c\"'\\\127-\255]"))
  end)
end)
