-- The compiled rooms, loaded twice: as they are where lua-cjson is installed, and where it is not.
local names = {
  "lua_cjson", "json_value", "json_reader", "json_text", "contact", "text_blocks", "roster_document", "batch_document",
  "roster_version", "usernames", "fingerprint",
}

local function load_all()
  local rooms = {}
  for _, name in ipairs(names) do
    package.loaded["src." .. name] = nil
  end
  for _, name in ipairs(names) do
    rooms[name] = require("src." .. name)
  end
  return rooms
end

assert(pcall(require, "cjson.safe"), "lua-cjson is not installed: there is nothing to compare with")
local with_cjson = load_all()

local library = package.loaded["cjson.safe"]
package.loaded["cjson.safe"] = nil
package.preload["cjson.safe"] = function()
  error("blocked")
end
local without_cjson = load_all()
package.preload["cjson.safe"] = nil
package.loaded["cjson.safe"] = library

assert(with_cjson.json_text ~= without_cjson.json_text)
return { with_cjson, without_cjson }
