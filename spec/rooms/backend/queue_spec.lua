local line = require("src.waiting_line")
local queue = require("src.backend.queue")
local wishes = require("wishes")

local CLASSES = { "login", "notice", "outsider" }
local MOST = { login = 20000, notice = 100000, outsider = 10000 }

--- A queue in which these wait in turn, given as "class:username …"; and the wishes by username.
local function queue_of(entries)
  local waiting, by_name = queue.new_queue(), {}
  for request_class, username in entries:gmatch("(%a+):(%w+)") do
    by_name[username] = wishes.new_wish(username, request_class)
    assert.is_true(queue.join(waiting, by_name[username]))
  end
  return waiting, by_name
end

--- Who is taken of a class until nobody is left.
local function all_of(waiting, request_class)
  return wishes.users_of(queue.dequeue_wishes(waiting, request_class, math.huge))
end

local function lengths(waiting)
  local found = {}
  for i, request_class in ipairs(CLASSES) do
    found[i] = waiting.waiting[request_class]
  end
  return found
end

describe("queue", function()
  it("should give each class in the order in which they came", function()
    local waiting = queue_of("notice:a login:b notice:c outsider:d login:e outsider:f")
    assert.same({ 2, 2, 2 }, lengths(waiting))
    assert.equal("b e", all_of(waiting, "login"))
    assert.equal("a c", all_of(waiting, "notice"))
    assert.equal("d f", all_of(waiting, "outsider"))
    assert.same({ 0, 0, 0 }, lengths(waiting))
    assert.is_nil(queue.dequeue_wish(waiting, "login"))
    assert.same({ 0, 0, 0 }, lengths(waiting))
  end)

  it("should take no more than are wanted, who are on their way out then", function()
    local waiting, by_name = queue_of("notice:a notice:b notice:c")
    assert.equal("a b", wishes.users_of(queue.dequeue_wishes(waiting, "notice", 2)))
    assert.equal("sent sent queued", by_name.a.state .. " " .. by_name.b.state .. " " .. by_name.c.state)
    assert.same({ 0, 1, 0 }, lengths(waiting))
    assert.equal("c", queue.dequeue_wish(waiting, "notice").username)
  end)

  it("should change over who is waited for by somebody who goes first, and nobody the other way", function()
    local cases = {
      -- of b: class, then promoted to; what each class gives then
      { "notice", "login", "x b", "a c", "y" },
      { "outsider", "login", "x b", "a c", "y" },
      { "outsider", "notice", "x", "a c b", "y" },
      { "login", "login", "b x", "a c", "y" },
      { "login", "notice", "b x", "a c", "y" },
      { "login", "outsider", "b x", "a c", "y" },
      { "notice", "notice", "x", "a b c", "y" },
      { "notice", "outsider", "x", "a b c", "y" },
      { "outsider", "outsider", "x", "a c", "b y" },
    }
    for _, case in ipairs(cases) do
      local name = case[1] .. " to " .. case[2]
      local waiting, by_name = queue_of(("notice:a %s:b notice:c login:x outsider:y"):format(case[1]))
      queue.promote(waiting, by_name.b, case[2])
      local sizes = lengths(waiting)
      for i, request_class in ipairs(CLASSES) do
        assert.equal(case[2 + i], all_of(waiting, request_class), name .. ", " .. request_class)
        assert.equal(select(2, case[2 + i]:gsub("%w+", "")), sizes[i], name)
      end
      assert.same({ 0, 0, 0 }, lengths(waiting), name)
    end
  end)

  it("should give nobody twice who was promoted twice", function()
    local waiting, by_name = queue_of("outsider:a outsider:b")
    queue.promote(waiting, by_name.a, "notice")
    queue.promote(waiting, by_name.a, "login")
    assert.same({ 1, 0, 1 }, lengths(waiting))
    assert.equal("", all_of(waiting, "notice"))
    assert.equal("b", all_of(waiting, "outsider"))
    assert.equal("a", all_of(waiting, "login"))
    assert.same({ 0, 0, 0 }, lengths(waiting))
  end)

  it("should leave alone who is on the way, or has ended", function()
    local waiting, by_name = queue_of("notice:a notice:b notice:c")
    queue.dequeue_wish(waiting, "notice")
    queue.leave(waiting, by_name.b)
    for _, username in ipairs({ "a", "b" }) do
      queue.promote(waiting, by_name[username], "login")
      queue.leave(waiting, by_name[username])
    end
    assert.equal("sent ended", by_name.a.state .. " " .. by_name.b.state)
    assert.same({ 0, 1, 0 }, lengths(waiting))
    assert.equal("", all_of(waiting, "login"))
    assert.equal("c", all_of(waiting, "notice"))
  end)

  it("should pass over who has left", function()
    local waiting, by_name = queue_of("login:a login:b login:c")
    queue.leave(waiting, by_name.a)
    queue.leave(waiting, by_name.c)
    assert.same({ 1, 0, 0 }, lengths(waiting))
    assert.equal("b", all_of(waiting, "login"))
    assert.same({ 0, 0, 0 }, lengths(waiting))
  end)

  it("should turn away who comes when the line of that class is full, and nobody else", function()
    for _, full in ipairs(CLASSES) do
      local waiting = queue.new_queue()
      local first = wishes.new_wish("first", full)
      assert.is_true(queue.join(waiting, first))
      for _ = 2, MOST[full] do
        queue.join(waiting, wishes.new_wish("u", full))
      end
      assert.equal(MOST[full], waiting.waiting[full])
      assert.is_false(queue.join(waiting, wishes.new_wish("late", full)))
      assert.equal(MOST[full], waiting.waiting[full])
      for _, request_class in ipairs(CLASSES) do
        local is_let_in = queue.join(waiting, wishes.new_wish("other", request_class))
        assert.equal(request_class ~= full, is_let_in, full .. ", " .. request_class)
      end
      -- Whoever leaves makes room.
      queue.leave(waiting, first)
      assert.is_true(queue.join(waiting, wishes.new_wish("later", full)))
      assert.is_false(queue.join(waiting, wishes.new_wish("too late", full)))
    end
  end)

  --- How many wishes a line keeps in memory.
  local function kept(waiting, request_class)
    local count = 0
    for _ in pairs(waiting.lines[request_class].items) do
      count = count + 1
    end
    assert.equal(line.length_of(waiting.lines[request_class]), count)
    return count
  end

  it("should keep no more in memory than a few for each that waits, however many come and go", function()
    local leaving = {
      leave = function(waiting, wish)
        queue.leave(waiting, wish)
      end,
      promote = function(waiting, wish)
        queue.promote(waiting, wish, "login")
        assert.equal(wish, queue.dequeue_wish(waiting, "login"))
      end,
    }
    for name, let_go in pairs(leaving) do
      local waiting = queue.new_queue()
      local first, last = wishes.new_wish("first", "outsider"), wishes.new_wish("last", "outsider")
      queue.join(waiting, first)
      for _ = 1, 20000 do
        local wish = wishes.new_wish("u", "outsider")
        assert.is_true(queue.join(waiting, wish))
        let_go(waiting, wish)
      end
      queue.join(waiting, last)
      assert.is_true(kept(waiting, "outsider") <= 1100, name)
      assert.is_true(kept(waiting, "login") <= 1100, name)
      assert.same({ 0, 0, 2 }, lengths(waiting), name)
      assert.equal("first last", all_of(waiting, "outsider"), name)
      assert.equal(0, kept(waiting, "outsider"), name)
    end
  end)

  it("should keep the order of those who are left where most have left", function()
    local waiting, left, expected = queue.new_queue(), {}, {}
    for i = 1, 5000 do
      local wish = wishes.new_wish("u" .. i, "notice")
      queue.join(waiting, wish)
      if i % 100 == 0 then
        table.insert(expected, wish.username)
      else
        table.insert(left, wish)
      end
    end
    for _, wish in ipairs(left) do
      queue.leave(waiting, wish)
    end
    assert.is_true(kept(waiting, "notice") <= 1200)
    assert.equal(50, waiting.waiting.notice)
    assert.equal(table.concat(expected, " "), all_of(waiting, "notice"))
  end)
end)
