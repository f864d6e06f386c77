-- Chance, the same for the same seed and case.
local random = {}

function random.seed(seed, case)
  math.randomseed(seed, case)
end

function random.number(least, most)
  return math.random(least, most)
end

-- True once in so many times.
function random.once_in(times)
  return math.random(times) == 1
end

function random.pick(list)
  return list[math.random(#list)]
end

-- So many bytes of any value.
function random.bytes(length)
  local bytes = {}
  for i = 1, length do
    bytes[i] = string.char(math.random(0, 255))
  end
  return table.concat(bytes)
end

-- So many characters of any script, in UTF-8.
function random.characters(length)
  local ranges = {
    { 0x20, 0x7e }, { 0xa0, 0x24f }, { 0x370, 0x5ff }, { 0x2000, 0x21ff }, { 0xfb00, 0xffff }, { 0x1f300, 0x1f64f },
  }
  local characters = {}
  for i = 1, length do
    local range = random.pick(ranges)
    characters[i] = utf8.char(math.random(range[1], range[2]))
  end
  return table.concat(characters)
end

return random
