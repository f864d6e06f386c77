require("stand_ins")
local handshake = require("src.edits.subscription_handshake")

--- An item in words: a subscription, `ask`, `request`; nil for nobody.
local function item_of(words)
  if words == "" then
    return nil
  end
  local item = { subscription = "none", groups = {} }
  for word in words:gmatch("%a+") do
    if word == "ask" then
      item.asked = true
    elseif word == "request" then
      item.request = true
    else
      item.subscription = word
    end
  end
  return item
end

local STATES = { "", "none", "none ask", "none request", "none ask request", "to", "to request", "from", "from ask", "both" }

local function has(words, ...)
  for _, word in ipairs({ ... }) do
    if (" " .. words .. " "):find(" " .. word .. " ", 1, true) then
      return true
    end
  end
  return false
end

local function sorted(list)
  table.sort(list)
  return list
end

describe("handshake", function()
  it("should say to contacts elsewhere what the roster says newly, from each state to each", function()
    for _, before in ipairs(STATES) do
      for _, after in ipairs(STATES) do
        local expected = {}
        if not has(before, "from", "both") and has(after, "from", "both") then
          table.insert(expected, "subscribed")
        end
        if has(before, "from", "both", "request") and not has(after, "from", "both", "request") then
          table.insert(expected, "unsubscribed")
        end
        if not has(before, "ask") and has(after, "ask") then
          table.insert(expected, "subscribe")
        end
        if has(before, "to", "both", "ask") and not has(after, "to", "both", "ask") then
          table.insert(expected, "unsubscribe")
        end
        local said = handshake.kinds_to_say(item_of(before), item_of(after))
        assert.same(sorted(expected), sorted(said), ("%q to %q"):format(before, after))
      end
    end
  end)

  it("should say that they may see the user before anything else", function()
    assert.same({ "subscribed", "subscribe" }, handshake.kinds_to_say(item_of("none"), item_of("from ask")))
  end)

  it("should know what stands", function()
    local standing = {
      subscribe = { "none ask", "none ask request", "to", "to request", "from ask", "both" },
      subscribed = { "from", "from ask", "both" },
      unsubscribe = { "", "none", "none request", "from" },
      unsubscribed = { "", "none", "none ask", "to" },
    }
    for kind, states in pairs(standing) do
      for _, state in ipairs(STATES) do
        local expected = false
        for _, each in ipairs(states) do
          expected = expected or each == state
        end
        assert.equal(expected, handshake.stands(kind, item_of(state)), kind .. " of " .. state)
      end
    end
  end)

  it("should know what a removal takes from the other one", function()
    local cases = {
      { "both", "none", { "unsubscribe", "unsubscribed" } },
      { "both", "", { "unsubscribe", "unsubscribed" } },
      { "to", "none", { "unsubscribed" } },
      { "from", "none", { "unsubscribe" } },
      { "none ask", "none", { "unsubscribed" } },
      { "none request", "", { "unsubscribe" } },
      { "none ask request", "none ask", { "unsubscribe" } },
      { "none", "", {} },
      { "both", "both", {} },
      { "", "", {} },
    }
    for _, case in ipairs(cases) do
      assert.same(case[3], handshake.kinds_of_removal(item_of(case[1]), item_of(case[2])), case[1] .. " to " .. case[2])
    end
  end)

  it("should answer no contact's stanza in kind", function()
    assert.equal("unsubscribed", handshake.echo_of("unsubscribe"))
    assert.equal("unsubscribe", handshake.echo_of("unsubscribed"))
    assert.is_nil(handshake.echo_of("subscribe"))
    assert.is_nil(handshake.echo_of("subscribed"))
  end)

  it("should see in a contact's stanza nothing where there is nothing to take", function()
    assert.is_false(handshake.takes_or_gives("unsubscribe", item_of("to")))
    assert.is_true(handshake.takes_or_gives("unsubscribe", item_of("none request")))
    assert.is_false(handshake.takes_or_gives("unsubscribed", item_of("from")))
    assert.is_true(handshake.takes_or_gives("unsubscribed", item_of("none ask")))
    assert.is_false(handshake.takes_or_gives("unsubscribed", nil))
    assert.is_true(handshake.takes_or_gives("subscribed", nil))
    assert.is_true(handshake.takes_or_gives("subscribe", nil))
  end)
end)
