-- What must hold of every list of usernames.
local jid = require("util.jid")
local st = require("util.stanza")
local nodeprep = require("util.encodings").stringprep.nodeprep
local documents = require("documents")
local expect = require("expect")

local host = documents.host

local function check_username(rooms, name)
  local read_username = rooms.request_body.read_username
  local username, problem = expect.no_throw("reading a username never throws", read_username, name, host)
  if username == nil then
    expect.that(type(problem) == "string" and not problem:find("%c"), "a username or a problem of one line", problem)
    return "no user"
  end
  expect.same(nodeprep(username), username, "a username in its normal form")
  local bare = username .. "@" .. host
  expect.same(jid.prep(bare), bare, "a username that makes a JID")
  expect.that(not username:find("[%c%s/@]"), "a username that fits in a line", string.format("%q", username))
  expect.no_throw("a username that XML can carry", st.stanza, "item", { jid = bare })
  return username
end

local function check_usernames(rooms, case)
  local json_text, json_value = rooms.json_text, rooms.json_value
  local list, problem = expect.no_throw("decoding never throws", json_text.decode_exactly, case.text)
  if list == nil then
    expect.that(type(problem) == "string", "a value or a problem", problem)
    return "problem: " .. problem
  elseif not json_value.is_array(list) then
    return expect.no_throw("naming a value never throws", json_value.kind_of, list)
  end
  local lines = {}
  for position = 1, #list do
    local name = list[position]
    local is_text = type(name) == "string"
    lines[position] = is_text and check_username(rooms, name)
      or expect.no_throw("naming a value never throws", json_value.kind_of, name)
  end
  return table.concat(lines, "\n")
end

return { check_usernames = check_usernames }
