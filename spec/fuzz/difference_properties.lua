-- What must hold where only the part of a document that changed is read: it comes to what reading the whole comes to.
local canonical = require("canonical")
local documents = require("documents")
local expect = require("expect")
local roster_properties = require("roster_properties")

local own_jid = documents.own_jid

local function read_whole(rooms, text, roster)
  local document = expect.no_throw("decoding never throws", rooms.json_text.decode, text)
  if not rooms.json_value.is_object(document) then
    return nil
  end
  local read = rooms.roster_document.read_roster
  return expect.no_throw("reading never throws", read, document, roster, own_jid)
end

local function carried_out(rooms, roster, reading)
  local after = roster_properties.copy(roster)
  roster_properties.apply(rooms, after, rooms.roster_version.sum_of(after), reading.changes)
  return after
end

local function check_difference(rooms, case)
  local first = read_whole(rooms, case.held, {})
  -- Of such documents the text is not kept.
  if first == nil or first.is_irregular or rooms.text_difference.has_escaped_name(case.held) then
    return "nothing to compare with"
  end
  local roster = carried_out(rooms, {}, first)
  local function is_contact(name)
    return roster[name] ~= nil
  end
  local find = rooms.text_difference.text_difference
  local difference = expect.no_throw("finding a difference never throws", find, case.held, case.text, is_contact)
  if difference == nil then
    return "no difference found"
  end
  local read_difference = rooms.roster_document.read_difference
  local part = expect.no_throw("reading a part never throws", read_difference, case.text, difference, roster, own_jid)
  if part == nil then
    return "not read in part"
  end
  roster_properties.check_reading(part)
  local whole = read_whole(rooms, case.text, roster)
  expect.that(whole ~= nil, "what is no JSON object is not read in part", "it was")
  local by_part = canonical.roster(carried_out(rooms, roster, part))
  local by_whole = canonical.roster(carried_out(rooms, roster, whole))
  expect.same(by_part, by_whole, "a part read comes to the same as the whole")
  return by_part
end

return { check_difference = check_difference }
