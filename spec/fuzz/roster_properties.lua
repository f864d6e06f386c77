-- What must hold of every document of contacts, whole or a patch, whatever is in it.
local st = require("util.stanza")
local jid = require("util.jid")
local canonical = require("canonical")
local documents = require("documents")
local expect = require("expect")

local own_jid = documents.own_jid
local subscriptions = { both = true, to = true, from = true, none = true }
local metadata = { version = 7 }

local function check_item(item)
  expect.that(subscriptions[item.subscription], "a subscription that XMPP knows", item.subscription)
  expect.that(item.name == nil or (type(item.name) == "string" and item.name ~= ""), "a name or none", item.name)
  for group, flag in pairs(item.groups) do
    expect.that(type(group) == "string" and group ~= "" and flag == true, "a set of groups", group)
  end
  for field in pairs(item) do
    local known = field == "subscription" or field == "name" or field == "groups"
    expect.that(known, "no other field in an item", field)
  end
end

local function check_stanza(key, item)
  local query = st.stanza("query")
  query:tag("item", { jid = key, subscription = item.subscription, name = item.name })
  for group in pairs(item.groups) do
    query:text_tag("group", group)
  end
  return query:reset()
end

local function check_jid(key)
  expect.that(type(key) == "string", "a key that is text", key)
  local node, host, resource = jid.split(key)
  expect.that(host and not resource and jid.prep(key) == key, "a key that is a bare JID in its normal form", key)
  expect.that(node ~= "" and key ~= "pending", "a key that core can't misunderstand", key)
  expect.that(key ~= own_jid, "never the user's own JID", key)
end

