-- What util.ip needs of Prosody's util.net: reading addresses.

local function read_ipv4(text)
  local parts = { string.match(text, "^(%d%d?%d?)%.(%d%d?%d?)%.(%d%d?%d?)%.(%d%d?%d?)$") }
  if #parts ~= 4 then
    return nil
  end
  for i, digits in ipairs(parts) do
    local number = tonumber(digits)
    if number > 255 or (#digits > 1 and string.sub(digits, 1, 1) == "0") then
      return nil
    end
    parts[i] = string.char(number)
  end
  return table.concat(parts)
end

--- The bytes of some groups of an IPv6 address, with no gap among them. Only the very last may be an IPv4 address.
local function read_groups(text, is_last)
  if text == "" then
    return ""
  end
  local bytes = ""
  for group, after in string.gmatch(text .. ":", "([^:]*):()") do
    if string.find(group, ".", 1, true) then
      local ipv4 = is_last and after > #text + 1 and read_ipv4(group)
      if not ipv4 then
        return nil
      end
      bytes = bytes .. ipv4
    elseif string.find(group, "^%x%x?%x?%x?$") then
      local number = tonumber(group, 16)
      bytes = bytes .. string.char(math.floor(number / 256), number % 256)
    else
      return nil
    end
  end
  return bytes
end

local function read_ipv6(text)
  local before, after = string.match(text, "^(.-)::(.*)$")
  local head, tail = read_groups(before or text, before == nil), read_groups(after or "", true)
  if head == nil or tail == nil then
    return nil
  end
  local gap = 16 - #head - #tail
  if before == nil and gap ~= 0 or before ~= nil and gap < 2 then
    return nil
  end
  return head .. string.rep("\0", gap) .. tail
end

return {
  pton = function(text)
    local packed = string.find(text, ":", 1, true) and read_ipv6(text) or read_ipv4(text)
    if packed == nil then
      return nil, "Invalid argument"
    end
    return packed
  end,
}
