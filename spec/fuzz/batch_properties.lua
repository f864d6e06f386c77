-- What must hold of every answer to a batch.
local canonical = require("canonical")
local expect = require("expect")

local function breathe() end

local function read(rooms, text, known)
  local read_batch = rooms.batch_answer.read_batch
  return expect.no_throw("reading a batch never throws", read_batch, text, function(name)
    return known[name]
  end, breathe)
end

-- Who is known by the very text that the batch has is not decoded, and everyone else is as if nothing were known.
local function check_known(rooms, text, answers)
  local known = {}
  for name, answer in pairs(answers) do
    known[name] = { size = #answer.text, fingerprint = rooms.text_blocks.fingerprint(answer.text) }
    local one = read(rooms, text, { [name] = known[name] })
    expect.same(one[name].kind, "unchanged", "what is known is recognised")
    local other = read(rooms, text, { [name] = { size = #answer.text, fingerprint = ("0"):rep(40) } })
    expect.same(other[name].text, answer.text, "what has another hash is not")
  end
  local all = read(rooms, text, known)
  for name in pairs(answers) do
    expect.same(all[name].kind, "unchanged", "all that is known is recognised")
  end
  local cut = read(rooms, text:match("^(.*)}"), known)
  expect.same(cut, nil, "of a batch that breaks off nothing is taken, even if all is known")
end

local function check_batch(rooms, case)
  local answers, problem = read(rooms, case.text, {})
  local whole = expect.no_throw("decoding never throws", rooms.json_text.decode, case.text)
  local is_object = rooms.json_value.is_object(whole) and case.text:find("^[ \t\r\n]*{") ~= nil
  if answers == nil then
    expect.that(type(problem.problem) == "string", "answers or a problem", problem.problem)
    -- A batch may be a level deeper than other texts.
    expect.that(not is_object, "what is JSON is read", problem.problem)
    return "problem: " .. problem.problem
  end
  expect.that(is_object or #case.text > 30, "what is no JSON is not read", case.text)
  check_known(rooms, case.text, answers)

  local lines = {}
  for name, answer in pairs(answers) do
    local document = canonical.json(rooms.json_value, answer.document)
    local of_text = rooms.json_text.decode(answer.text)
    expect.same(canonical.json(rooms.json_value, of_text), document, "each text is what it decodes to")
    expect.that(not rooms.json_value.is_null(answer.document), "null is left out", name)
    lines[#lines + 1] = string.format("%q %q=%s", name, answer.text, document)
  end
  if is_object then
    for name, value in pairs(whole) do
      expect.that(answers[name] ~= nil or rooms.json_value.is_null(value), "each member is an answer", name)
    end
  end
  table.sort(lines)
  return table.concat(lines, "\n")
end

return { check_batch = check_batch }
