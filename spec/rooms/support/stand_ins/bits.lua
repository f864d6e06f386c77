-- Bitwise operations on 32-bit numbers that every Lua can do, by tables of half bytes. For hashing a few short texts.

local and_table, xor_table = {}, {}
for a = 0, 15 do
  for b = 0, 15 do
    local both, either = 0, 0
    for bit = 0, 3 do
      local a_bit, b_bit = math.floor(a / 2 ^ bit) % 2, math.floor(b / 2 ^ bit) % 2
      if a_bit + b_bit == 2 then
        both = both + 2 ^ bit
      elseif a_bit + b_bit == 1 then
        either = either + 2 ^ bit
      end
    end
    and_table[a * 16 + b], xor_table[a * 16 + b] = both, either
  end
end

local function combine(results, a, b)
  local result, place = 0, 1
  for _ = 1, 8 do
    local a_low, b_low = a % 16, b % 16
    result = result + results[a_low * 16 + b_low] * place
    a, b, place = (a - a_low) / 16, (b - b_low) / 16, place * 16
  end
  return result
end

local function band(a, b)
  return combine(and_table, a, b)
end

local function bxor(a, b)
  return combine(xor_table, a, b)
end

local function bnot(a)
  return 0xffffffff - a
end

local function shift_right(a, by)
  return math.floor(a / 2 ^ by)
end

local function rotate_left(a, by)
  local low = a % 2 ^ (32 - by)
  return low * 2 ^ by + (a - low) / 2 ^ (32 - by)
end

return { band = band, bxor = bxor, bnot = bnot, shift_right = shift_right, rotate_left = rotate_left }
