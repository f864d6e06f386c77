-- Sets as Lua keeps them.

--- The set of some strings, as the groups of a roster item are kept.
local function set_of(...)
  local set = {}
  for _, member in ipairs({ ... }) do
    set[member] = true
  end
  return set
end

return { set_of = set_of }
