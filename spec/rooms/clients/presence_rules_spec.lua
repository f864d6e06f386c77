local presence_rules = require("src.clients.presence_rules")

describe("presence_rules", function()
  it("should say who sees whom", function()
    local cases = {
      -- subscription, the contact sees the user, the user sees the contact
      { "both", true, true },
      { "from", true, false },
      { "to", false, true },
      { "none", false, false },
      { nil, false, false },
    }
    for _, case in ipairs(cases) do
      local subscription, is_seen, is_seeing = case[1], case[2], case[3]
      assert.equal(is_seen, presence_rules.is_seen_by(subscription), subscription)
      assert.equal(is_seeing, presence_rules.is_seeing(subscription), subscription)
    end
  end)

  describe("presence_change()", function()
    it("should say what each change leads to", function()
      local cases = {
        -- before, after, what follows; "-" is no contact
        { "-", "-", "" },
        { "-", "none", "" },
        { "-", "to", "probe" },
        { "-", "from", "shown" },
        { "-", "both", "shown probe" },
        { "none", "-", "" },
        { "none", "none", "" },
        { "none", "to", "probe" },
        { "none", "from", "shown" },
        { "none", "both", "shown probe" },
        { "to", "-", "" },
        { "to", "none", "" },
        { "to", "to", "" },
        { "to", "from", "shown" },
        { "to", "both", "shown" },
        { "from", "-", "hidden" },
        { "from", "none", "hidden" },
        { "from", "to", "hidden probe" },
        { "from", "from", "" },
        { "from", "both", "probe" },
        { "both", "-", "hidden" },
        { "both", "none", "hidden" },
        { "both", "to", "hidden" },
        { "both", "from", "" },
        { "both", "both", "" },
      }
      for _, case in ipairs(cases) do
        local before, after, expected = case[1], case[2], case[3]
        local shown, hidden, to_probe = presence_rules.presence_change(
          before ~= "-" and { subscription = before, groups = {} } or nil,
          after ~= "-" and { subscription = after, groups = {} } or nil
        )
        assert.same({
          shown = expected:find("shown") ~= nil,
          hidden = expected:find("hidden") ~= nil,
          probe = expected:find("probe") ~= nil,
        }, { shown = shown, hidden = hidden, probe = to_probe }, before .. " to " .. after)
      end
    end)
  end)
end)
