local interest = require("src.upkeep.interest")

local NOW = 1000

--- Waiters given as "name:class:since …".
local function waiters_of(text)
  local waiters = {}
  for name, request_class, since in text:gmatch("(%w+):(%a+):(%d+)") do
    table.insert(waiters, { name = name, request_class = request_class, since = tonumber(since), done = print })
  end
  return waiters
end

--- Wishes under way, given as the places at which they were sent; `b` before one for those in a batch.
local function sent_of(text)
  local sent = {}
  for is_in_batch, order in text:gmatch("(b?)(%d+)") do
    table.insert(sent, { is_in_batch = is_in_batch ~= "", order = tonumber(order), state = "sent" })
  end
  return sent
end

local function names_of(waiters)
  local names = {}
  for i, waiter in ipairs(waiters) do
    names[i] = waiter.name
  end
  return table.concat(names, " ")
end

local function interest_with(changes)
  local held = interest.new_interest("john")
  for name, value in pairs(changes) do
    held[name] = value
  end
  return held
end

local QUEUED = { state = "queued" }

describe("interest", function()
  it("should be idle where nobody waits, nothing is under way and nothing is to be asked again", function()
    local cases = {
      { {}, true },
      { { failures = 3, in_vain = 4 }, true },
      { { retry_at = NOW }, false },
      { { queued = QUEUED }, false },
      { { sent = sent_of("1") }, false },
      { { waiters = waiters_of("a:notice:1") }, false },
    }
    for i, case in ipairs(cases) do
      assert.equal(case[2], interest.is_idle(interest_with(case[1])), i)
    end
  end)

  describe("must_ask()", function()
    it("should not ask twice at a time, but for a login while others wait for a batch", function()
      local cases = {
        -- under way, in line; login, notice, outsider
        { "", nil, true, true, true },
        { "5", nil, false, false, false },
        { "b5", nil, true, false, false },
        { "b5 7", nil, false, false, false },
        { "b5 b7", nil, true, false, false },
        { "", QUEUED, false, false, false },
        { "b5", QUEUED, false, false, false },
      }
      for i, case in ipairs(cases) do
        local held = interest_with({ sent = sent_of(case[1]), queued = case[2] })
        for j, request_class in ipairs({ "login", "notice", "outsider" }) do
          assert.equal(case[2 + j], interest.must_ask(held, request_class), i .. ", " .. request_class)
        end
      end
    end)
  end)

  describe("to_ask_next()", function()
    it("should ask as the one who goes first among those who are left", function()
      local cases = {
        -- waiters, under way, in line; class
        { "", "", nil, nil },
        { "a:outsider:0", "", nil, "outsider" },
        { "a:notice:9", "", nil, "notice" },
        { "a:outsider:0 b:notice:9", "", nil, "notice" },
        { "a:notice:9 b:outsider:0", "", nil, "notice" },
        { "a:outsider:0 b:login:3 c:notice:9", "", nil, "login" },
        { "a:login:3 b:notice:9 c:outsider:0", "", nil, "login" },
        { "a:login:3", "2", nil, nil },
        { "a:login:3", "b4", nil, nil },
        { "a:login:3", "", QUEUED, nil },
      }
      for i, case in ipairs(cases) do
        local held = interest_with({ waiters = waiters_of(case[1]), sent = sent_of(case[2]), queued = case[3] })
        local found = interest.to_ask_next(held)
        assert.equal(case[4], found and found.request_class, i)
      end
    end)
  end)

  describe("remove_waiters() after an answer", function()
    it("should end the wait of those for whom an answer is late enough, and of each who logs in", function()
      local cases = {
        -- waiters, place at which was asked what is answered; whose wait is over, who is left
        { "", 5, "", "" },
        { "a:notice:4", 5, "a", "" },
        { "a:notice:5", 5, "a", "" },
        { "a:notice:6", 5, "", "a" },
        { "a:outsider:0", 5, "a", "" },
        { "a:outsider:6", 5, "", "a" },
        { "a:login:4", 5, "a", "" },
        -- Asked for at the login of somebody else, or by a notice: it is what there is, and a later one follows.
        { "a:login:6", 5, "a", "" },
        { "a:notice:6 b:login:6 c:notice:5 d:outsider:0 e:outsider:7", 5, "b c d", "a e" },
      }
      for i, case in ipairs(cases) do
        local held = interest_with({ waiters = waiters_of(case[1]) })
        assert.equal(case[3], names_of(interest.remove_waiters(held, case[2], false)), i)
        assert.equal(case[4], names_of(held.waiters), i)
      end
    end)
  end)

  describe("remove_waiters() after a failure", function()
    it("should end the wait of those for whom nothing else is under way that will do", function()
      local cases = {
        -- waiters, place of what failed, what else is under way; whose wait is over, who is left
        { "", 5, "", "", "" },
        { "a:notice:4", 5, "", "a", "" },
        { "a:notice:5", 5, "", "a", "" },
        -- What failed was from before: it is asked again.
        { "a:notice:6", 5, "", "", "a" },
        { "a:login:6", 5, "", "", "a" },
        { "a:login:4", 5, "", "a", "" },
        { "a:outsider:0", 5, "", "a", "" },
        { "a:notice:4", 5, "7", "", "a" },
        { "a:notice:4", 5, "4", "", "a" },
        { "a:notice:4", 5, "3", "a", "" },
        { "a:notice:4", 5, "3 b4", "", "a" },
        { "a:login:4", 5, "b3", "a", "" },
        { "a:login:4", 9, "b6", "", "a" },
        { "a:notice:4 b:login:9 c:outsider:0 d:notice:2", 5, "3", "a", "b c d" },
      }
      for i, case in ipairs(cases) do
        local held = interest_with({ waiters = waiters_of(case[1]), sent = sent_of(case[3]) })
        assert.equal(case[4], names_of(interest.remove_waiters(held, case[2], true)), i)
        assert.equal(case[5], names_of(held.waiters), i)
      end
    end)
  end)

  describe("postpone_outsiders()", function()
    it("should have those who ask about a user wait for what is asked after a notice", function()
      local held = interest_with({ waiters = waiters_of("a:outsider:0 b:notice:2 c:login:3 d:outsider:9") })
      interest.postpone_outsiders(held, 6)
      local since = {}
      for i, waiter in ipairs(held.waiters) do
        since[i] = waiter.since
      end
      assert.same({ 6, 2, 3, 9 }, since)
    end)
  end)

  describe("note_failure()", function()
    it("should say when to ask again", function()
      local cases = {
        -- cause, failures before, retry_at before, is a trial; failures, in vain by now, retry_at
        { "backend", 0, nil, false, 1, 3, NOW + 1 },
        { "answer", 2, nil, false, 3, 3, NOW + 4 },
        { "backend", 9, nil, false, 10, 3, NOW + 60 },
        { "refused", 0, nil, false, 1, 3, NOW + 60 },
        { "unknown", 1, nil, false, 2, 3, NOW + 120 },
        { "refused", 9, nil, false, 10, 3, NOW + 3600 },
        { "refused", 0, 5, false, 1, 3, NOW + 60 },
        -- That the backend is away still says nothing of this user; but an answer does.
        { "backend", 2, nil, true, 2, 3, NOW },
        { "backend", 2, NOW + 30, true, 2, 3, NOW + 30 },
        { "refused", 2, nil, true, 3, 3, NOW + 240 },
        { "answer", 2, nil, true, 3, 3, NOW + 4 },
        { "away", 2, nil, false, 2, 2, NOW },
        { "away", 2, NOW + 30, false, 2, 2, NOW + 30 },
      }
      for i, case in ipairs(cases) do
        local held = interest_with({ failures = case[2], in_vain = 2, retry_at = case[3] })
        interest.note_failure(held, { kind = "failed", problem = "", cause = case[1] }, case[4], NOW, 1)
        assert.same({ case[5], case[6], case[7] }, { held.failures, held.in_vain, held.retry_at }, i)
        assert.equal(case[1] == "backend" or case[1] == "answer", held.has_failed == true, i)
      end
    end)

    it("should not ask again before the backend wishes", function()
      local held = interest.new_interest("john")
      local failure = { kind = "failed", problem = "", cause = "backend", retry_after = 300 }
      interest.note_failure(held, failure, false, NOW, 1)
      assert.equal(NOW + 300, held.retry_at)
    end)

    it("should begin anew after a success", function()
      local held = interest_with({ failures = 4, in_vain = 7, failing_since = 3, retry_at = NOW, has_failed = true })
      interest.note_success(held)
      assert.is_true(interest.is_idle(held))
      assert.is_nil(held.has_failed)
      interest.note_failure(held, { kind = "failed", problem = "", cause = "backend" }, false, NOW, 1)
      assert.same({ 1, 1, NOW, NOW + 1 }, { held.failures, held.in_vain, held.failing_since, held.retry_at })
    end)
  end)

  --- Interests by username, given by what is to be asked again, and when.
  local function interests_of(entries)
    local interests = {}
    for username, changes in pairs(entries) do
      changes.username = username
      interests[username] = interest_with(changes)
    end
    return interests
  end

  describe("due_by()", function()
    it("should name those who are to be asked for by now and for whom nobody asks, and say when the next is", function()
      local usernames, next_at = interest.due_by(
        interests_of({
          now = { retry_at = NOW },
          long_ago = { retry_at = NOW - 50 },
          waited_for = { retry_at = NOW, waiters = waiters_of("a:notice:1") },
          later = { retry_at = NOW + 3 },
          sooner = { retry_at = NOW + 0.1 },
          content = {},
          queued = { retry_at = NOW, queued = QUEUED },
          queued_later = { retry_at = NOW + 0.05, queued = QUEUED },
          sent = { retry_at = NOW, sent = sent_of("1") },
          sent_in_batch = { retry_at = NOW + 0.05, sent = sent_of("b1") },
        }),
        NOW
      )
      table.sort(usernames)
      assert.same({ "long_ago", "now", "waited_for" }, usernames)
      assert.equal(NOW + 0.1, next_at)
    end)

    it("should name those last at whom the backend has stumbled most often", function()
      local entries = {}
      for in_vain = 0, 9 do
        entries["tried " .. in_vain .. " times"] = { retry_at = NOW - in_vain % 3, in_vain = in_vain }
      end
      local expected = {}
      for in_vain = 0, 9 do
        table.insert(expected, "tried " .. in_vain .. " times")
      end
      assert.same(expected, (interest.due_by(interests_of(entries), NOW)))
    end)

    it("should say that nobody is", function()
      local usernames, next_at = interest.due_by(interests_of({ content = {} }), NOW)
      assert.same({}, usernames)
      assert.equal(math.huge, next_at)
    end)
  end)

  describe("forgive()", function()
    it("should have those asked for now who have failed only since the backend has, whatever it has wished", function()
      local interests = interests_of({
        since = { retry_at = NOW + 3000, failing_since = NOW - 9, has_failed = true },
        before = { retry_at = NOW + 3000, failing_since = NOW - 11, has_failed = true },
        refused = { retry_at = NOW + 60, failing_since = NOW - 9 },
        content = {},
      })
      interest.forgive(interests, NOW - 10, NOW)
      assert.equal(NOW, interests.since.retry_at)
      assert.equal(NOW + 3000, interests.before.retry_at)
      assert.equal(NOW + 60, interests.refused.retry_at)
      assert.is_nil(interests.content.retry_at)
    end)
  end)

  describe("next_candidate()", function()
    it("should take the one for whom it was in vain least often, of those who are to be asked for", function()
      assert.is_nil(interest.next_candidate({}))
      assert.is_nil(interest.next_candidate(interests_of({ a = { in_vain = 1 } })))
      local found = interest.next_candidate(interests_of({
        a = { retry_at = NOW - 9, in_vain = 3 },
        b = { retry_at = NOW + 9, in_vain = 2 },
        c = { retry_at = NOW, in_vain = 4 },
        d = { in_vain = 1 },
      }))
      assert.equal("b", found.username)
    end)

    it("should take the last to come of those for whom it never was", function()
      local found = interest.next_candidate(interests_of({
        a = { retry_at = NOW - 2 },
        b = { retry_at = NOW - 1 },
        c = { retry_at = NOW - 3 },
        d = { retry_at = NOW, in_vain = 1 },
      }))
      assert.equal("b", found.username)
    end)

    --- Whom so many trials ask for, all in vain.
    local function tried(entries, times)
      local interests, order, found = interests_of(entries), {}, nil
      for i = 1, times do
        found = interest.next_candidate(interests, found)
        table.insert(order, found.username)
        interest.note_failure(found, { kind = "failed", problem = "", cause = "backend" }, true, NOW + i, 1)
      end
      return table.concat(order)
    end

    it("should give each a turn", function()
      local entries = {
        a = { retry_at = 1, in_vain = 3, failing_since = 8 },
        b = { retry_at = 3, in_vain = 3, failing_since = 7 },
        c = { retry_at = 2, in_vain = 3, failing_since = 9 },
      }
      assert.equal("bacbac", tried(entries, 6))
      assert.equal("aaa", tried({ a = { retry_at = 1 } }, 3))
    end)

    it("should take another one each time, and who has seldom been asked for in vain every second time", function()
      local entries = { a = { retry_at = 3, in_vain = 9 }, b = { retry_at = 2, in_vain = 9 }, c = { retry_at = 1, in_vain = 1 } }
      assert.equal("cacbcacb", tried(entries, 8))
    end)
  end)
end)
