local breaker = require("src.backend.breaker")

local NOW = 1000

--- A breaker in one of the states it may be in.
local function in_state(state)
  local states = {
    ["closed"] = { state = "closed", failures = 0, openings = 0 },
    ["closed, 3 failures"] = { state = "closed", failures = 3, openings = 0 },
    ["closed, 4 failures"] = { state = "closed", failures = 4, openings = 0 },
    ["open, not due"] = { state = "open", failures = 5, openings = 1, retry_at = NOW + 1, outsiders_at = NOW + 7 },
    ["open, due"] = { state = "open", failures = 5, openings = 1, retry_at = NOW, outsiders_at = NOW + 7 },
    ["half-open"] = { state = "half-open", failures = 5, openings = 2, retry_at = NOW - 1, outsiders_at = NOW + 7 },
  }
  local found = states[state]
  found.retry_at = found.retry_at or 0
  found.outsiders_at = found.outsiders_at or 0
  found.closed_at = 0
  found.failing_since = 0
  return found
end

--- A request that has failed, sent a moment ago.
local function failed(details)
  return {
    is_trial = details.is_trial or false,
    sent_at = details.sent_at or NOW - 1,
    is_repeated = details.is_repeated or false,
    retry_after = details.retry_after,
  }
end

local EVENTS = {
  ["answer"] = function(held)
    return breaker.note_answer(held, NOW)
  end,
  ["failure"] = function(held)
    return breaker.note_failure(held, failed({}), NOW, 1)
  end,
  ["trial fails"] = function(held)
    return breaker.note_failure(held, failed({ is_trial = true }), NOW, 1)
  end,
  ["trial fails again"] = function(held)
    return breaker.note_failure(held, failed({ is_trial = true, is_repeated = true }), NOW, 1)
  end,
  ["outsider fails"] = function(held)
    return breaker.note_outsiders_failure(held, NOW)
  end,
  ["trial goes out"] = function(held)
    return breaker.half_open(held)
  end,
}

