describe("deadlines", function()
  local now, tasks, errors, end_within
  local replaced = { "util.time", "util.timer", "src.deadlines", "src.waiting_line" }
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
        table.insert(tasks, { at = now + delay, callback = callback })
      end,
    }
    _G.module = {
      log = function(_, level, format, problem)
        table.insert(errors, level .. ": " .. format:format(problem))
      end,
    }
    end_within = require("src.deadlines").end_within
  end)

  after_each(function()
    for _, name in ipairs(replaced) do
      package.loaded[name] = before[name]
    end
    _G.module = nil
  end)

  --- Lets time go by, as Prosody's timers would.
  local function wait_until(time)
    while true do
      local first
      for place, task in ipairs(tasks) do
        if task.at <= time and (not first or task.at < tasks[first].at) then
          first = place
        end
      end
      if not first then
        break
      end
      local task = table.remove(tasks, first)
      now = math.max(now, task.at)
      local again = task.callback()
      if again then
        table.insert(tasks, { at = now + again, callback = task.callback })
      end
    end
    now = time
  end

  local function new_timed(ended, name)
    return {
      on_time_out = function(timed)
        assert.is_nil(timed.ends_at)
        table.insert(ended, name .. " at " .. now)
      end,
    }
  end

  it("should end each in its time, and share a timer among those that have the same time", function()
    local ended = {}
    end_within(10, new_timed(ended, "a"))
    wait_until(4)
    end_within(10, new_timed(ended, "b"))
    end_within(3, new_timed(ended, "c"))
    assert.equal(2, #tasks)
    wait_until(100)
    assert.same({ "c at 7", "a at 10", "b at 14" }, ended)
    assert.same({}, tasks)
    end_within(10, new_timed(ended, "d"))
    wait_until(200)
    assert.equal("d at 110", ended[4])
  end)

  it("should leave alone who is over, and keep none of them", function()
    local ended = {}
    local kept = setmetatable({}, { __mode = "k" })
    for _ = 1, 100 do
      local timed = new_timed(ended, "a")
      end_within(10, timed)
      timed.ends_at = nil
      kept[timed] = true
    end
    end_within(10, new_timed(ended, "b"))
    collectgarbage()
    assert.is_nil(next(kept))
    wait_until(50)
    assert.same({ "b at 10" }, ended)
  end)

  it("should go on whatever goes wrong in one of them", function()
    local ended = {}
    end_within(1, {
      on_time_out = function()
        error("broken", 0)
      end,
    })
    end_within(1, new_timed(ended, "next"))
    wait_until(5)
    assert.same({ "next at 1" }, ended)
    assert.same({ "error: internal error: broken" }, errors)
  end)
end)
