local prosody_loop = require("prosody_loop")

describe("time slices", function()
  local loop, in_slices

  before_each(function()
    local room
    room, loop = prosody_loop.load("src.time_slices")
    in_slices = function(work, at_end)
      room.in_slices(work, at_end or function() end)
    end
  end)

  after_each(function()
    loop.restore()
  end)

  --- The next turn of Prosody's loop: every timer that is due fires once.
  local function turn()
    local due = loop.tasks
    loop.tasks = {}
    for _, task in ipairs(due) do
      assert.is_true(task.at <= loop.now)
      if task.callback() ~= nil then
        table.insert(loop.tasks, task)
      end
    end
  end

  local function all_turns()
    local turns = 0
    while #loop.tasks > 0 do
      turn()
      turns = turns + 1
    end
    return turns
  end

  --- Work of so many steps, 1 ms each unless told, which are noted.
  local function work(name, steps, notes, seconds)
    return function(breathe)
      for _ = 1, steps do
        loop.now = loop.now + (seconds or 0.001)
        table.insert(notes, name)
        breathe()
      end
    end
  end

  it("should begin nothing before the caller has returned", function()
    local notes = {}
    in_slices(work("a", 2, notes))
    assert.same({}, notes)
    turn()
    assert.same({ "a", "a" }, notes)
    assert.same({}, loop.tasks)
  end)

  it("should share a few milliseconds a turn among all that is to be done, in turns", function()
    local notes = {}
    for _, name in ipairs({ "a", "b", "c" }) do
      in_slices(work(name, 4, notes))
    end
    assert.equal(1, #loop.tasks)
    turn()
    assert.equal("abcab", table.concat(notes))
    turn()
    assert.equal("abcabcabca", table.concat(notes))
    assert.equal(1, all_turns())
    assert.equal("abcabcabcabc", table.concat(notes))
    -- And begins anew with what comes later.
    in_slices(work("d", 1, notes))
    all_turns()
    assert.equal("d", notes[#notes])
  end)

  it("should not let a small work wait for the end of a large one", function()
    local notes = {}
    in_slices(work("large", 1000, notes))
    turn()
    in_slices(work("small", 1, notes))
    turn()
    assert.equal("small", notes[7])
    assert.is_true(#notes <= 10)
    all_turns()
    assert.equal(1001, #notes)
  end)

  it("should look at the clock in time, whether there is much to do between two breaths or little", function()
    for _, seconds in ipairs({ 0.000001, 0.00001, 0.0001, 0.003 }) do
      local notes = {}
      in_slices(work("a", math.floor(0.1 / seconds), notes, seconds))
      while #loop.tasks > 0 do
        local started = loop.now
        turn()
        assert.is_true(loop.now - started < 0.0085, ("%g s in a turn of steps of %g s"):format(loop.now - started, seconds))
      end
      assert.equal(math.floor(0.1 / seconds), #notes)
    end
  end)

  it("should take up what work begins", function()
    local notes = {}
    in_slices(function()
      in_slices(work("b", 1, notes))
      table.insert(notes, "a")
    end)
    all_turns()
    assert.same({ "a", "b" }, notes)
  end)

  it("should go on with the others where one fails, and say so once", function()
    local notes = {}
    in_slices(function()
      error("broken", 0)
    end)
    in_slices(function(breathe)
      loop.now = loop.now + 1
      breathe()
      error("broken later", 0)
    end)
    in_slices(work("a", 3, notes))
    all_turns()
    assert.same({ "a", "a", "a" }, notes)
    assert.same({ "error: internal error: broken", "error: internal error: broken later" }, loop.errors)
  end)

  it("should end each work, whatever becomes of it", function()
    local ends = {}
    local function at_end(name)
      return function(problem)
        table.insert(ends, name .. ": " .. tostring(problem))
        error("in the end", 0)
      end
    end
    in_slices(work("a", 3, {}), at_end("a"))
    in_slices(function(breathe)
      loop.now = loop.now + 1
      breathe()
      error("broken", 0)
    end, at_end("b"))
    all_turns()
    table.sort(ends)
    assert.same({ "a: nil", "b: broken" }, ends)
    assert.equal(3, #loop.errors)
  end)

  it("should call what others do outside of the work's coroutine, and go on whatever comes of it", function()
    local notes, stack = {}, coroutine.running()
    in_slices(function(breathe)
      assert.not_equal(stack, coroutine.running())
      for i = 1, 4 do
        breathe(function()
          assert.equal(stack, coroutine.running())
          table.insert(notes, i)
          loop.now = loop.now + 0.002
          if i == 2 then
            error("in there", 0)
          end
        end)
      end
      table.insert(notes, "end")
    end)
    local turns = all_turns()
    assert.same({ 1, 2, 3, 4, "end" }, notes)
    assert.same({ "error: internal error: in there" }, loop.errors)
    assert.equal(2, turns)
  end)

  it("should call what is to be called for each position so, until a slice is over", function()
    local positions = {}
    in_slices(function(breathe)
      breathe(function(position)
        table.insert(positions, position)
        loop.now = loop.now + 0.0004
        if position == 2 then
          error("in there", 0)
        end
      end, 20)
      breathe(function()
        error("never", 0)
      end, 0)
      table.insert(positions, "end")
    end)
    turn()
    assert.is_true(#positions < 16)
    all_turns()
    assert.equal(21, #positions)
    assert.same({ 20, "end" }, { positions[20], positions[21] })
    assert.same({ "error: internal error: in there" }, loop.errors)
  end)
end)
