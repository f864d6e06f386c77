--- Prosody's clock and timers, turned by hand, for a room that is loaded anew.
local prosody_loop = {}

--- Loads a room that works with them. Gives the room, and what it does: `now`, to be set; `tasks`, each with `at` and `callback`; `errors`, as logged.
function prosody_loop.load(room)
  local loop = { now = 0, tasks = {}, errors = {} }
  local replaced = { "util.time", "util.timer", room, "src.waiting_line", "src.deadlines" }
  local before = {}
  for _, name in ipairs(replaced) do
    before[name] = package.loaded[name]
    package.loaded[name] = nil
  end
  package.loaded["util.time"] = {
    monotonic = function()
      return loop.now
    end,
  }
  package.loaded["util.timer"] = {
    add_task = function(delay, callback)
      table.insert(loop.tasks, { at = loop.now + delay, callback = callback })
    end,
  }
  _G.module = {
    log = function(_, level, format, problem)
      table.insert(loop.errors, level .. ": " .. format:format(problem))
    end,
  }
  --- Puts back what was there before.
  function loop.restore()
    for _, name in ipairs(replaced) do
      package.loaded[name] = before[name]
    end
    _G.module = nil
  end
  return require(room), loop
end

return prosody_loop
