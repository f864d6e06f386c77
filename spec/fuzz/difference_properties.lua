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
  return expect.no_throw("reading never throws", read, document, { roster = roster }, own_jid)
end

local function carried_out(rooms, roster, reading)
  local after = roster_properties.copy(roster)
  roster_properties.apply(rooms, after, rooms.roster_version.sum_of(after), reading.changes)
  return after
end

-- What is known by its blocks is found in a batch where it stands, and what has changed in it, with its end.
local function check_standing(rooms, blocks, held, text)
  local changed_part_at = rooms.text_blocks.changed_part_at
  local same = expect.no_throw("finding a text never throws", changed_part_at, blocks, '{"a":' .. held .. "}", 6)
  expect.that(same == "same" or held:sub(-1) ~= "}", "a text is found by its blocks", held)
  local part, last = changed_part_at(blocks, '{"a":' .. text .. "}", 6)
  if part == "same" then
    expect.same(text:sub(1, last - 5), held, "no other text is found")
  elseif part ~= nil then
    expect.same(table.concat(part.changed, ","), text:sub(1, last - 5), "what has changed is of the text")
    expect.that(rooms.json_text.decode(text:sub(1, last - 5)) ~= nil, "up to its end it is JSON", text)
  end
end

local function check_difference(rooms, case)
  local decode = rooms.text_blocks.decode_text
  local document, _, blocks = expect.no_throw("decoding never throws", decode, case.held, { fingerprint = "" })
  if blocks == nil then
    return "not read by blocks"
  end
  local at_once = expect.no_throw("decoding never throws", rooms.json_text.decode, case.held)
  local in_blocks = canonical.json(rooms.json_value, document)
  expect.same(in_blocks, canonical.json(rooms.json_value, at_once), "by blocks it is read as at once")
  expect.same(table.concat(blocks, ","), case.held, "blocks are of the text")
  check_standing(rooms, blocks, case.held, case.text)

  local first = read_whole(rooms, case.held, {})
  if first.is_irregular or #first.faults > 0 then
    return "nothing to compare with"
  end
  local roster = carried_out(rooms, {}, first)
  local part = expect.no_throw("finding a part never throws", rooms.text_blocks.changed_part, blocks, case.text)
  if type(part) == "string" then
    expect.same(part == "same", case.text == case.held, "a text is the same if it is")
    return part
  end
  local is_json = rooms.json_text.decode(case.text) ~= nil
  local read_part = rooms.roster_document.read_part
  local reading = expect.no_throw("reading a part never throws", read_part, part, { roster = roster }, own_jid)
  if reading == nil then
    return "not read in part"
  end
  roster_properties.check_reading(reading)
  local whole = read_whole(rooms, case.text, roster)
  expect.that(whole ~= nil, "what is no JSON object is not read in part", "it was")
  expect.that(is_json, "what is no JSON is not read in part", case.text)
  expect.same(table.concat(part.changed, ","), case.text, "blocks are of the text")
  local by_part = canonical.roster(carried_out(rooms, roster, reading))
  local by_whole = canonical.roster(carried_out(rooms, roster, whole))
  expect.same(by_part, by_whole, "a part read comes to the same as the whole")
  return by_part
end

return { check_difference = check_difference }
