local arrivals = require("src.rosters.arrival_order")

describe("arrival order", function()
  it("should give each a place behind all that came before", function()
    local held = arrivals.new_arrivals()
    assert.equal(1, arrivals.next_place(held))
    assert.equal(2, arrivals.begin_reading(held))
    assert.equal(3, arrivals.next_place(held))
    arrivals.end_reading(held, 2)
    assert.equal(4, arrivals.begin_reading(held))
  end)

  it("should know whether something earlier is still being read", function()
    local held = arrivals.new_arrivals()
    assert.is_false(arrivals.is_earlier_unread(held, 100))
    local first, second, third = arrivals.begin_reading(held), arrivals.begin_reading(held), arrivals.next_place(held)
    local cases = {
      -- ends before; whether something before first, second, third is still read
      { nil, false, true, true },
      -- In whichever order they end.
      { first, false, false, true },
      { second, false, false, false },
    }
    for _, case in ipairs(cases) do
      if case[1] ~= nil then
        arrivals.end_reading(held, case[1])
      end
      for i, place in ipairs({ first, second, third }) do
        assert.equal(case[1 + i], arrivals.is_earlier_unread(held, place), tostring(case[1]) .. ", " .. i)
      end
    end
    assert.is_nil(next(held.unread))
  end)
end)
