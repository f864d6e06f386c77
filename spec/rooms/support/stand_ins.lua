-- Lets the rooms run on Luas that Prosody's C parts were not built for. Where a part can be loaded, it is the real one.

local STAND_INS = {
  ["util.encodings"] = "stand_ins.encodings",
  ["util.hashes"] = "stand_ins.hashes",
  ["util.net"] = "stand_ins.net",
  ["util.struct"] = "stand_ins.struct",
  ["util.table"] = "stand_ins.table",
}

local is_real = {}

for name, stand_in in pairs(STAND_INS) do
  local loaded, part = pcall(require, name)
  is_real[name] = loaded and part ~= require(stand_in)
  if not loaded then
    package.preload[name] = function()
      return require(stand_in)
    end
  end
end

--- Prosody's own part, or nil where it can't be loaded.
local function real(name)
  return is_real[name] and require(name) or nil
end

return { real = real }
