-- The one format that the rooms use, for Luas that have no util.struct of Prosody's.

local function number_at(data, position)
  local number = 0
  for i = position, position + 5 do
    number = number * 256 + string.byte(data, i)
  end
  return number
end

return {
  unpack = function(format, data)
    assert(format == ">I6I6", "not this format")
    return number_at(data, 1), number_at(data, 7), 13
  end,
}
