-- Runs inside the server. Gives each of Prosody's libraries with the names in it. Those of the server's own start are left alone:
-- to load them is to run them.
local lfs = require "lfs";

local root = package.searchpath("util.events", package.path):gsub("util/events%.lua$", "");
local exports = {};

local function names_in(library)
	local names = {};
	for name in pairs(library) do
		if type(name) == "string" then
			table.insert(names, name);
		end
	end
	return names;
end

local function visit(folder, prefix)
	for entry in lfs.dir(root..folder) do
		local path = folder.."/"..entry;
		if entry:sub(1, 1) ~= "." and lfs.attributes(root..path, "mode") == "directory" then
			visit(path, prefix..entry..".");
		else
			local name = entry:match("^(.*)%.lua$") or entry:match("^(.*)%.so$");
			if name and prefix..name ~= "util.startup" and not (prefix..name):match("^util%.prosodyctl") then
				local found, library = pcall(require, prefix..name);
				if found and (type(library) == "table" or type(library) == "function") then
					exports[prefix..name] = type(library) == "table" and names_in(library) or {};
				end
			end
		end
	end
end

for _, folder in ipairs({ "util", "net", "core" }) do
	visit(folder, folder..".");
end
return exports;
