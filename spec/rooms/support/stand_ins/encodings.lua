-- What the rooms need of Prosody's util.encodings, for Luas that can't load it: UTF-8 in full, preparation of ASCII only.

local LONGEST = 1023

--- `true` for well-formed UTF-8 (RFC 3629): nothing overlong, no surrogates, nothing above U+10FFFF.
local function is_valid(text)
  local position = 1
  while position <= #text do
    local first, second = string.byte(text, position, position + 1)
    local length, least, most = 1, 0x80, 0xbf
    if first >= 0x80 then
      if first >= 0xc2 and first <= 0xdf then
        length = 2
      elseif first >= 0xe0 and first <= 0xef then
        length = 3
        if first == 0xe0 then
          least = 0xa0
        elseif first == 0xed then
          most = 0x9f
        end
      elseif first >= 0xf0 and first <= 0xf4 then
        length = 4
        if first == 0xf0 then
          least = 0x90
        elseif first == 0xf4 then
          most = 0x8f
        end
      else
        return false
      end
      if second == nil or second < least or second > most then
        return false
      end
      for offset = 2, length - 1 do
        local byte = string.byte(text, position + offset)
        if byte == nil or byte < 0x80 or byte > 0xbf then
          return false
        end
      end
    end
    position = position + length
  end
  return true
end

--- A preparation of ASCII text that refuses some characters.
local function preparation(refused, folds_case)
  return function(text)
    if #text > LONGEST or not is_valid(text) then
      return nil
    end
    if string.find(text, "[\128-\255]") then
      error("this stand-in prepares ASCII only: leave the rest to Prosody's own part", 2)
    end
    if refused ~= nil and string.find(text, refused) then
      return nil
    end
    return folds_case and string.lower(text) or text
  end
end

return {
  utf8 = { valid = is_valid },
  stringprep = {
    nameprep = preparation(nil, true),
    nodeprep = preparation("[%c \"&'/:<>@]", true),
    resourceprep = preparation("%c", false),
  },
}
