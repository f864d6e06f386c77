require("stand_ins")
local prosody_loop = require("prosody_loop")

describe("last_known", function()
  local last_known_room, loop, async_before

  setup(function()
    async_before = package.loaded["util.async"]
    package.loaded["util.async"] = {
      runner = function(write)
        return {
          state = "ready",
          run = function(_, input)
            write(input)
          end,
        }
      end,
    }
    last_known_room, loop = prosody_loop.load("src.rosters.last_known")
    package.loaded["util.time"].now = package.loaded["util.time"].monotonic
    module.add_timer = function(_, delay, callback)
      local task = { at = loop.now + delay, callback = callback }
      table.insert(loop.tasks, task)
      return {
        stop = function()
          task.callback = nil
        end,
      }
    end
  end)

  teardown(function()
    loop.restore()
    package.loaded["util.async"] = async_before
  end)

  --- Turns the clock on to the next timer, and lets it be over.
  local function next_timer()
    local task = table.remove(loop.tasks, 1)
    if task.callback == nil then
      return
    end
    loop.now = math.max(loop.now, task.at)
    task.callback()
  end

  local function write_all(store, state)
    last_known_room.new_last_known("chat.test", store, {}, state)
    while #loop.tasks > 0 do
      next_timer()
    end
  end

  it("should write many within twice the time that it takes, without looking through all each time", function()
    local looked_at, written, count = 0, {}, 5000
    local state = last_known_room.new_last_known_state()
    for i = 1, count do
      state.drafts["user" .. i] = setmetatable({ holding = { roster = {}, base = {}, asked_at = 0, stored = "" }, version = "1", text = "text" }, {
        __index = function(_, field)
          if field == "due_at" then
            looked_at = looked_at + 1
            return 1
          end
        end,
      })
    end
    local store = {
      get = function() end,
      set = function(_, username)
        written[username] = (written[username] or 0) + 1
        -- As long as writing may take at a time.
        loop.now = loop.now + 0.02
        return true
      end,
    }
    write_all(store, state)
    for i = 1, count do
      assert.equal(1, written["user" .. i])
    end
    assert.is_true(looked_at <= 10 * count, looked_at .. " times")
    -- Many are not kept in memory for long.
    assert.is_true(loop.now <= 3 * count * 0.02, loop.now .. " seconds")
  end)

  it("should write what was made a text in slices without reading what the store has: that can't be done in slices", function()
    local reads, writes = 0, 0
    local state = last_known_room.new_last_known_state()
    state.drafts.user = { holding = { roster = {}, base = {}, asked_at = 0 }, due_at = 1, version = "1", text = "text" }
    local store = {
      get = function()
        reads = reads + 1
        return { roster = "3/1/0/0/0/" }
      end,
      set = function()
        writes = writes + 1
        return true
      end,
    }
    write_all(store, state)
    assert.same({ 0, 1 }, { reads, writes })
  end)
end)
