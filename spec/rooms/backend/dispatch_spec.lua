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

--- Of each class, how many are under way; and `batches`, `sent_this_turn`, `gathering`.
local function traffic_with(changes)
  local in_flight = { login = 0, edit = 0, notice = 0, outsider = 0, contact = 0 }
  local traffic = { in_flight = in_flight, batches = 0, sent_this_turn = 0, gathering = 0 }
  for name, value in pairs(changes) do
    local counts = in_flight[name] and in_flight or traffic
    counts[name] = value
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
  local now = NOW + (case.waited or 0)
  local request = dispatch.next_request(waiting, held, traffic_with(case.traffic or {}), limits, now)
  for request_class, count in pairs(case.waiting) do
    local is_taken = request[1] and request[1].request_class == request_class
    assert.equal(count, waiting[request_class].length + (is_taken and #request or 0))
  end
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

  it("should take users' edits before all but logins, and those of contacts elsewhere behind all others", function()
    try({
      { "l1", waiting = { login = 1, edit = 1, notice = 1, contact = 1 } },
      { "e1", waiting = { edit = 1, notice = 1, contact = 1 } },
      { "n1", waiting = { notice = 1, contact = 1 } },
      { "o1", waiting = { outsider = 1, contact = 1 } },
      { "c1", waiting = { contact = 1 } },
      { "e1", waiting = { edit = 2, notice = 9 }, batch_size = 3 },
      { "e1", waiting = { edit = 1, notice = 1 }, traffic = { sent_this_turn = 2, batches = 2 } },
      -- One at most is ahead of those.
      { "", waiting = { notice = 1, contact = 1 }, traffic = { sent_this_turn = 2 } },
      { "", waiting = { contact = 1 }, traffic = { contact = 1 } },
      { "c1", waiting = { contact = 1 }, traffic = { contact = 1 }, concurrency = 16 },
      { "", waiting = { edit = 1, contact = 1 }, traffic = { notice = 6 } },
      { "", waiting = { edit = 1, contact = 1 }, breaker = { state = "open", retry_at = NOW } },
    })
  end)

  it("should have those wait like others for whom nobody waits any longer to log in", function()
    local waiting = queue.new_queue()
    for i, till in ipairs({ NOW - 1, NOW, NOW + 0.1, NOW + 5 }) do
      local wish = wishes.new_wish("l" .. i, "login")
      queue.join(waiting, wish)
      wish.late_at = till
    end
    queue.join(waiting, wishes.new_wish("n1", "notice"))
    local function next_users()
      local limits = { concurrency = 8, batch_size = 9 }
      return wishes.users_of(queue.next_request(waiting, breaker.new_breaker(), traffic_with({}), limits, NOW))
    end
    assert.equal("l3 l4", next_users())
    assert.equal("n1 l1 l2", next_users())
    -- Somebody else logs in who waits for the same.
    local late = wishes.new_wish("l5", "login")
    late.late_at = NOW - 1
    queue.join(waiting, late)
    queue.promote(waiting, late, "login", NOW + 5)
    queue.join(waiting, wishes.new_wish("n2", "notice"))
    assert.equal("l5", next_users())
  end)

  it("should send no more than may be under way", function()
    try({
      { "l1", waiting = { login = 1 }, traffic = { login = 7 } },
      { "", waiting = { login = 1 }, traffic = { login = 8 } },
      { "", waiting = { login = 1 }, traffic = { login = 3, notice = 6 } },
      { "", waiting = { notice = 1, outsider = 1 }, traffic = { login = 8 } },
    })
  end)

  it("should keep places for those who log in, where there is more than one", function()
    local most_in_background = { [1] = 1, [2] = 1, [3] = 2, [4] = 3, [7] = 6, [8] = 6, [32] = 24 }
    for concurrency, most in pairs(most_in_background) do
      for under_way = 0, concurrency do
        local traffic = { edit = under_way }
        local name = ("%d under way of %d"):format(under_way, concurrency)
        for request_class, first in pairs({ edit = "e1", notice = "n1", outsider = "o1", contact = "c1", login = "l1" }) do
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
      { "n1", waiting = { notice = 1 }, concurrency = 4, traffic = { login = 1, notice = 2 } },
      { "n1", waiting = { notice = 1 }, concurrency = 4, traffic = { login = 3 } },
      { "", waiting = { notice = 1 }, concurrency = 4, traffic = { notice = 3 } },
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
            traffic = { outsider = under_way },
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
      -- Not for long.
      { "", waiting = { notice = 2 }, batch_size = 3, traffic = { gathering = 1 }, waited = 0.09 },
      { "n1 n2", waiting = { notice = 2 }, batch_size = 3, traffic = { gathering = 1 }, waited = 0.1 },
      { "n1 n2 n3", waiting = { notice = 3 }, batch_size = 3, traffic = { gathering = 1 } },
      { "n1", waiting = { notice = 2 }, batch_size = 1, traffic = { gathering = 1 } },
    })
  end)

  it("should have two batches under way, and others go on meanwhile", function()
    try({
      { "n1 n2", waiting = { notice = 2 }, batch_size = 3, traffic = { batches = 1, notice = 1 } },
      { "", waiting = { notice = 5 }, batch_size = 3, traffic = { batches = 2, notice = 2 } },
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
      { "", breaker = due, waiting = { outsider = 5 }, traffic = { outsider = 1 } },
      { "", breaker = due_but_for_outsiders, waiting = { outsider = 5 } },
      { "n1", breaker = due_but_for_outsiders, waiting = { notice = 5, outsider = 5 } },
      { "", breaker = due, waiting = {} },
      -- What is under way is from before, and may hang until its time is over.
      { "l1", breaker = due, waiting = all, traffic = { login = 2, notice = 6, sent_this_turn = 2 } },
      { "n1", breaker = due, waiting = { notice = 1 }, traffic = { login = 8, batches = 2, gathering = 1 } },
      -- A backend that calls is probably back.
      { "n1", breaker = not_due, waiting = all, batch_size = 3 },
      { "", breaker = not_due, waiting = { login = 5, outsider = 5 } },
      { "", breaker = half_open, waiting = all, batch_size = 3 },
      { "", breaker = half_open, waiting = { notice = 5 } },
    })
  end)
end)
