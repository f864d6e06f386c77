-- Texts of JSON documents as backends and callers send them, and as nobody should.
local random = require("random")
local pick, once_in, number = random.pick, random.once_in, random.number

local documents = {}

documents.host = "chat.test"
documents.own_jid = "me@chat.test"

-- Few of them, so that they meet again in the roster held and under other spellings in the same document.
local jids = {
  "ann@example.com", "bob@example.com", "cat@example.com", "dan@example.com", "zoë@exämple.com", "marie@chat.test",
}

local spellings = {
  "Ann@example.com", "ANN@EXAMPLE.COM", "ann@example.com/phone", "bob@example.com.", "bob@Example.com/",
  "CAT@example.com", "ZOË@EXÄMPLE.com", "zoe\u{308}@exämple.com", "me@chat.test", "Me@Chat.Test", "me@chat.test/x",
  "dan@example.com/ä ö/ü", "\u{212a}ann@example.com", "strasse@example.com", "straße@example.com",
  "ann@xn--exmple-cua.com", "ann@exa\u{ad}mple.com",
}

local no_jids = {
  "", "pending", "false", "true", "0", "1", "version", "__array", "__hash", "@", "/", "a@", "@b", "a@b@c", "a b@c",
  "a@b c", "example.com", "chat.test", "a@.", "a@..", "a@b..c", "a@-", "a@_", "a@b/", "/x", "a@b/c/d", "a&b@c",
  "a'b@c", "a@b'c", 'a"b@c', "<a@b>", "a@<b>", "a@b,c", "a:b@c", "a@[::1]", "a@127.0.0.1", "a@b\u{0}", "a\u{0}@b",
  "a\r\nb@c", "a@b\r\nX: y", "\u{feff}ann@example.com", "a@\u{200b}b", "a@\u{fffe}b", "a\u{ffff}@b", "a\u{7f}@b",
  "a@b\u{7f}", "a@b\u{85}", "%@%", "a%00@b", "../..@b", "a@../..", "a@b\u{2f}c", "ann@example.com\t",
  " ann@example.com", "a@" .. string.rep("x", 70), "a@" .. string.rep("x", 1023), "a@" .. string.rep("x", 1024),
  string.rep("x", 1023) .. "@b", string.rep("x", 1024) .. "@b", string.rep("a.", 300) .. "a@b",
  "a@" .. string.rep("b.", 499) .. "b", "a@b.c-", "a@-b.c", "-@b", ".@b", "a@1", "a@xn--", "a@xn--0",
}

local texts = {
  "Ann", "Bob", "", " ", "Friends", "Work", "both", "none", "a\tb\nc\r", "Zoë", "\u{1f600}", "\u{feff}", "\u{fffe}",
  "\u{ffff}", "\u{fffd}", "\u{0}", "\u{1}", "\u{8}", "\u{b}", "\u{c}", "\u{14}", "\u{1b}", "\u{1f}", "\u{7f}",
  "\u{80}", "\u{9f}", "\u{2028}", "]]>", "<item/>", "&amp;", "'\"", "\\", "\\\\", "\\u0041", '"__array":',
  '"__hash":1', "__array", "__hash", '"', "\u{10ffff}", "\xff", "\xc0\x80",
  "\xed\xa0\x80",
  "\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80", "\xc3", "ann@example.com", "false", "null", "\u{202e}desrever",
}

-- What may be taken for syntax.
local brackets = { "{", "}", "[", "]", "}{", "][", '"}', '"]', '"{', ":{", ",{" }

local fields = { "name", "name", "groups", "subscription", "subscription", "ask", "approved", "__array", "__hash" }
local subscriptions = { "both", "to", "from", "none", "none", "to", "Both", "remove", "", "ask" }

local json_values = {
  "null", "true", "false", "0", "-0", "1", "-1.5e3", "1e999", '""', "[]", "{}", "[null]", "[[]]", "[{}]",
  '[1,"a",null,{}]', "123456789012345678901234567890", "0.1e-400",
}

