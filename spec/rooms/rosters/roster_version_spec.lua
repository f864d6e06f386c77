require("stand_ins")
local set_of = require("sets").set_of
local roster_version = require("src.rosters.roster_version")

local function version(roster)
  return roster_version.version_of(roster_version.sum_of(roster))
end

local function item(name, subscription, ...)
  return { name = name, subscription = subscription, groups = set_of(...) }
end

describe("roster_version", function()
  it("should be 24 hexadecimal digits, the same on every Lua", function()
    assert.equal(("0"):rep(24), version({}))
    -- The beginning of the SHA-1 of "marie@example.com\1both\1Marie\1Friends\1Work".
    local roster = { ["marie@example.com"] = item("Marie", "both", "Work", "Friends") }
    assert.equal("04bbc3767b28b33aded833e7", version(roster))
    -- Sums that exceed 48 bits.
    for i = 1, 20 do
      roster["user" .. i .. "@example.com"] = item("Name " .. i, "both", "A", "B")
    end
    roster["marie@example.com"] = nil
    assert.equal("0636267725c61c25f77963c0", version(roster))
  end)

  it("should not depend on how the roster came about", function()
    local names = {}
    for i = 1, 60 do
      names[i] = "user" .. i .. "@example.com"
    end
    local forwards, backwards = {}, {}
    local counted = roster_version.sum_of({})
    for i = 1, #names do
      forwards[names[i]] = item("Name " .. i, "both", "A", "B")
      backwards[names[#names + 1 - i]] = item("Name " .. (#names + 1 - i), "both", "B", "A")
      roster_version.add_item(counted, names[i], forwards[names[i]], 1)
    end
    assert.equal(version(forwards), version(backwards))
    assert.equal(version(forwards), roster_version.version_of(counted))
  end)

  it("should not depend on the order of groups", function()
    local upwards, downwards = {}, {}
    for i = 1, 40 do
      upwards["Group " .. i] = true
      downwards["Group " .. 41 - i] = true
    end
    -- Another history, another order.
    for i = 100, 300 do
      downwards["Group " .. i] = true
    end
    for i = 100, 300 do
      downwards["Group " .. i] = nil
    end
    assert.equal(
      version({ ["a@b.c"] = { subscription = "both", groups = upwards } }),
      version({ ["a@b.c"] = { subscription = "both", groups = downwards } })
    )
  end)

  it("should follow each change, and come back with it", function()
    local roster = {
      ["a@b.c"] = item("A", "both", "x"),
      ["b@b.c"] = item(nil, "to"),
    }
    local before = version(roster)
    local sum = roster_version.sum_of(roster)
    local old, new = roster["a@b.c"], item("A", "from", "x", "y")
    roster_version.add_item(sum, "a@b.c", old, -1)
    roster_version.add_item(sum, "a@b.c", new, 1)
    roster["a@b.c"] = new
    assert.equal(version(roster), roster_version.version_of(sum))
    assert.is_not.equal(before, version(roster))
    roster_version.add_item(sum, "a@b.c", new, -1)
    roster_version.add_item(sum, "a@b.c", old, 1)
    assert.equal(before, roster_version.version_of(sum))
    roster_version.add_item(sum, "a@b.c", old, -1)
    roster_version.add_item(sum, "b@b.c", roster["b@b.c"], -1)
    assert.equal(version({}), roster_version.version_of(sum))
  end)

  it("should be another one for each difference", function()
    local rosters = {
      {},
      { ["a@b.c"] = item(nil, "both") },
      { ["a@b.d"] = item(nil, "both") },
      { ["a@b.c"] = item(nil, "to") },
      { ["a@b.c"] = item(nil, "from") },
      { ["a@b.c"] = item(nil, "none") },
      { ["a@b.c"] = item("A", "both") },
      { ["a@b.c"] = item("AB", "both") },
      { ["a@b.c"] = item(nil, "both", "A") },
      { ["a@b.c"] = item(nil, "both", "A", "B") },
      { ["a@b.c"] = item(nil, "both", "AB") },
      { ["a@b.c"] = item("A", "both", "B") },
      { ["a@b.c"] = item("B", "both", "A") },
      { ["a@b.c"] = item(nil, "both"), ["a@b.d"] = item(nil, "both") },
      { ["a@b.c"] = item("A", "both"), ["a@b.d"] = item("B", "both") },
      { ["a@b.c"] = item("B", "both"), ["a@b.d"] = item("A", "both") },
    }
    local seen = {}
    for i, roster in ipairs(rosters) do
      local found = version(roster)
      assert.is_nil(seen[found], "roster " .. i .. " reads as roster " .. tostring(seen[found]))
      seen[found] = i
    end
  end)

  it("should not count the metadata", function()
    local roster = { ["a@b.c"] = item("A", "both") }
    local before = version(roster)
    roster[false] = { version = 12, pending = {} }
    assert.equal(before, version(roster))
  end)

  it("should keep each part within 48 bits", function()
    local sum = roster_version.sum_of({})
    for i = 1, 40 do
      roster_version.add_item(sum, "user" .. i .. "@example.com", item(nil, "both"), i % 4 == 0 and 1 or -1)
      for _, part in ipairs(sum) do
        assert.is_true(part >= 0 and part < 2 ^ 48 and part % 1 == 0)
      end
      assert.equal(24, #roster_version.version_of(sum))
    end
  end)
end)
