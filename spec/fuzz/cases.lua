-- One case: what is held, and what comes.
local documents = require("documents")
local mutations = require("mutations")
local random = require("random")

local generators = {
  roster = documents.roster,
  patch = documents.patch,
  batch = documents.batch,
  usernames = documents.usernames,
  edit = documents.edit_answer,
}
local kinds = {
  "roster", "roster", "roster", "patch", "patch", "batch", "batch", "usernames", "difference", "difference", "edit",
}

-- A roster and what it became.
local function new_difference()
  local members = documents.long_roster_members()
  local before = documents.compact_object(members)
  local after = random.once_in(4) and before or documents.compact_object(documents.changed_members(members))
  if after == before or random.once_in(4) then
    after = mutations.mutated(after)
  end
  return { kind = "difference", held = before, text = after }
end

local function new_case(seed, position)
  random.seed(seed, position)
  documents.choose_style()
  local case = { kind = random.pick(kinds), held = documents.plain_roster() }
  if case.kind == "difference" then
    return new_difference()
  end
  if random.once_in(40) then
    case.text = random.bytes(random.number(0, 60))
    return case
  end
  local is_much_like_held = case.kind ~= "usernames" and case.kind ~= "batch" and case.kind ~= "edit" and random.once_in(5)
  case.text = is_much_like_held and case.held or generators[case.kind]()
  if is_much_like_held or random.once_in(3) then
    case.text = mutations.mutated(case.text)
  end
  return case
end

return { new_case = new_case }