local function check_reading(reading)
  for _, change in ipairs(reading.changes) do
    check_jid(change.jid)
    if change.item ~= nil then
      check_item(change.item)
      expect.no_throw("items that XML can carry", check_stanza, change.jid, change.item)
    end
  end
  for _, fault in ipairs(reading.faults) do
    expect.that(not fault:find("%c"), "faults of one line each", string.format("%q", fault))
    expect.that(#fault < 600, "faults that are short", #fault)
  end
end

-- Carries changes out, and keeps the sum as it goes.
local function apply(rooms, roster, sum, changes)
  local add_item = rooms.roster_version.add_item
  for _, change in ipairs(changes) do
    if roster[change.jid] ~= nil then
      add_item(sum, change.jid, roster[change.jid], -1)
    end
    roster[change.jid] = change.item
    if change.item ~= nil then
      add_item(sum, change.jid, change.item, 1)
    end
  end
end

-- The same contents in other tables, with room for more, so that they come in another order.
local function rebuilt(roster)
  local other = {}
  for key, item in pairs(roster) do
    if key ~= false then
      local groups = {}
      for i = 1, 20 do
        groups[i .. key] = true
      end
      for i = 1, 20 do
        groups[i .. key] = nil
      end
      for group in pairs(item.groups) do
        groups[group] = true
      end
      other[key] = { subscription = item.subscription, name = item.name, groups = groups }
    end
  end
  return other
end

local function check_sum(rooms, roster, sum)
  local version = rooms.roster_version
  local whole = version.version_of(version.sum_of(roster))
  expect.same(version.version_of(sum), whole, "a sum kept is the sum of the whole")
  local other = version.version_of(version.sum_of(rebuilt(roster)))
  expect.same(other, whole, "the same contents are the same version")
end

local function copy(roster)
  local other = {}
  for key, item in pairs(roster) do
    other[key] = item
  end
  return other
end

-- The roster that a document makes of an empty one.
local function roster_held(rooms, text)
  local roster = { [false] = metadata }
  local document = expect.no_throw("decoding never throws", rooms.json_text.decode, text)
  if rooms.json_value.is_object(document) then
    local read = rooms.roster_document.read_roster
    local reading = expect.no_throw("reading never throws", read, document, { roster = roster }, own_jid)
    apply(rooms, roster, rooms.roster_version.sum_of(roster), reading.changes)
  end
  return roster
end

-- The names in a document that stand for this contact.
local function names_of(rooms, document, contact)
  local names = {}
  for name in pairs(document) do
    if rooms.contact.bare_jid(name) == contact then
      names[#names + 1] = name
    end
  end
  return names
end

-- What is held and named, but with nothing that can be used, must be there as it was.
local function check_kept(rooms, document, before, after, is_patch)
  for contact, item in pairs(before) do
    if contact ~= false then
      local names = names_of(rooms, document, contact)
      local usable = 0
      for _, name in ipairs(names) do
        local value = document[name]
        local is_removal = is_patch and rooms.json_value.is_null(value)
        if is_removal or rooms.contact.merge_contact(is_patch and item or nil, value) ~= nil then
          usable = usable + 1
        end
      end
      local is_kept = after[contact] ~= nil and canonical.item(after[contact]) == canonical.item(item)
      if #names > 0 and usable == 0 then
        expect.that(is_kept, "a held contact with a faulty value stays", contact)
      elseif #names > 0 and not is_patch then
        expect.that(after[contact] ~= nil, "a held contact that is named stays", contact)
      elseif #names == 0 then
        expect.that(is_patch and is_kept or not is_patch and after[contact] == nil, "a contact not named", contact)
      end
    end
  end
end

-- Fields of a usable contact that stands under its own name, compared with what became of it.
local function check_taken(rooms, document, after)
  for name, value in pairs(document) do
    local item = rooms.contact.bare_jid(name) == name and name ~= own_jid and rooms.contact.merge_contact(nil, value)
    if item then
      local roster_item = after[name]
      expect.that(roster_item ~= nil, "a usable contact is taken", name)
      expect.same(canonical.item(roster_item), canonical.item(item), "a contact becomes what the document says")
      if type(value.name) == "string" and value.name ~= "" then
        expect.same(roster_item.name, value.name, "a name is taken as it is")
      end
      if type(value.subscription) == "string" then
        expect.same(roster_item.subscription, value.subscription, "a subscription is taken as it is")
      end
    end
  end
end

local function breathe() end

-- lua-cjson and our reader agree on what is JSON and what it says; and in slices it is the same.
local function check_reader(rooms, text)
  local value, problem = expect.no_throw("the reader never throws", rooms.json_reader.read_json, text)
  expect.that((value == nil) == (type(problem) == "string"), "a value or a problem", problem)
  local fast = expect.no_throw("decoding never throws", rooms.json_text.decode, text)
  expect.same(fast ~= nil, value ~= nil, "every decoder takes the same texts")
  if value ~= nil then
    local in_json = canonical.json(rooms.json_value, value)
    expect.same(canonical.json(rooms.json_value, fast), in_json, "every decoder makes the same of a text")
    -- So long that it is read in slices, and by other patterns.
    local long = (" "):rep(70000) .. text
    local slowly = expect.no_throw("reading in slices never throws", rooms.json_reader.read_json, long, breathe)
    expect.same(canonical.json(rooms.json_value, slowly), in_json, "in slices it is the same")
  elseif #text < 5000 then
    local slowly = rooms.json_reader.read_json((" "):rep(70000) .. text, breathe)
    expect.same(slowly, nil, "in slices it is no JSON either")
  end
end

-- What is read ahead, next to whatever was held then, comes to the same.
local function check_ahead(rooms, document, before, reading, is_patch)
  local room = rooms.roster_document
  for _, held_then in ipairs({ before, {} }) do
    local ahead
    if is_patch then
      local function held_now()
        return { roster = held_then }
      end
      local read_ahead = room.read_patch_ahead
      local patch = expect.no_throw("reading ahead never throws", read_ahead, document, held_now, own_jid, breathe)
      ahead = room.read_patches({ { patch = document, ahead = patch } }, { roster = before }, own_jid, {})
    else
      local read = expect.no_throw("reading ahead never throws", room.read_ahead, document, own_jid, breathe)
      ahead = room.compare(read, { roster = before })
      expect.same(ahead.is_irregular == true, reading.is_irregular == true, "read ahead it is as regular")
    end
    local at_once, later = copy(before), copy(before)
    for _, change in ipairs(reading.changes) do
      at_once[change.jid] = change.item
    end
    for _, change in ipairs(ahead.changes) do
      later[change.jid] = change.item
    end
    expect.same(canonical.roster(later), canonical.roster(at_once), "read ahead it comes to the same")
    expect.same(#ahead.changes, #reading.changes, "read ahead no more changes")
    expect.same(canonical.faults(ahead.faults), canonical.faults(reading.faults), "read ahead the faults are the same")
  end
end

-- Reads a document next to a roster held. Gives all that came of it in one text.
local function check(rooms, case, is_patch)
  local json_text, json_value, roster_document = rooms.json_text, rooms.json_value, rooms.roster_document
  check_reader(rooms, case.text)
  local before = roster_held(rooms, case.held)
  local decode = is_patch and json_text.decode_exactly or json_text.decode
  local document, problem = expect.no_throw("decoding never throws", decode, case.text)
  if document == nil then
    expect.that(type(problem) == "string", "a value or a problem", problem)
    return "problem: " .. problem
  end
  if not json_value.is_object(document) then
    return expect.no_throw("naming a value never throws", json_value.kind_of, document):gsub("an array", "an object")
  end

  local function read_patch(patch, contacts, own)
    return roster_document.read_patches({ { patch = patch } }, contacts, own, {})
  end
  local read = is_patch and read_patch or roster_document.read_roster
  local reading = expect.no_throw("reading never throws", read, document, { roster = before }, own_jid)
  check_reading(reading)
  check_ahead(rooms, document, before, reading, is_patch)

  local after = copy(before)
  local sum = rooms.roster_version.sum_of(before)
  apply(rooms, after, sum, reading.changes)
  check_sum(rooms, after, sum)
  expect.that(after[false] == metadata and metadata.version == 7 and next(metadata, "version") == nil, "metadata stays")
  check_kept(rooms, document, before, after, is_patch)
  if not is_patch then
    check_taken(rooms, document, after)
  end

  local again = expect.no_throw("reading never throws", read, document, { roster = after }, own_jid)
  local changed = {}
  for i, change in ipairs(again.changes) do
    changed[i] = change.jid .. " " .. canonical.item(change.item)
  end
  expect.same(table.concat(changed, ", "), "", "the same document again changes nothing")
  local faults = canonical.faults(reading.faults)
  expect.same(canonical.faults(again.faults), faults, "the same document again, the same faults")

  local shown = roster_document.roster_document({ roster = after })
  local back = expect.no_throw("reading never throws", roster_document.read_roster, shown, { roster = after }, own_jid)
  expect.that(#back.changes == 0 and #back.faults == 0, "a roster shown and read is the same", #back.changes)

  return canonical.roster(after) .. " faults: " .. faults
end

local function check_roster(rooms, case)
  return check(rooms, case, false)
end

local function check_patch(rooms, case)
  return check(rooms, case, true)
end

return {
  apply = apply,
  check_patch = check_patch,
  check_reading = check_reading,
  check_roster = check_roster,
  copy = copy,
}
