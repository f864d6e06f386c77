local prosody_loop = require("prosody_loop")

describe("http_fetch", function()
  local before, http, loop, room

  before_each(function()
    before = package.loaded["net.http"]
    http = { destroyed = {} }
    function http.destroy_request(request)
      table.insert(http.destroyed, request)
    end
    package.loaded["net.http"] = http
    room, loop = prosody_loop.load("src.backend.http_fetch")
  end)

  after_each(function()
    loop.restore()
    package.loaded["net.http"] = before
  end)

  --- Sends a request, which `http.request` is to treat so. Gives the replies, in the order in which they come.
  local function send(request)
    local replies = {}
    http.request = request
    room.fetch("http://backend.test/john", room.new_query("GET", {}), 5, function(reply)
      table.insert(replies, reply)
    end)
    return replies
  end

  local function run_timers()
    local tasks = loop.tasks
    loop.tasks = {}
    for _, task in ipairs(tasks) do
      if task.at <= loop.now then
        task.callback()
      end
    end
  end

  it("should never call back before it has returned, and once", function()
    local ways = {
      ["no request (no sockets)"] = function()
        error("no sockets", 0)
      end,
      ["no answer (no sockets)"] = function(_, _, callback)
        callback("no sockets", 0)
        return nil
      end,
      ["no answer (late)"] = function(_, _, callback)
        callback("late", 0)
        callback("later", 0)
        return { id = "request" }
      end,
    }
    for problem, request in pairs(ways) do
      local replies = send(request)
      assert.same({}, replies, problem)
      run_timers()
      assert.same({ { problem = problem } }, replies)
    end
  end)

  it("should tell at once what comes later, and let go of the request", function()
    local answer
    local replies = send(function(_, _, callback)
      answer = callback
      return { id = "request" }
    end)
    answer("{}", 200, { headers = { etag = "1" } })
    assert.same({ { code = 200, headers = { etag = "1" }, body = "{}" } }, replies)
    assert.equal("request", http.destroyed[1].id)
  end)
end)