describe("breaker", function()
  it("should begin closed, with nobody waiting", function()
    local held = breaker.new_breaker()
    assert.same(in_state("closed"), held)
    assert.is_false(breaker.is_due(held, NOW))
  end)

  it("should go from state to state", function()
    local cases = {
      -- state, event, state then, failures, openings, seconds until the next may ask, until an outsider may; what is told
      { "closed", "answer", "closed", 0, 0 },
      { "closed", "failure", "closed", 1, 0 },
      { "closed", "trial fails", "closed", 1, 0 },
      { "closed", "outsider fails", "closed", 0, 0, nil, 10 },
      { "closed", "trial goes out", "closed", 0, 0 },
      { "closed, 3 failures", "failure", "closed", 4, 0 },
      { "closed, 4 failures", "answer", "closed", 0, 0 },
      { "closed, 4 failures", "failure", "open", 5, 1, 1, nil, "opened" },
      { "closed, 4 failures", "trial fails", "open", 5, 1, 1, nil, "opened" },
      { "closed, 4 failures", "outsider fails", "closed", 4, 0, nil, 10 },
      { "open, not due", "answer", "closed", 0, 0, 1, nil, "closed" },
      { "open, not due", "failure", "open", 5, 1, 1, 7 },
      -- One sent before its time: of a backend that calls.
      { "open, not due", "trial fails", "open", 5, 1, 1, 7, "reopened" },
      { "open, not due", "trial fails again", "open", 5, 2, 2, 7, "reopened" },
      { "open, not due", "outsider fails", "open", 5, 1, 1, 10 },
      { "open, not due", "trial goes out", "half-open", 5, 1, 1, 7 },
      { "open, due", "answer", "closed", 0, 0, 0, nil, "closed" },
      { "open, due", "failure", "open", 5, 1, 0, 7 },
      { "open, due", "trial fails", "open", 5, 1, 1, 7, "reopened" },
      { "open, due", "trial fails again", "open", 5, 2, 2, 7, "reopened" },
      { "open, due", "outsider fails", "open", 5, 1, 0, 10 },
      { "open, due", "trial goes out", "half-open", 5, 1, 0, 7 },
      { "half-open", "answer", "closed", 0, 0, -1, nil, "closed" },
      { "half-open", "failure", "half-open", 5, 2, -1, 7 },
      { "half-open", "trial fails", "open", 5, 2, 2, 7, "reopened" },
      { "half-open", "trial fails again", "open", 5, 3, 4, 7, "reopened" },
      { "half-open", "outsider fails", "half-open", 5, 2, -1, 10 },
      { "half-open", "trial goes out", "half-open", 5, 2, -1, 7 },
    }
    for _, case in ipairs(cases) do
      local before, event, state, failures, openings, pause, outsiders_pause, told =
        case[1], case[2], case[3], case[4], case[5], case[6], case[7], case[8]
      local held = in_state(before)
      local result = EVENTS[event](held)
      local name = before .. ": " .. event
      local is_first = before == "closed" and failures == 1
      assert.equal(told, result, name)
      assert.same({
        state = state,
        failures = failures,
        failing_since = is_first and NOW or 0,
        openings = openings,
        retry_at = pause and NOW + pause or 0,
        outsiders_at = outsiders_pause and NOW + outsiders_pause or 0,
        closed_at = told == "closed" and NOW or 0,
      }, held, name)
    end
  end)

  it("should let one ask when it is due, and nobody in any other state", function()
    local cases = {
      { "closed", false },
      { "closed, 4 failures", false },
      { "open, not due", false },
      { "open, due", true },
      { "half-open", false },
    }
    for _, case in ipairs(cases) do
      assert.equal(case[2], breaker.is_due(in_state(case[1]), NOW), case[1])
    end
  end)

  it("should open after five failures in a row, and count from none after an answer", function()
    local held = breaker.new_breaker()
    for _ = 1, 4 do
      assert.is_nil(breaker.note_failure(held, failed({}), NOW, 1))
    end
    breaker.note_answer(held, NOW)
    for _ = 1, 4 do
      assert.is_nil(breaker.note_failure(held, failed({}), NOW, 1))
    end
    assert.equal("opened", breaker.note_failure(held, failed({}), NOW, 1))
    assert.equal("closed", breaker.note_answer(held, NOW))
    assert.is_nil(breaker.note_answer(held, NOW))
  end)

  it("should learn nothing from what was sent before it was closed, and fails after", function()
    local held = in_state("half-open")
    assert.equal("closed", breaker.note_answer(held, NOW))
    for _ = 1, 8 do
      assert.is_nil(breaker.note_failure(held, failed({ sent_at = NOW - 0.1 }), NOW + 1, 1))
    end
    assert.equal(0, held.failures)
    for _ = 1, 4 do
      assert.is_nil(breaker.note_failure(held, failed({ sent_at = NOW }), NOW + 1, 1))
    end
    assert.equal("opened", breaker.note_failure(held, failed({ sent_at = NOW }), NOW + 1, 1))
  end)

  --- The shortest and the longest pause after so many in a row.
  local function bounds(pause, times)
    return { pause(times, 0), pause(times, 1) }
  end

  it("should stay open for 1 to 10 seconds, longer each time that it fails for whom it has failed before", function()
    local function pause(openings, chance)
      local held = { state = "half-open", failures = 5, openings = openings - 1, retry_at = 0, outsiders_at = 0, closed_at = 0 }
      breaker.note_failure(held, failed({ is_trial = true, is_repeated = true }), NOW, chance)
      return held.retry_at - NOW
    end
    local expected = { { 1, 1 }, { 1, 2 }, { 2, 4 }, { 4, 8 }, { 5, 10 }, { 5, 10 }, [100] = { 5, 10 }, [5000] = { 5, 10 } }
    for times, pauses in pairs(expected) do
      assert.same(pauses, bounds(pause, times), times)
    end
  end)

  it("should ask for a user again after 1 to 60 seconds, longer each time", function()
    local expected = {
      { 1, 1 }, { 1, 2 }, { 2, 4 }, { 4, 8 }, { 8, 16 }, { 16, 32 }, { 30, 60 }, { 30, 60 },
      [100] = { 30, 60 }, [5000] = { 30, 60 },
    }
    for times, pauses in pairs(expected) do
      assert.same(pauses, bounds(breaker.pause_after_failure, times), times)
    end
  end)

  it("should ask for a user who was refused again after 60 to 3600 seconds, longer each time", function()
    local expected = {
      { 60, 60 }, { 60, 120 }, { 120, 240 }, { 240, 480 }, { 480, 960 }, { 960, 1920 }, { 1800, 3600 },
      [100] = { 1800, 3600 }, [5000] = { 1800, 3600 },
    }
    for times, pauses in pairs(expected) do
      assert.same(pauses, bounds(breaker.pause_after_refusal, times), times)
    end
  end)

  it("should lie between the bounds by chance", function()
    assert.equal(3, breaker.pause_after_failure(3, 0.5))
    assert.equal(45, breaker.pause_after_failure(7, 0.5))
    assert.equal(180, breaker.pause_after_refusal(3, 0.5))
  end)

  it("should never wait less than the backend wishes, nor longer than an hour for its sake", function()
    local cases = {
      -- failures, Retry-After, the shortest and the longest pause
      { 1, nil, 1, 1 },
      { 1, 0, 1, 1 },
      { 1, 30, 30, 30 },
      { 3, 3, 3, 4 },
      { 7, 45, 45, 60 },
      { 1, 3600, 3600, 3600 },
      { 1, 1e9, 3600, 3600 },
    }
    for _, case in ipairs(cases) do
      local failures, retry_after = case[1], case[2]
      local name = ("%d failures, %s"):format(failures, tostring(retry_after))
      assert.equal(case[3], breaker.pause_after_failure(failures, 0, retry_after), name)
      assert.equal(case[4], breaker.pause_after_failure(failures, 1, retry_after), name)
    end
  end)

  it("should stay open for as long as the backend wishes, but no longer than ten seconds", function()
    for retry_after, pause in pairs({ [0] = 1, [8] = 8, [30] = 10, [3600] = 10, [1e9] = 10 }) do
      local held = in_state("closed, 4 failures")
      breaker.note_failure(held, failed({ retry_after = retry_after }), NOW, 1)
      assert.equal(NOW + pause, held.retry_at, retry_after)
    end
  end)
end)
