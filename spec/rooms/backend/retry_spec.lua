local retry = require("src.backend.retry")

describe("retry", function()
  describe("pause_after()", function()
    it("should grow from 1 to 60 seconds", function()
      local longest = { 1, 2, 4, 8, 16, 32, 60, 60, 60 }
      for failures, seconds in ipairs(longest) do
        assert.equal(seconds, retry.pause_after(failures, 1), failures)
        assert.equal(math.max(1, seconds / 2), retry.pause_after(failures, 0), failures)
        local between = retry.pause_after(failures, 0.5)
        assert.is_true(between >= math.max(1, seconds / 2) and between <= seconds, failures)
      end
      assert.equal(60, retry.pause_after(1000000, 1))
      assert.equal(30, retry.pause_after(1000000, 0))
    end)

    it("should keep users apart", function()
      assert.is_true(retry.pause_after(5, 0.1) < retry.pause_after(5, 0.2))
      assert.is_true(retry.pause_after(5, 0.2) < retry.pause_after(5, 0.9))
    end)

    it("should not come back before the backend says, within an hour", function()
      local cases = {
        -- failures, Retry-After, pause
        { 1, 0, 1 },
        { 1, 0.5, 1 },
        { 1, 10, 10 },
        { 7, 10, 60 },
        { 7, 120, 120 },
        { 1, 3600, 3600 },
        { 1, 3601, 3600 },
        { 1, 1e300, 3600 },
        { 1, math.huge, 3600 },
      }
      for _, case in ipairs(cases) do
        assert.equal(case[3], retry.pause_after(case[1], 1, case[2]), case[2])
      end
    end)
  end)

  describe("note_failure() and note_answer()", function()
    it("should take a backend for away after 5 failures in a row", function()
      local health = retry.new_health()
      for failures = 1, 4 do
        assert.is_nil(retry.note_failure(health, 100, 0.5))
        assert.is_false(health.away)
        assert.equal(failures, health.failures)
      end
      assert.equal("lost", retry.note_failure(health, 100, 0.5))
      assert.is_true(health.away)
    end)

    it("should not count failures that an answer is between", function()
      local health = retry.new_health()
      for _ = 1, 10 do
        for _ = 1, 4 do
          assert.is_nil(retry.note_failure(health, 100, 0.5))
        end
        assert.is_nil(retry.note_answer(health))
        assert.is_false(health.away)
      end
    end)

    it("should say once that it is lost, and once that it is back", function()
      local health = retry.new_health()
      local turns = {}
      for i = 1, 50 do
        turns[#turns + 1] = retry.note_failure(health, i, 0.5)
      end
      for _ = 1, 10 do
        turns[#turns + 1] = retry.note_answer(health)
      end
      for i = 1, 4 do
        turns[#turns + 1] = retry.note_failure(health, i, 0.5)
      end
      assert.same({ "lost", "back" }, turns)
      assert.equal("lost", retry.note_failure(health, 60, 0.5))
    end)

    it("should ask again after pauses that grow", function()
      local health = retry.new_health()
      for _ = 1, 4 do
        retry.note_failure(health, 1000, 1)
      end
      local pauses = {}
      for i = 1, 9 do
        local now = 1000 * i
        retry.note_failure(health, now, 1)
        pauses[i] = health.not_before - now
      end
      assert.same({ 1, 2, 4, 8, 16, 32, 60, 60, 60 }, pauses)
    end)

    it("should ask anew from the shortest pause once it was back", function()
      local health = retry.new_health()
      for _ = 1, 20 do
        retry.note_failure(health, 1000, 1)
      end
      assert.equal("back", retry.note_answer(health))
      for _ = 1, 5 do
        retry.note_failure(health, 2000, 1)
      end
      assert.equal(2001, health.not_before)
    end)

    it("should not ask before Retry-After is over", function()
      local health = retry.new_health()
      for _ = 1, 5 do
        retry.note_failure(health, 1000, 0, 90)
      end
      assert.equal(1090, health.not_before)
      retry.note_failure(health, 1090, 1, 0)
      assert.equal(1092, health.not_before)
    end)

    it("should be data that a reload can keep", function()
      local health = retry.new_health()
      for _ = 1, 5 do
        retry.note_failure(health, 1000, 1)
      end
      local kept = {}
      for key, value in pairs(health) do
        assert.is_nil(type(value):match("function"))
        kept[key] = value
      end
      assert.is_nil(retry.note_failure(kept, 1001, 1))
      assert.equal("back", retry.note_answer(kept))
    end)
  end)
end)
