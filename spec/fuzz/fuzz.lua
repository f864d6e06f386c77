-- Throws documents at the compiled rooms: see main.ts.
local batch_properties = require("batch_properties")
local cases = require("cases")
local edit_properties = require("edit_properties")
local difference_properties = require("difference_properties")
local expect = require("expect")
local rooms = require("rooms")
local roster_properties = require("roster_properties")
local shrink = require("shrink")
local username_properties = require("username_properties")

local seed, most, only, command = math.tointeger(arg[1]), tonumber(arg[2]), math.tointeger(arg[3]), arg[4]
if seed == nil or most == nil or (arg[3] ~= "" and only == nil) then
  io.stderr:write("--seed, --cases and --case take whole numbers\n")
  os.exit(2)
end

local MOST_FAILURES_FOREVER = 20
local LONGEST_SHOWN = 2000

local checks = {
  roster = roster_properties.check_roster,
  patch = roster_properties.check_patch,
  batch = batch_properties.check_batch,
  usernames = username_properties.check_usernames,
  difference = difference_properties.check_difference,
  edit = edit_properties.check_edit,
}

local function check(case)
  local check_kind = checks[case.kind]
  local with_cjson, without_cjson = check_kind(rooms[1], case), check_kind(rooms[2], case)
  expect.same(with_cjson, without_cjson, "the same with lua-cjson and without")
end

-- Nil where all holds, else what does not.
local function failure_of(case)
  local ok, failure = xpcall(check, function(problem)
    if type(problem) == "table" then
      return problem
    end
    return { property = "the fuzzer itself works", detail = debug.traceback(problem) }
  end, case)
  return not ok and failure or nil
end

local function shown(text)
  local escaped = text:gsub("[^ -~]", function(byte)
    return string.format("\\x%02x", byte:byte())
  end)
  return #escaped > LONGEST_SHOWN and escaped:sub(1, LONGEST_SHOWN) .. "…" or escaped
end

-- The smallest failing case of each property.
local smallest, order, passed, failed = {}, {}, 0, 0

local function size_of(case)
  return #case.text + #case.held
end

local function note_failure(position, case, failure)
  failed = failed + 1
  local known = smallest[failure.property]
  if known == nil then
    order[#order + 1] = failure.property
  end
  if known == nil or size_of(case) < size_of(known.case) then
    smallest[failure.property] = { case = case, position = position, count = 0 }
  end
  smallest[failure.property].count = (known and known.count or 0) + 1
end

local function report(property)
  local found = smallest[property]
  local case = shrink.shrink(found.case, function(candidate)
    local failure = failure_of(candidate)
    return failure ~= nil and failure.property == property
  end)
  local failure = failure_of(case) or { detail = "not any more" }
  print(string.format("\nFAILED (%d times): %s", found.count, property))
  print("  " .. case.kind .. ": " .. shown(case.text))
  if case.held ~= "" then
    print("  held: " .. shown(case.held))
  end
  print("  " .. shown(failure.detail))
  print(string.format("  again: %s --case %d", command, found.position))
end

print(string.format("fuzzing with seed %d", seed))
local first = only or 1
local last = only or most
local position = first
while position <= last do
  local case = cases.new_case(seed, position)
  local failure = failure_of(case)
  if failure == nil then
    passed = passed + 1
  else
    note_failure(position, case, failure)
  end
  if last == math.huge then
    if position % 10000 == 0 then
      print(string.format("%d passed, %d failed so far", passed, failed))
    end
    if failed >= MOST_FAILURES_FOREVER then
      break
    end
  end
  position = position + 1
end

for _, property in ipairs(order) do
  report(property)
end
print(string.format("%d passed, %d failed", passed, failed))
os.exit(failed == 0 and 0 or 1)
