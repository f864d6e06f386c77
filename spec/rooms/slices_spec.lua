describe("slices", function()
  local now, tasks, errors
  local replaced = { "util.time", "util.timer", "src.slices", "src.backend.line" }
  local before = {}

  before_each(function()
    now, tasks, errors = 0, {}, {}
    for _, name in ipairs(replaced) do
      before[name] = package.loaded[name]
      package.loaded[name] = nil
    end
    package.loaded["util.time"] = {
      monotonic = function()
        return now
      end,
    }
    package.loaded["util.timer"] = {
      add_task = function(delay, callback)
        assert.equal(0, delay)
        table.insert(tasks, callback)
      end,
    }
    _G.module = {
      log = function(_, level, format, problem)
        table.insert(errors, level .. ": " .. format:format(problem))
      end,
    }
  end)

  after_each(function()
    for _, name in ipairs(replaced) do
      package.loaded[name] = before[name]
    end
    _G.module = nil
  end)

  --- The next turn of Prosody's loop: every timer that is due fires once.
  local function turn()
    local due = tasks
    tasks = {}
    for _, callback in ipairs(due) do
      if callback() ~= nil then
        table.insert(tasks, callback)
      end
    end
  end

  --- Work of so many steps of 2 ms, which are noted.
  local function work(name, steps, notes)
    local left = steps
    return function()
      now = now + 0.002
      table.insert(notes, name)
      left = left - 1
      return left > 0
    end
  end

  it("should do at once what is short", function()
    local notes = {}
    require("src.slices").in_slices(work("a", 2, notes))
    assert.same({ "a", "a" }, notes)
  end)

  it("should share a few milliseconds a turn among all that is to be done", function()
    local in_slices = require("src.slices").in_slices
    local notes = {}
    for _, name in ipairs({ "a", "b", "c" }) do
      in_slices(work(name, 4, notes))
    end
    assert.same({ "a", "a", "a" }, notes)
    local turns = 0
    while #tasks > 0 do
      local done = #notes
      turn()
      turns = turns + 1
      assert.is_true(#notes - done <= 3, "steps in turn " .. turns)
    end
    assert.equal("aaaabbbbcccc", table.concat(notes))
    assert.equal(4, turns)
    -- And begins anew with what comes later.
    in_slices(work("d", 1, notes))
    assert.equal("d", notes[#notes])
  end)

  it("should begin nothing more in a turn that has had its share", function()
    local in_slices = require("src.slices").in_slices
    local notes = {}
    for _ = 1, 10 do
      in_slices(work("a", 1, notes))
    end
    assert.equal(1, #notes)
    turn()
    assert.equal(4, #notes)
  end)

  it("should take up what work begins", function()
    local in_slices = require("src.slices").in_slices
    local notes = {}
    in_slices(function()
      in_slices(work("b", 1, notes))
      table.insert(notes, "a")
      return false
    end)
    while #tasks > 0 do
      turn()
    end
    assert.same({ "a", "b" }, notes)
  end)

  it("should go on with the others where one fails, and say so", function()
    local in_slices = require("src.slices").in_slices
    local notes = {}
    in_slices(function()
      error("broken", 0)
    end)
    in_slices(work("a", 1, notes))
    while #tasks > 0 do
      turn()
    end
    assert.same({ "a" }, notes)
    assert.same({ "error: internal error: broken" }, errors)
  end)
end)
