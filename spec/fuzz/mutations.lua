-- Texts that are nearly what they were.
local random = require("random")
local pick, number = random.pick, random.number

local pieces = {
  "{", "}", "[", "]", '"', "\\", ",", ":", "null", "true", "0", "-", ".", "e", " ", "\n", "\0", "\1", "\127", "\255",
  "\\u", "\\u0000", "\\ud800", "\\u005f", "__array", "__hash", '"__array":', '"__hash":',
  '"__h\\u0061sh":[false,{}],', "pending", "@", "/", "\u{feff}", "{}", "[]", '""', "\\x", "//", "NaN", "1e999", "'",
}

local words = {
  "Ann", "Bob", "Friends", "Work", "both", "to", "from", "none", "name", "groups", "subscription", "[]", "null",
}

local mutations = {
  function(text) -- a byte more
    local at = number(0, #text)
    return text:sub(1, at) .. string.char(number(0, 255)) .. text:sub(at + 1)
  end,
  function(text) -- a byte less
    local at = number(1, math.max(1, #text))
    return text:sub(1, at - 1) .. text:sub(at + 1)
  end,
  function(text) -- another byte
    local at = number(1, math.max(1, #text))
    return text:sub(1, at - 1) .. string.char(number(0, 255)) .. text:sub(at + 1)
  end,
  function(text) -- a piece of syntax
    local at = number(0, #text)
    return text:sub(1, at) .. pick(pieces) .. text:sub(at + 1)
  end,
  function(text) -- another word, which leaves it JSON
    local word, other = pick(words), pick(words)
    return (text:gsub(word:gsub("%p", "%%%0"), other, 1))
  end,
  function(text) -- cut short
    return text:sub(1, number(0, #text))
  end,
  function(text) -- a part twice
    local first = number(1, #text + 1)
    local last = math.min(#text, first + number(0, 40))
    return text:sub(1, last) .. text:sub(first)
  end,
  function(text) -- a part missing
    local first = number(1, #text + 1)
    return text:sub(1, first - 1) .. text:sub(first + number(1, 40))
  end,
  function(text) -- more at the end
    return text .. pick({ " ", "\n", "\0", "x", "{}", text, "\0{}", "\u{feff}", ",", "}" })
  end,
  function(text) -- more at the beginning
    return pick({ " ", "\n", "\0", "\u{feff}", "\xff\xfe", ",", "{" }) .. text
  end,
}

-- The text with one to three such faults.
local function mutated(text)
  for _ = 1, number(1, 3) do
    text = pick(mutations)(text)
  end
  return text
end

return { mutated = mutated }
