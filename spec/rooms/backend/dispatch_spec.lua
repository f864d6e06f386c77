local breaker = require("src.backend.breaker")
local dispatch = require("src.backend.queue")
local queue = require("src.backend.queue")
local wishes = require("wishes")

local NOW = 1000

--- A queue with so many of each class: l1, l2 … log in, n1 … are noticed, o1 … asked about by others.
local function queue_with(waiting)
  local found = queue.new_queue()
  for request_class, count in pairs(waiting) do
    for i = 1, count do
      queue.join(found, wishes.new_wish(request_class:sub(1, 1) .. i, request_class))
    end
  end
  return found
end

local function traffic_with(changes)
  local traffic = { in_flight = 0, in_background = 0, outsiders = 0, batches = 0, sent_this_turn = 0, gathering = 0 }
  for name, value in pairs(changes) do
    traffic[name] = value
  end
  return traffic
end

--- The users of the next request, in one text.
local function next_of(case)
  local held = breaker.new_breaker()
  for name, value in pairs(case.breaker or {}) do
    held[name] = value
  end
  local limits = { concurrency = case.concurrency or 8, batch_size = case.batch_size or 1 }
  local waiting = queue_with(case.waiting)
  local request = dispatch.next_request(waiting, held, traffic_with(case.traffic or {}), limits, NOW)
  local left = waiting.waiting.login + waiting.waiting.notice + waiting.waiting.outsider
  local all = (case.waiting.login or 0) + (case.waiting.notice or 0) + (case.waiting.outsider or 0)
  assert.equal(all, left + #request)
  return wishes.users_of(request)
end

local function try(cases)
  for i, case in ipairs(cases) do
    assert.equal(case[1], next_of(case), "case " .. i)
  end
end

describe("dispatch", function()
  it("should take logins first, then notices, then others", function()
    try({
      { "", waiting = {} },
      { "l1", waiting = { login = 2, notice = 2, outsider = 2 } },
      { "n1", waiting = { notice = 2, outsider = 2 } },
      { "o1", waiting = { outsider = 2 } },
    })
  end)

  it("should send no more than may be under way", function()
    try({
      { "l1", waiting = { login = 1 }, traffic = { in_flight = 7 } },
      { "", waiting = { login = 1 }, traffic = { in_flight = 8 } },
      { "", waiting = { login = 1 }, traffic = { in_flight = 9 } },
      { "", waiting = { notice = 1, outsider = 1 }, traffic = { in_flight = 8 } },
    })
  end)

  it("should keep places for those who log in, where there is more than one", function()
    local most_in_background = { [1] = 1, [2] = 1, [3] = 2, [4] = 3, [7] = 6, [8] = 6, [32] = 24 }
    for concurrency, most in pairs(most_in_background) do
      for under_way = 0, concurrency do
        local traffic = { in_flight = under_way, in_background = under_way }
        local name = ("%d under way of %d"):format(under_way, concurrency)
        for request_class, first in pairs({ notice = "n1", outsider = "o1", login = "l1" }) do
          local limit = request_class == "login" and concurrency or most
          local expected = under_way < limit and first or ""
          local case = { waiting = { [request_class] = 1 }, concurrency = concurrency, traffic = traffic }
          assert.equal(expected, next_of(case), name .. ", " .. request_class)
        end
      end
    end
  end)

  it("should not count logins against what goes on in the background", function()
    try({
      { "n1", waiting = { notice = 1 }, concurrency = 4, traffic = { in_flight = 3, in_background = 2 } },
      { "n1", waiting = { notice = 1 }, concurrency = 4, traffic = { in_flight = 3, in_background = 0 } },
      { "", waiting = { notice = 1 }, concurrency = 4, traffic = { in_flight = 3, in_background = 3 } },
    })
  end)

  it("should send two a turn in the background, and any number to log in", function()
    try({
      { "n1", waiting = { notice = 1 }, traffic = { sent_this_turn = 1 } },
      { "", waiting = { notice = 1, outsider = 1 }, traffic = { sent_this_turn = 2 } },
      { "", waiting = { notice = 9 }, batch_size = 3, traffic = { sent_this_turn = 2 } },
      { "l1", waiting = { login = 1, notice = 1 }, traffic = { sent_this_turn = 2 } },
    })
  end)

  it("should let others ask for an eighth of the places, and for one at least", function()
    for concurrency, most in pairs({ [1] = 1, [2] = 1, [4] = 1, [8] = 1, [15] = 1, [16] = 2, [32] = 4 }) do
      for under_way = 0, most do
        if under_way < concurrency then
          local case = {
            waiting = { outsider = 1 },
            concurrency = concurrency,
            traffic = { in_flight = under_way, outsiders = under_way },
          }
          local name = ("%d under way of %d"):format(under_way, concurrency)
          assert.equal(under_way < most and "o1" or "", next_of(case), name)
        end
      end
    end
  end)

  it("should put as many into a batch as fit, once it is full or no more are to come", function()
    try({
      { "n1", waiting = { notice = 1 }, batch_size = 3 },
      { "n1 n2", waiting = { notice = 2 }, batch_size = 3 },
      { "n1 n2 n3", waiting = { notice = 5 }, batch_size = 3 },
      { "", waiting = { notice = 2 }, batch_size = 3, traffic = { gathering = 1 } },
      { "", waiting = { notice = 2 }, batch_size = 3, traffic = { gathering = 2 } },
      { "n1 n2 n3", waiting = { notice = 3 }, batch_size = 3, traffic = { gathering = 1 } },
      { "n1", waiting = { notice = 2 }, batch_size = 1, traffic = { gathering = 1 } },
    })
  end)

  it("should have two batches under way, and others go on meanwhile", function()
    try({
      { "n1 n2", waiting = { notice = 2 }, batch_size = 3, traffic = { batches = 1, in_flight = 1, in_background = 1 } },
      { "", waiting = { notice = 5 }, batch_size = 3, traffic = { batches = 2, in_flight = 2, in_background = 2 } },
      { "o1", waiting = { notice = 5, outsider = 5 }, batch_size = 3, traffic = { batches = 2 } },
      { "o1", waiting = { notice = 2, outsider = 5 }, batch_size = 3, traffic = { gathering = 1 } },
      { "l1 l2 l3", waiting = { login = 4, notice = 5 }, batch_size = 3, traffic = { batches = 2 } },
    })
  end)

  it("should ask for those who wait in line to log in together, and for others one by one", function()
    try({
      { "l1", waiting = { login = 1, notice = 5 }, batch_size = 3 },
      { "l1 l2", waiting = { login = 2, notice = 5 }, batch_size = 3 },
      { "l1 l2 l3", waiting = { login = 5, notice = 5 }, batch_size = 3 },
      -- Nobody who logs in waits for more to come.
      { "l1 l2", waiting = { login = 2 }, batch_size = 3, traffic = { gathering = 1 } },
      { "l1", waiting = { login = 2 }, batch_size = 1 },
      { "o1", waiting = { outsider = 5 }, batch_size = 3 },
    })
  end)

  it("should ask for one to learn whether the backend is back", function()
    local not_due = { state = "open", retry_at = NOW + 1 }
    local due = { state = "open", retry_at = NOW }
    local due_but_for_outsiders = { state = "open", retry_at = NOW, outsiders_at = NOW + 1 }
    local half_open = { state = "half-open", retry_at = NOW }
    local all = { login = 5, notice = 5, outsider = 5 }
    try({
      { "l1", breaker = due, waiting = all, batch_size = 3 },
      { "n1", breaker = due, waiting = { notice = 5, outsider = 5 }, batch_size = 3 },
      { "o1", breaker = due, waiting = { outsider = 5 }, batch_size = 3 },
      { "", breaker = due, waiting = { outsider = 5 }, traffic = { outsiders = 1 } },
      { "", breaker = due_but_for_outsiders, waiting = { outsider = 5 } },
      { "n1", breaker = due_but_for_outsiders, waiting = { notice = 5, outsider = 5 } },
      { "", breaker = due, waiting = {} },
      -- What is under way is from before, and may hang until its time is over.
      { "l1", breaker = due, waiting = all, traffic = { in_flight = 8, in_background = 6, sent_this_turn = 2 } },
      { "n1", breaker = due, waiting = { notice = 1 }, traffic = { in_flight = 8, batches = 2, gathering = 1 } },
      -- A backend that calls is probably back.
      { "n1", breaker = not_due, waiting = all, batch_size = 3 },
      { "", breaker = not_due, waiting = { login = 5, outsider = 5 } },
      { "", breaker = half_open, waiting = all, batch_size = 3 },
      { "", breaker = half_open, waiting = { notice = 5 } },
    })
  end)
end)
