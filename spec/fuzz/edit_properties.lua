-- What must hold of every answer to an edit.
local st = require("util.stanza")
local canonical = require("canonical")
local documents = require("documents")
local expect = require("expect")

local KINDS = { agreed = true, refused = true, failed = true }

local function breathe() end

local function check_refusal(error)
  expect.that(type(error.condition) == "string" and type(error.type) == "string", "a refusal has an error", error.condition)
  if error.text ~= nil then
    expect.that(utf8.len(error.text) <= 500 and error.text ~= "", "a reason is not too long", error.text)
    expect.no_throw("a reason that XML can carry", function()
      return st.error_reply(st.iq({ type = "set", id = "x" }), error.type, error.condition, error.text)
    end)
  end
end

local function check_item(item)
  local is_none = item.subscription == "none"
  expect.that(item.asked == nil or is_none or item.subscription == "from", "who is asked may not be seen", item.subscription)
  expect.that(item.request == nil or is_none or item.subscription == "to", "who has asked may not see", item.subscription)
  expect.that(item.nick == nil or item.request ~= nil, "a nickname comes with a request", item.nick)
  if item.unlisted then
    local is_bare = is_none and item.name == nil and item.asked == nil and next(item.groups) == nil
    expect.that(is_bare, "who is in no list has nothing but a request", item.subscription)
  end
  expect.no_throw("a request that XML can carry", function()
    local shown = st.presence({ type = "subscribe" })
    if type(item.request) == "string" then
      shown:text_tag("status", item.request)
    end
    return shown:text_tag("nick", item.nick)
  end)
end

-- What each user's part of an answer makes of nobody, in one text.
local function carried_out(rooms, body)
  local read = rooms.request_body.read_patches
  local named, problem = expect.no_throw("reading an answer never throws", read, body, documents.host, breathe)
  if named == nil then
    expect.that(type(problem) == "string", "users or a problem", problem)
    return "problem: " .. problem
  end
  local lines = {}
  for position, value in ipairs(named.values) do
    if rooms.json_value.is_object(value) then
      local apply = rooms.roster_document.read_patches
      local contacts = { roster = {} }
      local reading =
        expect.no_throw("a patch never throws", apply, { { patch = value } }, contacts, documents.own_jid, {})
      for _, change in ipairs(reading.changes) do
        check_item(change.item)
        lines[#lines + 1] = named.usernames[position] .. " " .. change.jid .. " " .. canonical.item(change.item)
      end
    end
  end
  table.sort(lines)
  return table.concat(lines, "\n")
end

local function check_edit(rooms, case)
  rooms.contact.read_requests(true)
  local told = {}
  for _, code in ipairs({ 200, 204, 302, 400, 403, 404, 409, 422, 429, 500 }) do
    for _, from in ipairs({ "user", "contact" }) do
      local reply = { code = code, headers = {}, body = case.text }
      local verdict = expect.no_throw("an answer never throws", rooms.verdict.read_verdict, reply, from, 0)
      expect.that(KINDS[verdict.kind] == true, "a verdict is one of three", verdict.kind)
      if verdict.kind == "refused" then
        check_refusal(verdict.error)
        told[#told + 1] = verdict.error.text or ""
      end
    end
  end
  told[#told + 1] = carried_out(rooms, case.text)
  rooms.contact.read_requests(false)
  return table.concat(told, "\n")
end

return { check_edit = check_edit }
