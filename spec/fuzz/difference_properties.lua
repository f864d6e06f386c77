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

-- What blocks say of a text: the text itself, and every name in it.
local function check_blocks(rooms, blocks, text, document)
  local parts, names = {}, {}
  for i, block in ipairs(blocks) do
    parts[i] = block.text
    for _, name in ipairs(block.names) do
      expect.that(names[name] == nil, "no name in two blocks", name)
      names[name] = true
    end
  end
  expect.same(table.concat(parts, ","), text, "blocks are of the text")
  local found = {}
  for name in pairs(document) do
    found[name] = true
  end
  expect.same(canonical.json(rooms.json_value, names), canonical.json(rooms.json_value, found), "blocks have all names")
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
  check_blocks(rooms, blocks, case.held, document)

  local first = read_whole(rooms, case.held, {})
  if first.is_irregular then
    return "nothing to compare with"
  end
  local roster = carried_out(rooms, {}, first)
  local part = expect.no_throw("finding a part never throws", rooms.text_blocks.changed_part, blocks, case.text)
  if type(part) == "string" then
    expect.same(part == "same", case.text == case.held, "a text is the same if it is")
    return part
  end
  local read_part = rooms.roster_document.read_part
  local reading = expect.no_throw("reading a part never throws", read_part, part, roster, own_jid)
  if reading == nil then
    return "not read in part"
  end
  roster_properties.check_reading(reading)
  local whole = read_whole(rooms, case.text, roster)
  expect.that(whole ~= nil, "what is no JSON object is not read in part", "it was")
  check_blocks(rooms, part.changed, case.text, (rooms.json_text.decode(case.text)))
  local by_part = canonical.roster(carried_out(rooms, roster, reading))
  local by_whole = canonical.roster(carried_out(rooms, roster, whole))
  expect.same(by_part, by_whole, "a part read comes to the same as the whole")
  return by_part
end

return { check_difference = check_difference }