local odd_values = {
  "null", "true", "false", "0", "-0", "1", "-1.5e3", "1e999", "-1e999", "01", "-01", "1.", "-.5", ".5", "+1", "1e",
  "1e+", "0x10", "NaN", "nan", "-nan", "Infinity", "-Infinity", "inf", "undefined", "'x'", "\"\"", "[]", "{}",
  "[null]", "[[]]", "[{}]", "[,]", "[1,]", "{,}", "[1 2]", "{\"a\" 1}", "nul", "tru", "",
  "123456789012345678901234567890", "0.1e-400", "1-1", "--1", "1e5e5", "1.2.3", "[1,\"a\",null,{}]", "/**/1",
  "//x\n1",
}

local half_surrogates = {
  "\\ud800", "\\udc00", "\\uDBFF", "\\udfff\\ud800", "\\ud83dx\\ude00", "\\ud83d\\u0041", "\\\\ud800",
}

-- How a document is written: whether it is JSON, and with which characters escaped that need not be, or not
-- escaped that should.
local is_json, escaped_share, raw_controls

function documents.choose_style()
  is_json = once_in(2)
  escaped_share = pick({ math.maxinteger, math.maxinteger, math.maxinteger, 8, 2, 1 })
  raw_controls = once_in(20)
end

-- One character, which JSON may carry as itself or escaped.
local function escape(code)
  if code > 0xffff then
    code = code - 0x10000
    return string.format("\\u%04x\\u%04X", 0xd800 + (code >> 10), 0xdc00 + (code & 0x3ff))
  end
  return string.format(once_in(2) and "\\u%04x" or "\\u%04X", code)
end

-- Keys that util.json takes for orders to put other keys into a table, in any spelling.
local function magic_member()
  local planted = pick({ "false", "1", '"ann@example.com"', '"pending"', '"name"', '"john"', "null", "{}" })
  local value = pick({ "[%s,{}]", '[%s,"x"]', '{"1":%s}', "[[%s]]", "%s" }):format(planted)
  local name = pick({ "__array", "__hash" })
  local spelled = {}
  for i = 1, #name do
    local character = name:sub(i, i)
    spelled[i] = once_in(4) and string.format("\\u%04x", character:byte()) or character
  end
  return { '"' .. table.concat(spelled) .. '"', value }
end

