-- A property that does not hold is thrown as a table, so that it can be told from an error of the code that is tried.

local expect = {}

function expect.that(holds, property, detail)
  if not holds then
    error({ property = property, detail = tostring(detail) }, 0)
  end
end

function expect.same(a, b, property)
  if a ~= b then
    error({ property = property, detail = string.format("\n    %s\n  and\n    %s", a, b) }, 0)
  end
end

local MOST_INSTRUCTIONS = 2e8

-- What the code gives, which must not throw and must come to an end.
function expect.no_throw(property, code, ...)
  debug.sethook(function()
    error("no end in sight", 2)
  end, "", MOST_INSTRUCTIONS)
  local results = table.pack(xpcall(code, debug.traceback, ...))
  debug.sethook()
  expect.that(results[1], property, results[2])
  return table.unpack(results, 2, results.n)
end

return expect
