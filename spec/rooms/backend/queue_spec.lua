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
  return wishes.users_of(queue.dequeue(waiting, request_class, math.huge))
end

local function lengths(waiting)
  local found = {}
  for i, request_class in ipairs(CLASSES) do
    found[i] = waiting[request_class].length
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
    assert.same({}, queue.dequeue(waiting, "login", 1))
    assert.same({ 0, 0, 0 }, lengths(waiting))
  end)

  it("should take no more than are wanted, who are on their way out then", function()
    local waiting, by_name = queue_of("notice:a notice:b notice:c")
    assert.equal("a b", wishes.users_of(queue.dequeue(waiting, "notice", 2)))
    assert.equal("sent sent queued", by_name.a.state .. " " .. by_name.b.state .. " " .. by_name.c.state)
    assert.same({ 0, 1, 0 }, lengths(waiting))
    assert.equal("c", all_of(waiting, "notice"))
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

  it("should take nobody out twice who is on the way, or has ended", function()
    local waiting, by_name = queue_of("notice:a notice:b notice:c")
    queue.dequeue(waiting, "notice", 1)
    queue.leave(waiting, by_name.b)
    for _, username in ipairs({ "a", "b" }) do
      queue.promote(waiting, by_name[username], "login")
      queue.leave(waiting, by_name[username])
    end
    assert.equal("ended ended", by_name.a.state .. " " .. by_name.b.state)
    assert.same({ 0, 1, 0 }, lengths(waiting))
    assert.equal("", all_of(waiting, "login"))
    assert.equal("c", all_of(waiting, "notice"))
  end)

  it("should take out nobody who was turned away", function()
    local waiting = queue_of("edit:a")
    queue.leave(waiting, wishes.new_wish("b", "edit"))
    assert.equal(1, waiting.edit.length)
    assert.equal("a", all_of(waiting, "edit"))
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
      assert.equal(MOST[full], waiting[full].length)
      assert.is_false(queue.join(waiting, wishes.new_wish("late", full)))
      assert.equal(MOST[full], waiting[full].length)
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

  --- Fails where the links of a line do not say what is in it.
  local function check_links(waiting)
    for _, request_class in ipairs(CLASSES) do
      local line, count, last = waiting[request_class], 0, nil
      local wish = line.first
      while wish do
        count, last = count + 1, wish
        if wish.behind then
          assert.equal(wish, wish.behind.before)
        end
        wish = wish.behind
      end
      assert.equal(line.length, count)
      assert.equal(line.last, last)
      assert.is_nil(line.first and line.first.before)
    end
  end

  it("should be as a list from which anyone may leave, whatever happens in whichever order", function()
    math.randomseed(7)
    local random = math.random
    for _ = 1, 50 do
      local waiting, expected, made = queue.new_queue(), { login = {}, notice = {}, outsider = {} }, 0
      local function take_out(wish)
        for i, other in ipairs(expected[wish.request_class]) do
          if other == wish then
            return table.remove(expected[wish.request_class], i)
          end
        end
      end
      for _ = 1, 200 do
        local request_class = CLASSES[random(3)]
        local list = expected[request_class]
        local wish, act = list[random(math.max(#list, 1))], random(5)
        if act <= 2 then
          made = made + 1
          wish = wishes.new_wish("u" .. made, request_class)
          wish.has_failed = random(4) == 1 and true or nil
          assert.is_true(queue.join(waiting, wish))
          table.insert(list, wish)
        elseif act == 3 and wish then
          queue.leave(waiting, take_out(wish))
        elseif act == 4 and wish then
          local to = random(3)
          if CLASSES[to] ~= request_class and to < (request_class == "notice" and 2 or request_class == "login" and 1 or 3) then
            table.insert(expected[CLASSES[to]], take_out(wish))
          end
          queue.promote(waiting, wish, CLASSES[to])
        elseif act == 5 then
          local most = random(4)
          local taken = queue.dequeue(waiting, request_class, most)
          assert.is_true(#taken <= most)
          for i, one in ipairs(taken) do
            assert.equal(table.remove(list, 1), one)
            assert.equal("sent", one.state)
            assert.is_true(not one.has_failed or #taken == 1, i)
          end
          assert.is_true(#list == 0 or #taken > 0)
        end
        check_links(waiting)
      end
    end
  end)

  it("should give by itself who is to be asked for alone", function()
    local waiting, by_name = queue_of("notice:a notice:b notice:c notice:d notice:e")
    by_name.c.has_failed = true
    assert.equal("a b", wishes.users_of(queue.dequeue(waiting, "notice", 10)))
    assert.equal("c", wishes.users_of(queue.dequeue(waiting, "notice", 10)))
    assert.equal("d e", wishes.users_of(queue.dequeue(waiting, "notice", 10)))
  end)

  it("should keep nothing in memory of who has left", function()
    for name, let_go in pairs({
      leave = queue.leave,
      promote = function(waiting, wish)
        queue.promote(waiting, wish, "login")
        queue.dequeue(waiting, "login", 1)
      end,
    }) do
      local waiting, gone = queue.new_queue(), setmetatable({}, { __mode = "k" })
      queue.join(waiting, wishes.new_wish("first", "outsider"))
      for _ = 1, 1000 do
        local wish = wishes.new_wish("u", "outsider")
        assert.is_true(queue.join(waiting, wish))
        gone[wish] = true
        let_go(waiting, wish)
      end
      queue.join(waiting, wishes.new_wish("last", "outsider"))
      collectgarbage()
      collectgarbage()
      assert.is_nil(next(gone), name)
      assert.equal("first last", all_of(waiting, "outsider"), name)
    end
  end)
end)
