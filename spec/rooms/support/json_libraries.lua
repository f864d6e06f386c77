-- The rooms decode with lua-cjson where it is installed, and with Prosody's util.json otherwise.

require("stand_ins")

local installed = pcall(require, "cjson.safe") and { "util.json", "lua-cjson" } or { "util.json" }

--- Loads rooms anew, as they are where this library is what decodes.
local function rooms_with(library, ...)
  for name in pairs(package.loaded) do
    if name:find("^src%.") then
      package.loaded[name] = nil
    end
  end
  local loaded, preload = package.loaded["cjson.safe"], package.preload["cjson.safe"]
  if library == "util.json" then
    package.loaded["cjson.safe"] = nil
    package.preload["cjson.safe"] = function()
      error("not installed")
    end
  end
  local rooms = {}
  for i, name in ipairs({ ... }) do
    rooms[i] = require("src." .. name)
  end
  package.loaded["cjson.safe"], package.preload["cjson.safe"] = loaded, preload
  return (table.unpack or unpack)(rooms)
end

--- Describes a room with each library that there is; `body` is given what loads rooms.
local function with_each(describe, room, body)
  for _, library in ipairs(installed) do
    describe(room .. " with " .. library, function()
      body(function(...)
        return rooms_with(library, ...)
      end)
    end)
  end
end

return { with_each = with_each }
