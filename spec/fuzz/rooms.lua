-- The compiled rooms, loaded twice: as they are where lua-cjson is installed, and where it is not.
local names = {
  "json.json_value", "json.json_reader", "json.json_text", "json.text_blocks", "rosters.contact", "rosters.roster_document",
  "rosters.roster_version", "backend.answer", "backend.batch_answer", "api.request_body", "edits.verdict",
}

local function load_all()
  local rooms = {}
  for _, name in ipairs(names) do
    package.loaded["src." .. name] = nil
  end
  for _, name in ipairs(names) do
    rooms[name:match("[a-z_]+$")] = require("src." .. name)
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
