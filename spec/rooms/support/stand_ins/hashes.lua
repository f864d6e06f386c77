-- SHA-1 and SHA-256 (FIPS 180-4) for Luas that have no util.hashes of Prosody's. Slow and right.

local bits = require("stand_ins.bits")
local band, bxor, bnot, rotate_left, shift_right =
  bits.band, bits.bxor, bits.bnot, bits.rotate_left, bits.shift_right

local WORD = 2 ^ 32

local function big_endian(number, length)
  local bytes = {}
  for i = length, 1, -1 do
    bytes[i] = string.char(number % 256)
    number = math.floor(number / 256)
  end
  return table.concat(bytes)
end

local function padded(text)
  return text .. "\128" .. string.rep("\0", (55 - #text) % 64) .. big_endian(#text * 8, 8)
end

local function words_of(block)
  local words = {}
  for i = 0, 15 do
    local a, b, c, d = string.byte(block, i * 4 + 1, i * 4 + 4)
    words[i] = ((a * 256 + b) * 256 + c) * 256 + d
  end
  return words
end

local function choose(x, y, z)
  return bxor(z, band(x, bxor(y, z)))
end

local function majority(x, y, z)
  return bxor(bxor(band(x, y), band(x, z)), band(y, z))
end

local function sha1_block(state, words)
  for i = 16, 79 do
    words[i] = rotate_left(bxor(bxor(words[i - 3], words[i - 8]), bxor(words[i - 14], words[i - 16])), 1)
  end
  local a, b, c, d, e = state[1], state[2], state[3], state[4], state[5]
  for i = 0, 79 do
    local mixed, constant
    if i < 20 then
      mixed, constant = choose(b, c, d), 0x5a827999
    elseif i < 40 then
      mixed, constant = bxor(bxor(b, c), d), 0x6ed9eba1
    elseif i < 60 then
      mixed, constant = majority(b, c, d), 0x8f1bbcdc
    else
      mixed, constant = bxor(bxor(b, c), d), 0xca62c1d6
    end
    a, b, c, d, e = (rotate_left(a, 5) + mixed + e + constant + words[i]) % WORD, a, rotate_left(b, 30), c, d
  end
  return { a, b, c, d, e }
end

-- The first 32 bits of the fractional parts of the roots of the first primes.
local sha256_start, sha256_constants = {}, {}
do
  local function fraction(number)
    return math.floor((number - math.floor(number)) * WORD)
  end
  local candidate = 2
  while #sha256_constants < 64 do
    local is_prime = true
    for divisor = 2, math.floor(math.sqrt(candidate)) do
      if candidate % divisor == 0 then
        is_prime = false
      end
    end
    if is_prime then
      if #sha256_start < 8 then
        table.insert(sha256_start, fraction(math.sqrt(candidate)))
      end
      table.insert(sha256_constants, fraction(candidate ^ (1 / 3)))
    end
    candidate = candidate + 1
  end
end

local function rotations(x, first, second, third)
  return bxor(bxor(rotate_left(x, 32 - first), rotate_left(x, 32 - second)), third)
end

local function sha256_block(state, words)
  for i = 16, 63 do
    local before, after = words[i - 15], words[i - 2]
    local low = rotations(before, 7, 18, shift_right(before, 3))
    local high = rotations(after, 17, 19, shift_right(after, 10))
    words[i] = (words[i - 16] + low + words[i - 7] + high) % WORD
  end
  local a, b, c, d, e, f, g, h = (table.unpack or unpack)(state)
  for i = 0, 63 do
    local one = h + rotations(e, 6, 11, rotate_left(e, 7)) + choose(e, f, g) + sha256_constants[i + 1] + words[i]
    local two = rotations(a, 2, 13, rotate_left(a, 10)) + majority(a, b, c)
    a, b, c, d, e, f, g, h = (one + two) % WORD, a, b, c, (d + one) % WORD, e, f, g
  end
  return { a, b, c, d, e, f, g, h }
end

local function digest(text, start, next_block, is_hex)
  assert(type(text) == "string", "expected a string")
  local state, message = start, padded(text)
  for position = 1, #message, 64 do
    local added = next_block(state, words_of(string.sub(message, position, position + 63)))
    for i, word in ipairs(added) do
      added[i] = (state[i] + word) % WORD
    end
    state = added
  end
  local parts = {}
  for i, word in ipairs(state) do
    parts[i] = is_hex and string.format("%08x", word) or big_endian(word, 4)
  end
  return table.concat(parts)
end

local SHA1_START = { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0 }

return {
  sha1 = function(text, is_hex)
    return digest(text, SHA1_START, sha1_block, is_hex)
  end,
  sha256 = function(text, is_hex)
    return digest(text, sha256_start, sha256_block, is_hex)
  end,
  equals = function(a, b)
    return a == b
  end,
}
