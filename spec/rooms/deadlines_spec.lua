local prosody_loop = require("prosody_loop")

describe("deadlines", function()
  local loop, end_within

  before_each(function()
    local room
    room, loop = prosody_loop.load("src.deadlines")
    end_within = room.end_within
  end)

  after_each(function()
    loop.restore()
  end)

  --- Lets time go by, as Prosody's timers would.
  local function wait_until(time)
    while true do
      local first
      for place, task in ipairs(loop.tasks) do
        if task.at <= time and (not first or task.at < loop.tasks[first].at) then
          first = place
        end
      end
      if not first then
        break
      end
      local task = table.remove(loop.tasks, first)
      loop.now = math.max(loop.now, task.at)
      local again = task.callback()
      if again then
        table.insert(loop.tasks, { at = loop.now + again, callback = task.callback })
      end
    end
    loop.now = time
  end

  local function new_timed(ended, name)
    return {
      on_time_out = function(timed)
        assert.is_nil(timed.ends_at)
        table.insert(ended, name .. " at " .. loop.now)
      end,
    }
  end

  it("should end each in its time, and share a timer among those that have the same time", function()
    local ended = {}
    end_within(10, new_timed(ended, "a"))
    wait_until(4)
    end_within(10, new_timed(ended, "b"))
    end_within(3, new_timed(ended, "c"))
    assert.equal(2, #loop.tasks)
    wait_until(100)
    assert.same({ "c at 7", "a at 10", "b at 14" }, ended)
    assert.same({}, loop.tasks)
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
    assert.same({ "error: internal error: broken" }, loop.errors)
  end)

  it("should let others have their turn where many end at once, each of which takes its time", function()
    local ended = 0
    for _ = 1, 10 do
      end_within(1, {
        on_time_out = function()
          ended = ended + 1
          loop.now = loop.now + 0.015
        end,
      })
    end
    loop.now = 1
    assert.equal(0, loop.tasks[1].callback())
    assert.equal(2, ended)
    wait_until(5)
    assert.equal(10, ended)
  end)
end)
