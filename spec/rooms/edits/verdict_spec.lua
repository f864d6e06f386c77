require("stand_ins")
local json_libraries = require("json_libraries")

json_libraries.with_each(describe, "verdict", function(rooms)
  local verdict = rooms("edits.verdict")

  local function read(code, body, from, headers)
    return verdict.read_verdict({ code = code, headers = headers or {}, body = body or "" }, from or "user", 1000)
  end

  it("should agree where the backend has acted or taken note", function()
    assert.same({ kind = "agreed" }, read(204))
    assert.same({ kind = "agreed" }, read(200, " \n"))
    assert.same({ kind = "agreed", body = "{}" }, read(200, "{}"))
    assert.same({ kind = "agreed", body = "<html>" }, read(200, "<html>"))
  end)

  it("should refuse with the error of each status, which to a contact's question may be none", function()
    local cases = {
      { 400, "bad-request", "modify" }, { 401, "forbidden", "auth", true }, { 403, "forbidden", "auth" }, { 404, "item-not-found", "cancel" },
      { 405, "not-allowed", "cancel", true }, { 406, "not-acceptable", "modify" }, { 409, "conflict", "cancel" }, { 422, "not-acceptable", "modify" },
      { 429, "resource-constraint", "wait", true },
    }
    for _, case in ipairs(cases) do
      local code, condition, error_type, is_asked_again = (table.unpack or unpack)(case)
      assert.same({ kind = "refused", error = { type = error_type, condition = condition } }, read(code))
      assert.equal(is_asked_again and "failed" or "refused", read(code, "", "contact").kind)
    end
  end)

  it("should fail otherwise, and keep to Retry-After", function()
    for _, code in ipairs({ 201, 202, 302, 304, 410, 418, 500, 503, 0 }) do
      local found = read(code)
      assert.equal("failed", found.kind)
      assert.equal("backend answered " .. code, found.problem)
    end
    assert.equal(7, read(503, "", "user", { ["retry-after"] = "7" }).retry_after)
    assert.same({ kind = "failed", problem = "no answer" }, verdict.read_verdict({ problem = "no answer" }, "user", 1000))
  end)

  it("should give the backend's reason where it is one", function()
    local cases = {
      { '{"message":"No more than 5"}', "No more than 5" }, { '{"detail":"No","title":"x"}', "No" }, { '{"message":5,"detail":"No"}', "No" },
      { '{"message":"' .. ("é"):rep(600) .. '"}', ("é"):rep(500) }, { '{"message":""}' }, { '{"message":null}' }, { '{"message":"\\u0001"}' },
      { "[]" }, { '"No"' }, { "<html>" }, { "" }, { "{" },
    }
    for _, case in ipairs(cases) do
      assert.equal(case[2], read(403, case[1]).error.text, case[1])
    end
  end)
end)