local function with_magic(members)
  if once_in(60) then
    table.insert(members, number(1, #members + 1), magic_member())
  end
  return members
end

local short_escapes = { ["\b"] = "\\b", ["\f"] = "\\f", ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t", ["/"] = "\\/" }

-- JSON of a string.
function documents.string(text)
  if not utf8.len(text) then
    return '"' .. text:gsub('[\\"]', "\\%0") .. '"'
  end
  local parts = {}
  for _, code in utf8.codes(text) do
    local character = utf8.char(code)
    if character == '"' or character == "\\" then
      parts[#parts + 1] = once_in(2) and "\\" .. character or escape(code)
    elseif code < 0x20 and not raw_controls then
      parts[#parts + 1] = short_escapes[character] or escape(code)
    elseif once_in(escaped_share) then
      parts[#parts + 1] = escape(code)
    else
      parts[#parts + 1] = character
    end
  end
  return '"' .. table.concat(parts) .. '"'
end

local function space()
  if is_json then
    return once_in(10) and pick({ " ", "\n", "\t", "\r\n" }) or ""
  end
  return once_in(10) and pick({ " ", "\n", "\t", "\r\n", "  ", "\v", "\f", "\u{a0}", "" }) or ""
end

local function comma()
  return not is_json and once_in(50) and "," or ""
end

-- JSON of an object whose members (pairs of JSON texts) stand in this order, duplicates and all.
function documents.object(members)
  local parts = {}
  for i, member in ipairs(with_magic(members)) do
    parts[i] = space() .. member[1] .. space() .. ":" .. space() .. member[2] .. space()
  end
  return "{" .. table.concat(parts, ",") .. comma() .. space() .. "}"
end

local function array(values)
  return "[" .. space() .. table.concat(values, space() .. ",") .. comma() .. space() .. "]"
end

local function any_text()
  if once_in(5000) then
    return string.rep(pick({ "x", "\u{e9}", "\u{1}", '"' }), number(100000, 1000000))
  elseif once_in(8) then
    return once_in(2) and random.bytes(number(0, 12)) or random.characters(number(0, 12))
  end
  return once_in(8) and pick(brackets) or pick(texts)
end

local function string_value()
  if once_in(25) then
    return '"' .. pick(half_surrogates) .. '"'
  end
  return documents.string(any_text())
end

local function nested(levels)
  local is_array = once_in(2)
  local opening, inside, closing = is_array and "[" or '{"a":', is_array and "" or "1", is_array and "]" or "}"
  local closings = not is_json and once_in(10) and levels - 1 or levels
  return string.rep(opening, levels) .. inside .. string.rep(closing, closings)
end

-- Any JSON, or what somebody takes for it.
function documents.any_value()
  if once_in(8) then
    return nested(once_in(100) and pick({ 1000, 100000 }) or pick({ 2, 10, 28, 29, 30, 31, 32, 33, 34 }))
  end
  return once_in(3) and string_value() or pick(is_json and json_values or odd_values)
end

local function groups()
  local shape = number(1, 10)
  if shape == 1 then
    return documents.any_value()
  end
  local list = {}
  for i = 1, number(0, 4) do
    list[i] = once_in(15) and documents.any_value() or string_value()
  end
  if shape <= 6 then
    return array(list)
  end
  for i, name in ipairs(list) do
    list[i] = { name, pick({ "true", "true", "1", "{}", "null", "false" }) }
  end
  return documents.object(list)
end

local function contact()
  if once_in(15) then
    return documents.any_value()
  end
  local members = {}
  for _ = 1, number(0, 4) do
    local field = pick(fields)
    local value
    if once_in(12) then
      value = documents.any_value()
    elseif field == "groups" then
      value = groups()
    elseif field == "subscription" then
      value = once_in(8) and string_value() or documents.string(pick(subscriptions))
    else
      value = string_value()
    end
    members[#members + 1] = { documents.string(field), value }
  end
  return documents.object(members)
end

-- A contact with fields that count in answers to edits alone.
local function asked_contact()
  local members = {}
  for _ = 1, number(0, 4) do
    local field = pick({ "ask", "request", "nick", "subscription", "name" })
    local value
    if once_in(8) then
      value = documents.any_value()
    elseif field == "ask" then
      value = pick({ '"subscribe"', '"subscribe"', "null", "true" })
    elseif field == "request" then
      value = once_in(2) and pick({ "true", "null", "false" }) or string_value()
    elseif field == "subscription" then
      value = documents.string(pick(subscriptions))
    else
      value = string_value()
    end
    members[#members + 1] = { documents.string(field), value }
  end
  return documents.object(members)
end

function documents.any_jid()
  local kind = number(1, 20)
  if kind <= 10 then
    return pick(jids)
  elseif kind <= 14 then
    return pick(spellings)
  elseif kind <= 17 then
    return pick(no_jids)
  elseif kind == 18 then
    return random.bytes(number(0, 8)) .. "@" .. random.bytes(number(0, 8))
  elseif kind == 19 then
    return random.characters(number(1, 6)) .. "@" .. random.characters(number(1, 6))
  end
  local letters = {}
  for i = 1, number(1, 12) do
    letters[i] = pick({ "a", "b", "0", "-", ".", "_", "@", "/", "A", "xn--" })
  end
  return table.concat(letters)
end

-- A roster as backends should send it, so that much is held to be changed.
function documents.plain_roster()
  local members = {}
  for _, jid in ipairs(jids) do
    if once_in(2) then
      local name = pick({ "Ann", "Bob", "Zoë" })
      local subscription = pick({ "both", "to", "from", "none" })
      local group = pick({ "[]", '["Friends"]', '["Friends","Work"]' })
      members[#members + 1] = {
        documents.string(jid),
        string.format('{"name":"%s","groups":%s,"subscription":"%s"}', name, group, subscription),
      }
    end
  end
  return documents.object(members)
end

-- A contact with other contacts' names where they are none: as its groups, in its name.
local function confusing_contact()
  local jid = pick(jids)
  return pick({
    '{"groups":{' .. documents.string(jid) .. ':true}}',
    '{"groups":[' .. documents.string(jid) .. "]}",
    '{"name":' .. documents.string('","' .. jid .. '":{') .. "}",
    '{"x":{' .. documents.string(jid) .. ':{"name":"Ann"}},"name":"Bob"}',
    '{"x":[{' .. documents.string(jid) .. ":{}}]}",
    '{"name":' .. documents.string(jid) .. "}",
  })
end

-- Members of a long roster, much of it plain.
function documents.long_roster_members()
  local members = {}
  local fillers = pick({ 0, 3, 40, 120 })
  for i = 1, fillers do
    members[i] = { '"filler' .. i .. '@example.com"', '{"name":"Filler ' .. i .. '","groups":["Friends"]}' }
  end
  for _ = 1, number(0, 8) do
    local value = pick({ "{}", '{"name":"Ann"}', '{"subscription":"to"}', '{"groups":["Work"]}' })
    if once_in(3) then
      value = once_in(2) and confusing_contact() or documents.any_value()
    end
    local key = once_in(6) and documents.any_jid() or pick(jids)
    table.insert(members, number(1, #members + 1), { documents.string(key), value })
  end
  return members
end

-- The same members but for one or two of them.
function documents.changed_members(members)
  local changed = table.move(members, 1, #members, 1, {})
  for _ = 1, number(1, 2) do
    local at = number(1, #changed + 1)
    local action = number(1, 4)
    if action == 1 then
      table.insert(changed, at, { documents.string(pick(jids)), pick({ "{}", '{"name":"Bob"}', confusing_contact() }) })
    elseif changed[at] == nil then
      changed[#changed] = nil
    elseif action == 2 then
      table.remove(changed, at)
    elseif action == 3 then
      changed[at] = { changed[at][1], pick({ "{}", '{"name":"Bob"}', "5", "null", confusing_contact() }) }
    else
      changed[at] = { documents.string(documents.any_jid()), changed[at][2] }
    end
  end
  return changed
end

-- Without any white space, so that what did not change is the same text.
function documents.compact_object(members)
  local parts = {}
  for i, member in ipairs(members) do
    parts[i] = member[1] .. ":" .. member[2]
  end
  return "{" .. table.concat(parts, ",") .. "}"
end

local function roster_key()
  if once_in(25) then
    return '"' .. pick(half_surrogates) .. '@example.com"'
  end
  return documents.string(documents.any_jid())
end

function documents.roster()
  local members = {}
  for i = 1, number(0, 8) do
    members[i] = { roster_key(), contact() }
  end
  return documents.object(members)
end

function documents.patch()
  local members = {}
  for i = 1, number(0, 6) do
    members[i] = { roster_key(), once_in(5) and "null" or contact() }
  end
  return documents.object(members)
end

local usernames = {
  "john", "marie", "John", "JOHN@chat.test", "john@other.test", "john@chat.test/phone", "", "@", "a b", "a/b",
  "../..", "%00", "x\r\nX: y", "nul\0", "zoë", "__array", "__hash", "a@b@c", "a\"b", "a'b", "a&b", "<a>", "a\u{7f}",
  "\u{fffe}", "\u{ad}", "\u{200b}", string.rep("x", 1023), string.rep("x", 1024), string.rep("ä", 600),
}

function documents.any_username()
  if once_in(6) then
    return once_in(2) and random.bytes(number(0, 8)) or random.characters(number(0, 8))
  end
  return pick(usernames)
end

function documents.edit_answer()
  if once_in(4) then
    local field = documents.string(pick({ "message", "detail", "title" }))
    return documents.object({ { field, string_value() }, { '"detail"', documents.any_value() } })
  end
  local users = {}
  for i = 1, number(0, 3) do
    local contacts = {}
    for j = 1, number(0, 3) do
      local contact_jid = once_in(4) and documents.any_jid() or "contact" .. j .. "@" .. documents.host
      contacts[j] = { documents.string(contact_jid), once_in(6) and "null" or asked_contact() }
    end
    local username = once_in(4) and documents.any_username() or "user" .. i
    users[i] = { documents.string(username), documents.object(contacts) }
  end
  return documents.object(users)
end

function documents.usernames()
  local list = {}
  for i = 1, number(0, 8) do
    list[i] = once_in(20) and documents.any_value() or documents.string(documents.any_username())
  end
  return array(list)
end

function documents.batch()
  local members = {}
  for i = 1, number(0, 6) do
    local roster = once_in(2) and documents.roster() or documents.plain_roster()
    if once_in(5) then
      roster = once_in(2) and "null" or documents.any_value()
    end
    members[i] = { documents.string(documents.any_username()), roster }
  end
  return documents.object(members)
end

return documents
