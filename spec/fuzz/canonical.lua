-- One text for everything that means the same.

local canonical = {}

local function quoted(text)
  return string.format("%q", text)
end

local function sorted(list)
  table.sort(list)
  return table.concat(list, ",")
end

-- Of decoded JSON. An empty array is an empty object here: lua-cjson does not tell them apart.
function canonical.json(json_value, value)
  if json_value.is_null(value) then
    return "null"
  elseif type(value) == "string" then
    return quoted(value)
  elseif type(value) == "number" then
    -- Not every decoder has a -0.
    return value == 0 and "0" or string.format("%.17g", value)
  elseif type(value) ~= "table" then
    return tostring(value)
  end
  local members = {}
  for key, member in pairs(value) do
    local name = type(key) == "string" and quoted(key) or string.format("[%s]", key)
    members[#members + 1] = name .. "=" .. canonical.json(json_value, member)
  end
  return "{" .. sorted(members) .. "}"
end

function canonical.item(item)
  if item == nil then
    return "none"
  end
  local groups = {}
  for group in pairs(item.groups) do
    groups[#groups + 1] = quoted(group)
  end
  return string.format("%s %s {%s}", item.subscription, item.name and quoted(item.name) or "nameless", sorted(groups))
end

function canonical.roster(roster)
  local items = {}
  for jid, item in pairs(roster) do
    if jid ~= false then
      items[#items + 1] = quoted(jid) .. "=" .. canonical.item(item)
    end
  end
  return sorted(items)
end

function canonical.faults(faults)
  local lines = {}
  for i, fault in ipairs(faults) do
    -- For the same reason as above.
    lines[i] = fault:gsub("is an array", "is an object")
  end
  return sorted(lines)
end

return canonical
