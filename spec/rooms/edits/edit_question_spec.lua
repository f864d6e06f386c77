require("stand_ins")
local question = require("src.edits.edit_question")
local st = require("util.stanza")

local OWN = "john@x.test"
local LONG = ("x"):rep(1024)

local function query(...)
  local set = st.stanza("query", { xmlns = "jabber:iq:roster" })
  for _, item in ipairs({ ... }) do
    set:add_child(item)
  end
  return set
end

local function item(attr, ...)
  local made = st.stanza("item", attr)
  for _, group in ipairs({ ... }) do
    made:text_tag("group", group)
  end
  return made
end

describe("question", function()
  it("should be what a roster set says", function()
    local cases = {
      { query(item({ jid = "marie@x.test" })), { action = "set", groups = {} } },
      { query(item({ jid = "Marie@X.test/phone", name = "" })), { action = "set", groups = {} } },
      { query(item({ jid = "marie@x.test", name = "Marie", subscription = "both" }, "A", "B")), { action = "set", name = "Marie", groups = { "A", "B" } } },
      { query(item({ jid = "marie@x.test", subscription = "remove", name = LONG }, "A", "A")), { action = "remove" } },
    }
    for _, case in ipairs(cases) do
      local expected = case[2]
      expected.user, expected.contact = OWN, "marie@x.test"
      local asked, problem = question.read_roster_set(case[1], OWN)
      assert.is_nil(problem)
      assert.same(expected, asked)
    end
  end)

  it("should refuse what RFC 6121 refuses", function()
    local cases = {
      { "bad-request", query() },
      { "bad-request", nil },
      { "bad-request", query(item({ jid = "a@x.test" }), item({ jid = "b@x.test" })) },
      { "bad-request", query(st.stanza("other", { jid = "a@x.test" })) },
      { "bad-request", query(item({})) },
      { "bad-request", query(item({ jid = "@x.test" })) },
      { "bad-request", query(item({ jid = "a@x.test" }, "A", "B", "A")) },
      { "not-allowed", query(item({ jid = OWN })) },
      { "not-allowed", query(item({ jid = OWN .. "/phone", subscription = "remove" })) },
      { "not-acceptable", query(item({ jid = "a@x.test", name = LONG })) },
      { "not-acceptable", query(item({ jid = "a@x.test" }, LONG)) },
      { "not-acceptable", query(item({ jid = "a@x.test" }, "A", "")) },
    }
    for i, case in ipairs(cases) do
      local asked, problem = question.read_roster_set(case[2], OWN)
      assert.is_nil(asked, i)
      assert.equal(case[1], problem.condition, i)
    end
  end)

  it("should cut texts at characters, not in the midst of one", function()
    for _, character in ipairs({ "x", "é", "€", "💡" }) do
      assert.equal(character:rep(5), question.cut(character:rep(5), 5))
      assert.equal(character:rep(5), question.cut(character:rep(6), 5))
      assert.equal(character:rep(5), question.cut(character:rep(500), 5))
      assert.equal("", question.cut(character, 0))
    end
  end)
end)
