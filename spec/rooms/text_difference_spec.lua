require("stand_ins")
local json_text = require("src.json_text")
local roster_document = require("src.roster_document")
local text_difference = require("src.text_difference").text_difference

local own_jid = "me@example.com"
local seed = 4711

local function random(max)
  seed = (seed * 1103515245 + 12345) % 2147483648
  return math.floor(seed / 65536) % max + 1
end

local names = {
  "Plain", "with },\\\"x\\\":{ inside", "a},", "b]", "{", "}", "[", "\\\\", "\\\"", ",", "x\\u00e9", "}},{{", "\\\\\\\"",
}

local function member(index)
  return ('"user%d@example.com":{"name":"%s %d","groups":["G%d"],"x":{"y":1,"user%d@example.com":{"name":"z"}}}'):format(
    index, names[random(#names)], random(1000), random(5), random(3) == 1 and random(50) or 9000)
end

local function text_of(members, space)
  return "{" .. space .. table.concat(members, "," .. space) .. space .. "}"
end

local function difference_of(before, after, roster)
  return text_difference(before, after, function(name)
    return roster[name] ~= nil
  end)
end

local function read(text)
  return (assert(json_text.decode(text)))
end

local function apply(reading, roster)
  for _, change in ipairs(reading.changes) do
    roster[change.jid] = change.item
  end
end

local function roster_of(text)
  local roster = {}
  apply(roster_document.read_roster(read(text), roster, own_jid), roster)
  return roster
end

local function edited(members)
  local copy = {}
  for i, text in ipairs(members) do
    copy[i] = text
  end
  for _ = 1, random(3) do
    local kind, at = random(4), random(#copy)
    if kind == 1 then
      copy[at] = member(random(2000))
    elseif kind == 2 then
      table.insert(copy, at, member(3000 + random(50)))
    elseif kind == 3 and #copy > 1 then
      table.remove(copy, at)
    else
      table.insert(copy, member(4000 + random(50)))
    end
  end
  return copy
end

describe("text_difference", function()
  it("should give the members that changed, and no others", function()
    local members = {}
    for i = 1, 500 do
      members[i] = ('"user%d@example.com":{"name":"Name %d"}'):format(i, i)
    end
    local before = text_of(members, "")
    members[250] = '"user250@example.com":{"name":"Other"}'
    local found = difference_of(before, text_of(members, ""), roster_of(before))
    assert.equal('"user250@example.com":{"name":"Name 250"}', found.before)
    assert.equal('"user250@example.com":{"name":"Other"}', found.after)
  end)

  it("should know members from what is nested in them", function()
    local before = '{"a@b.c":{"x":{"d@e.f":{"name":"1"}},"name":"A"},"g@h.i":{}}'
    local after = '{"a@b.c":{"x":{"d@e.f":{"name":"2"}},"name":"A"},"g@h.i":{}}'
    local found = difference_of(before, after, {})
    assert.equal('"a@b.c":{"x":{"d@e.f":{"name":"2"}},"name":"A"}', found.after)
  end)

  it("should find what comes and goes at either end", function()
    local function difference(before, after)
      local found = difference_of(before, after, {})
      return found.before .. " > " .. found.after
    end
    assert.equal('"a":1 > "a":1,"b":2', difference('{"a":1}', '{"a":1,"b":2}'))
    assert.equal('"a":1,"b":2 > "b":2', difference('{"a":1,"b":2}', '{"b":2}'))
    assert.equal(' > "a":1', difference("{}", '{"a":1}'))
    assert.equal('"a":1 > ', difference('{"a":1}', "{}"))
  end)

  it("should leave to others what differs by much", function()
    local before, after = {}, {}
    for i = 1, 3000 do
      before[i] = ('"user%d@example.com":{"name":"Name %d"}'):format(i, i)
      after[i] = ('"user%d@example.com":{"name":"Other %d"}'):format(i, i)
    end
    assert.is_nil(difference_of(text_of(before, ""), text_of(after, ""), roster_of(text_of(before, ""))))
  end)

  it("should say the same as reading everything, whatever is in the strings", function()
    local used = 0
    for round = 1, 300 do
      local members, space = {}, ({ "", " ", "\n  " })[random(3)]
      for i = 1, 20 + random(200) do
        members[i] = member(i)
      end
      local before, after = text_of(members, space), text_of(edited(members), space)
      local roster = roster_of(before)
      local difference = difference_of(before, after, roster)
      local reading = difference and roster_document.read_difference(after, difference, roster, own_jid)
      if reading then
        used = used + 1
        apply(reading, roster)
        assert.same(roster_of(after), roster, ("round %d:\n%s\n%s"):format(round, difference.before, difference.after))
      end
    end
    assert.is_true(used > 60, used .. " of 300 differences were read")
  end)

  it("should not trust a name that is elsewhere, too", function()
    local before = '{"a@b.c":{"name":"A"},"d@e.f":{},"a@b.c":{"name":"B"}}'
    local after = '{"d@e.f":{},"a@b.c":{"name":"B"}}'
    local difference = difference_of(before, after, roster_of(before))
    assert.is_nil(roster_document.read_difference(after, difference, roster_of(before), own_jid))
  end)
end)
