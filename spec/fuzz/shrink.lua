-- Makes a failing case smaller as long as it fails in the same way.

local MOST_TRIES = 3000
local MOST_SECONDS = 10

-- The text without as many of its parts as possible, halves first, single bytes last.
local function shrink_text(text, still_fails, may_go_on)
  local size = #text
  while size >= 1 do
    local at = 1
    while at <= #text and may_go_on() do
      local shorter = text:sub(1, at - 1) .. text:sub(at + size)
      if still_fails(shorter) then
        text = shorter
      else
        at = at + size
      end
    end
    size = size > 1 and size // 2 or 0
  end
  return text
end

local function shrink(case, fails)
  local tries, started = 0, os.clock()
  local function may_go_on()
    tries = tries + 1
    return tries <= MOST_TRIES and os.clock() - started < MOST_SECONDS
  end
  local smallest = { kind = case.kind, held = case.held, text = case.text }
  for _, field in ipairs({ "held", "text", "held" }) do
    smallest[field] = shrink_text(smallest[field], function(text)
      local candidate = { kind = smallest.kind, held = smallest.held, text = smallest.text }
      candidate[field] = text
      return fails(candidate)
    end, may_go_on)
  end
  return smallest
end

return { shrink = shrink }
