require("stand_ins")
local json_libraries = require("json_libraries")

json_libraries.with_each(describe, "contact that has asked, or was asked,", function(rooms)
  local contact, json_text = rooms("rosters.contact", "json.json_text")

  before_each(function()
    contact.read_requests(true)
  end)

  after_each(function()
    contact.read_requests(false)
  end)

  local function read(text)
    return contact.read_item((json_text.decode(text)))
  end

  local function item(subscription, fields)
    local made = { subscription = subscription, groups = {} }
    for key, value in pairs(fields) do
      made[key] = value
    end
    return made
  end

  it("should be read with what counts for its subscription", function()
    local cases = {
      { '{"ask":"subscribe"}', item("none", { asked = true }) },
      { '{"ask":"subscribe","subscription":"from"}', item("from", { asked = true }) },
      { '{"ask":"subscribe","subscription":"to"}', item("to", {}) },
      { '{"ask":"subscribe","subscription":"both"}', item("both", {}) },
      { '{"ask":null}', item("both", {}) },
      { '{"request":true}', item("none", { request = true, unlisted = true }) },
      { '{"request":""}', item("none", { request = true, unlisted = true }) },
      { '{"request":"Hello","nick":"Eve"}', item("none", { request = "Hello", nick = "Eve", unlisted = true }) },
      { '{"request":true,"name":"Eve"}', item("none", { request = true, name = "Eve" }) },
      { '{"request":true,"ask":"subscribe"}', item("none", { request = true, asked = true }) },
      { '{"request":true,"subscription":"to","nick":"Eve"}', item("to", { request = true, nick = "Eve" }) },
      { '{"request":true,"subscription":"from","nick":"Eve"}', item("from", {}) },
      { '{"request":null}', item("both", {}) },
      { '{"nick":"Eve"}', item("both", {}) },
      { '{"nick":5}', item("both", {}) },
      { '{"nick":5,"name":"Zo\\u00eb"}', item("both", { name = "Zo\195\171" }) },
    }
    for _, case in ipairs(cases) do
      local found, problem = read(case[1])
      assert.is_nil(problem, case[1])
      assert.same(case[2], found, case[1])
    end
  end)

  it("should be passed over where a field is of the wrong type", function()
    for _, text in ipairs({ '{"ask":true}', '{"ask":"x"}', '{"request":5}', '{"request":false}', '{"request":{}}', '{"request":"\\u0001"}', '{"request":true,"nick":5}' }) do
      local found, problem = read(text)
      assert.is_nil(found, text)
      assert.is_string(problem, text)
    end
  end)

  it("should be changed in the fields that a patch gives", function()
    local function patch(held, text)
      return (contact.merge_contact(held, (json_text.decode_exactly(text))))
    end
    local asking = item("none", { request = "Hello", nick = "Eve", unlisted = true })
    assert.same(item("from", {}), patch(asking, '{"request":null,"subscription":"from"}'))
    assert.same(item("from", {}), patch(asking, '{"subscription":"from"}'))
    assert.same(item("none", { request = "Hello", nick = "Eve", name = "Eve" }), patch(asking, '{"name":"Eve"}'))
    -- Who had only asked is in nobody's list for having been refused.
    assert.same(item("none", { unlisted = true }), patch(asking, '{"request":null}'))
    assert.same(item("none", { asked = true, name = "Eve" }), patch(item("none", { name = "Eve" }), '{"ask":"subscribe"}'))
    assert.same(item("to", { name = "Eve" }), patch(item("none", { asked = true, name = "Eve" }), '{"subscription":"to"}'))
    assert.same(item("none", { asked = true }), patch(item("to", {}), '{"subscription":null,"ask":"subscribe"}'))
  end)

  it("should be ignored where the backend is not asked about edits", function()
    contact.read_requests(false)
    assert.same(item("both", {}), (read('{"ask":"subscribe","request":5,"nick":5}')))
  end)
end)
