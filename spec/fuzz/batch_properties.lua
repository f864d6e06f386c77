-- What must hold of every answer to a batch.
local json = require("util.json")
local canonical = require("canonical")
local expect = require("expect")

-- Every member as the reader gives it, in its order; and what is wrong with the rest.
local function read_all(rooms, text)
  local batch, members = rooms.batch_document, {}
  local reader = expect.no_throw("opening a batch never throws", batch.new_batch_reader, text)
  if reader == nil then
    return members, "no object"
  end
  while true do
    local position = reader.position
    local name, problem = expect.no_throw("reading a username never throws", batch.next_name, reader)
    if name == nil then
      return members, problem
    end
    local value_at = reader.position
    local part, value = expect.no_throw("reading a member never throws", batch.take_value, reader)
    if part == nil then
      return members, "a value that can't be read"
    end
    expect.that(reader.position > position, "every step goes on", position)
    local member = { name = name, part = part, value = value, first = value_at, next = reader.position }
    members[#members + 1] = member
  end
end

-- Only the text that is known is skipped, and then to where it ends.
local function check_skipping(rooms, text, members)
  local skip_known = rooms.batch_document.skip_known
  for _, member in ipairs(members) do
    for _, known in ipairs(members) do
      local reader = rooms.batch_document.new_batch_reader(text)
      reader.position = member.first
      local fingerprint = rooms.fingerprint.fingerprint(known.part)
      local is_skipped = expect.no_throw("skipping never throws", skip_known, reader, #known.part, fingerprint)
      local is_followed = text:find("^%s*[,}]", member.next) ~= nil
      expect.same(is_skipped, is_followed and known.part == member.part, "what is known is skipped, and nothing else")
      expect.same(reader.position, is_skipped and member.next or member.first, "skipping ends where the value does")
    end
    local reader = rooms.batch_document.new_batch_reader(text)
    reader.position = member.first
    local other = string.rep("0", 40)
    for _, size in ipairs({ 0, 1, #member.part, #text, #text + 1, 1e9 }) do
      local is_skipped = expect.no_throw("skipping never throws", skip_known, reader, size, other)
      expect.that(not is_skipped and reader.position == member.first, "nothing with another hash is skipped", size)
    end
  end
end

-- What util.json understands in its own way: keys with magic, in any spelling, and half surrogates.
local special = { "__array", "__hash", "\\u00[5-7]", "\\u[dD][89a-fA-F]" }

-- What util.json makes of the whole, if that can be compared.
local function whole(rooms, text, members)
  for _, pattern in ipairs(special) do
    if text:find(pattern) then
      return nil
    end
  end
  local names = {}
  for _, member in ipairs(members) do
    if names[member.name] then
      return nil
    end
    names[member.name] = true
  end
  local ok, value = pcall(json.decode, text)
  if not ok or not rooms.json_value.is_object(value) or rooms.json_text.decode(text) == nil then
    return nil
  end
  return value
end

local function check_batch(rooms, case)
  local members, problem = read_all(rooms, case.text)
  check_skipping(rooms, case.text, members)

  local value = whole(rooms, case.text, members)
  if value ~= nil then
    expect.same(problem, nil, "what util.json reads can be read in parts")
    local count = 0
    for _ in pairs(value) do
      count = count + 1
    end
    expect.same(#members, count, "as many members as util.json finds")
    for _, member in ipairs(members) do
      local of_whole = canonical.json(rooms.json_value, value[member.name])
      expect.same(canonical.json(rooms.json_value, member.value), of_whole, "each member is what util.json makes of it")
    end
  end

  local lines = {}
  for i, member in ipairs(members) do
    lines[i] = string.format("%q %q=%s", member.name, member.part, canonical.json(rooms.json_value, member.value))
  end
  return table.concat(lines, "\n") .. tostring(problem)
end

return { check_batch = check_batch }
