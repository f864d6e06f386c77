require("stand_ins")
local diagnosis = require("src.admin.diagnosis")

local URL = "http://user:secret@backend.test:8080/contacts/john"

--- What is wrong with a reply, and what to do.
local function fault_of(reply, hosts, url)
  local document, fault = diagnosis.read_answer(reply, url or URL, hosts or "", "an object")
  assert.is_nil(document)
  assert.is_string(fault.cure)
  return fault.what, fault.cure
end

local function answer(body, headers)
  return { code = 200, headers = headers or {}, body = body }
end

describe("diagnosis", function()
  describe("read_answer()", function()
    it("should give the object of an answer", function()
      assert.same({ a = 1 }, (diagnosis.read_answer(answer('{"a":1}'), URL, "", "an object")))
    end)

    it("should name where a redirect leads", function()
      local what, cure = fault_of({ code = 302, headers = { location = "/login?next=%2F" }, body = "" })
      assert.equal('backend answered 302, a redirect to "/login?next=%2F"', what)
      assert.is_truthy(cure:find("http_roster_url"))
    end)

    it("should show the words of an error's page, cut and on one line", function()
      local page = "<html><style>p { color: red }</style>\n<h1>Oh\tno</h1>" .. ("x"):rep(300) .. "</html>"
      local what = fault_of({ code = 500, headers = {}, body = page })
      assert.equal('backend answered 500: "Oh no ' .. ("x"):rep(194) .. '..."', what)
      assert.equal("backend answered 503", (fault_of({ code = 503, headers = {}, body = "" })))
      assert.equal('backend answered 500: "?[31m"', (fault_of({ code = 500, headers = {}, body = "\27[31m" })))
    end)

    it("should say what comes instead of JSON", function()
      for what, body in pairs({
        ["the answer is empty"] = "",
        ["the answer begins with a byte order mark (UTF-8)"] = "\239\187\191{}",
        ["the answer begins with a byte order mark (UTF-16)"] = "\255\254{\0}\0",
        ['the answer is not JSON but a page in HTML: "Log in Name Password"'] = "<!DOCTYPE html><title>Log in</title><p>Name<p>Password",
        ['the answer is not JSON: PHP puts a message before it, "Warning : Undefined variable $x in /var/www/x.php on line 3 {}"'] = "<br />\n<b>Warning</b>:  Undefined variable $x in <b>/var/www/x.php</b> on line <b>3</b><br />\n{}",
        ['the answer is not JSON: PHP puts a message before it, "PHP Parse error: syntax error in x.php on line 1"'] = "PHP Parse error:  syntax error in x.php on line 1\n",
        ["the answer is an array, expected an object"] = '["john"]',
        ["the answer is null, expected an object"] = "null",
      }) do
        assert.equal(what, (fault_of(answer(body))))
      end
      assert.equal("the answer is empty", (fault_of(answer(" \n"))))
      assert.is_truthy(fault_of(answer("hello there")):find('^the answer is not JSON %(.+%): it begins with "hello there"$'))
    end)

    it("should name a compression", function()
      local what = fault_of(answer("\31\139", { ["content-encoding"] = "gzip" }))
      assert.is_truthy(what:find("compressed (Content-Encoding: gzip)", 1, true))
      assert.is_table((diagnosis.read_answer(answer("{}", { ["content-encoding"] = "Identity" }), URL, "", "an object")))
    end)

    it("should say what to do where there is no answer", function()
      for problem, part in pairs({
        ["no answer (connection refused)"] = "running",
        ["no answer (certificate-chain-invalid)"] = "update%-ca%-certificates",
        ["no answer (certificate verify failed)"] = "update%-ca%-certificates",
        ["no answer (wrong version number)"] = "http://",
        ["no answer (closed)"] = "log",
        ["no whole answer within 5 s"] = "http_roster_timeout",
        ["no answer (NXDomain in AAAA lookup)"] = "Nobody knows the name backend%.test",
        ["no answer (unable to resolve service)"] = "Nobody knows the name backend%.test",
      }) do
        local what, cure = fault_of({ problem = problem })
        assert.equal(problem, what)
        assert.is_truthy(cure:find(part), cure)
      end
    end)

    it("should tell of names that stand in /etc/hosts alone", function()
      local hosts = "# backend\n127.0.0.1\tlocalhost\n10.0.0.1  app Backend.Test # x\n"
      for _, problem in ipairs({ "no answer (unable to resolve service)", "no whole answer within 5 s" }) do
        local _, cure = fault_of({ problem = problem }, hosts)
        assert.is_truthy(cure:find("hoststxt = true", 1, true), cure)
      end
      local _, refused = fault_of({ problem = "no answer (connection refused)" }, hosts)
      assert.is_nil(refused:find("hoststxt"))
      local _, is_local = fault_of({ problem = "no whole answer within 5 s" }, hosts, "http://localhost/%s")
      assert.is_nil(is_local:find("hoststxt"))
      local _, other = fault_of({ problem = "no whole answer within 5 s" }, "10.0.0.1 test # backend.test")
      assert.is_nil(other:find("hoststxt"))
    end)
  end)

  describe("order_by_text()", function()
    it("should put faults in the order in which the text names contacts", function()
      local text = '{"z@x": 1, "a@x": {}, "b@x": 2, "\\u0041@x": 3}'
      local faults = { 'contact "A@x": wrong', 'contact "b@x": wrong', "else", 'contact "z@x": wrong' }
      diagnosis.order_by_text(faults, text)
      assert.same({ 'contact "z@x": wrong', 'contact "b@x": wrong', 'contact "A@x": wrong', "else" }, faults)
    end)
  end)
end)
