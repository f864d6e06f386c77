require("stand_ins")
local json = require("util.json")
local refresh_summary = require("src.api.reply")

local function summary_of(users, outcomes)
  local tally = refresh_summary.new_tally(users)
  for _, outcome in ipairs(outcomes) do
    refresh_summary.count_user(tally, outcome[1], outcome[2])
  end
  return tally, refresh_summary.summary(tally)
end

describe("refresh_summary", function()
  it("should tell the caller how it went", function()
    local cases = {
      { {}, 200, { status = "ok", message = "roster update complete", updated = 0, errors = 0 } },
      { { { "john" } }, 200, { status = "ok", message = "roster update complete", updated = 1, errors = 0 } },
      { { { "john" }, { "marie" } }, 200, { status = "ok", message = "roster update complete", updated = 2, errors = 0 } },
      {
        { { "john", "backend answered 503" }, { "marie" } },
        200,
        { status = "ok", message = "roster update complete", updated = 1, errors = 1, failed = { john = "backend answered 503" } },
      },
      {
        { { "john", "backend answered 503" } },
        500,
        { status = "error", message = "roster update failed", updated = 0, errors = 1, failed = { john = "backend answered 503" } },
      },
      {
        { { "john", "a" }, { "marie", "b" } },
        500,
        { status = "error", message = "roster update failed", updated = 0, errors = 2, failed = { john = "a", marie = "b" } },
      },
    }
    for _, case in ipairs(cases) do
      local _, code, pieces = summary_of(#case[1], case[1])
      assert.equal(case[2], code)
      assert.same(case[3], (json.decode(table.concat(pieces))))
    end
  end)

  it("should name very many in pieces of moderate size", function()
    local outcomes, failed = {}, {}
    for i = 1, 5000 do
      outcomes[i] = { "user" .. i, 'a "problem"\n' .. i }
      failed["user" .. i] = outcomes[i][2]
    end
    local _, _, pieces = summary_of(5000, outcomes)
    for _, piece in ipairs(pieces) do
      assert.is_true(#piece > 0 and #piece < 20000, #piece)
    end
    assert.same(failed, json.decode(table.concat(pieces)).failed)
  end)

  it("should know how many are left", function()
    local tally = summary_of(3, { { "john" }, { "marie", "a" } })
    assert.equal(1, tally.left)
    refresh_summary.count_user(tally, "zoe")
    assert.equal(0, tally.left)
  end)
end)
