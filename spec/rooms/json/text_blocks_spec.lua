local json_libraries = require("json_libraries")

json_libraries.with_each(describe, "text_blocks", function(rooms)
  local text_blocks, json_text = rooms("json.text_blocks", "json.json_text")
  local known = { fingerprint = "of another text" }

  local function member(i, name)
    return ('"contact%d@example.com":{"name":"%s","groups":["Friends"]}'):format(i, name or "Contact " .. i)
  end

  local function members(count)
    local list = {}
    for i = 1, count do
      list[i] = member(i)
    end
    return list
  end

  local function object(list)
    return "{" .. table.concat(list, ",") .. "}"
  end

  local function blocks_of(text)
    local document, problem, blocks = text_blocks.decode_text(text, known)
    assert.is_nil(problem)
    assert.same((json_text.decode(text)), document)
    return blocks
  end

  local function text_of(blocks)
    return table.concat(blocks, ",")
  end

  local function change(list, new_list)
    return text_blocks.changed_part(blocks_of(object(list)), object(new_list))
  end

  describe("decode_text()", function()
    it("should find blocks of whole members that make up the text", function()
      for _, count in ipairs({ 20, 100, 1000 }) do
        local text = object(members(count))
        local blocks = blocks_of(text)
        assert.equal(text, text_of(blocks))
        assert.is_true(#blocks >= 2, count)
      end
    end)

    it("should not look for blocks until a second text shows that it changes, unless it is long", function()
      local _, _, blocks = text_blocks.decode_text(object(members(100)), nil)
      assert.is_nil(blocks)
      local _, _, blocks_of_long = text_blocks.decode_text(object(members(2000)), nil)
      assert.is_table(blocks_of_long)
    end)

    it("should read all kinds of text as a whole", function()
      local long = ("x"):rep(3000)
      local cases = {
        "{}", "[]", "null", '"' .. long .. '"', "[" .. long, object(members(5)),
        -- What looks like a border is none: within a string, and within a contact.
        '{"a@b.c":{"name":"' .. ("},"):rep(600) .. '"},"d@b.c":{}}',
        '{"a@b.c":{"x":[' .. ('{"y":{},"z":1},'):rep(300) .. "1]}}",
        '{"a@b.c":{"groups":{' .. ('"x":{},'):rep(300) .. '"y":{}}},"d@b.c":{}}',
        -- A name twice, the last of which counts.
        object({ member(1, "Old"), object(members(40)):sub(2, -2), member(1, "New") }),
      }
      for _, text in ipairs(cases) do
        local value, problem, blocks = text_blocks.decode_text(text, known)
        local whole, whole_problem = json_text.decode(text)
        assert.same({ whole, whole_problem }, { value, problem }, text:sub(1, 60))
        assert.is_true(blocks == nil, text:sub(1, 60))
      end
    end)
  end)

  describe("changed_part_at()", function()
    local function in_batch(text)
      return '{"john":' .. text .. ',"marie":{}}'
    end

    it("should find the text in another, at its position and nowhere else", function()
      local text = object(members(100))
      local blocks = blocks_of(text)
      local batch = in_batch(text)
      assert.same({ "same", 8 + #text }, { text_blocks.changed_part_at(blocks, batch, 9) })
      for _, position in ipairs({ 1, 8, 10, 9 + #blocks[1], #batch }) do
        assert.not_equal("same", (text_blocks.changed_part_at(blocks, batch, position)), position)
      end
      assert.is_nil(text_blocks.changed_part_at(blocks, batch:sub(1, #text), 9))
    end)

    it("should find what has changed, and where the text ends", function()
      local old = members(100)
      local blocks = blocks_of(object(old))
      for _, at in ipairs({ 1, 2, 50, 99, 100 }) do
        for name, carry_out in pairs({ add = table.insert, remove = table.remove }) do
          local new = members(100)
          carry_out(new, at, name == "add" and member(9999) or nil)
          local text = object(new)
          local part, last = text_blocks.changed_part_at(blocks, in_batch(text), 9)
          assert.equal(8 + #text, last, name .. at)
          assert.equal(text, text_of(part.changed), name .. at)
        end
      end
    end)

    it("should leave to others what has no end to be seen at a glance", function()
      local blocks = blocks_of(object(members(100)))
      local texts = {
        "{}", "[]", "null", "5", '"x"', "", "{", '{"a":1}',
        object(members(99)):sub(1, -2),
        object(members(99)):sub(1, -2) .. ",}",
        object(members(99)):sub(1, -2) .. ',"a@b.c":null}',
        object(members(99)):sub(1, -2) .. ',"a@b.c":{"name":"{"}}',
        object(members(99)):sub(1, -2) .. ',"a@b.c":{"name":"}"}}',
      }
      for _, text in ipairs(texts) do
        assert.is_nil((text_blocks.changed_part_at(blocks, '{"john":' .. text, 9)), text:sub(-30))
      end
      assert.is_nil((text_blocks.changed_part_at("scattered", in_batch("{}"), 9)))
    end)
  end)

  it("should keep no more of a long text than its length", function()
    local text = object(members(15000))
    assert.is_true(#text > 900000)
    local held = {}
    collectgarbage()
    collectgarbage()
    local before = collectgarbage("count")
    for i = 1, 3 do
      local _, _, blocks = text_blocks.decode_text(text:sub(1, -2) .. (" "):rep(i) .. "}", nil)
      held[i] = blocks
    end
    collectgarbage()
    collectgarbage()
    local kept = (collectgarbage("count") - before) * 1024 / 3
    assert.is_true(kept < #text * 1.05, kept .. " bytes kept of " .. #text)
    assert.equal(3, #held)
  end)

  describe("changed_part()", function()
    it("should find what was added, removed and changed", function()
      for _, count in ipairs({ 20, 100, 2000 }) do
        for _, at in ipairs({ 1, 2, math.floor(count / 2), count - 1, count }) do
          local changes = {
            add = function(list)
              table.insert(list, at, member(9999))
            end,
            remove = function(list)
              table.remove(list, at)
            end,
            rename = function(list)
              list[at] = member(at, "Somebody Else")
            end,
          }
          for name, carry_out in pairs(changes) do
            local old, new = members(count), members(count)
            carry_out(new)
            local part = change(old, new)
            local case = name .. " at " .. at .. " of " .. count
            assert.is_table(part, case)
            assert.equal(object(new), text_of(part.changed), case)
            local added, contact = part.document["contact9999@example.com"], ("contact%d@example.com"):format(at)
            assert.equal(name == "add", added ~= nil, case)
            assert.equal(name == "remove" or nil, part.names[contact] and part.document[contact] == nil or nil, case)
            if name == "rename" then
              assert.equal("Somebody Else", part.document[contact].name, case)
            end
          end
        end
      end
    end)

    it("should find one change after the other", function()
      local list = members(100)
      local blocks = blocks_of(object(list))
      for i = 1, 30 do
        table.insert(list, (i * 37) % #list + 1, member(1000 + i))
        table.remove(list, (i * 53) % #list + 1)
        local part = text_blocks.changed_part(blocks, object(list))
        if type(part) == "table" then
          blocks = part.changed
        else
          blocks = blocks_of(object(list))
        end
        assert.equal(object(list), text_of(blocks))
      end
    end)

    it("should know the same text again", function()
      for _, count in ipairs({ 20, 100, 2000 }) do
        assert.equal("same", change(members(count), members(count)))
      end
    end)

    it("should know another order from a change", function()
      local old, new = members(100), {}
      for i, text in ipairs(old) do
        new[#old + 1 - i] = text
      end
      assert.equal("scattered", change(old, new))
      assert.equal("scattered", text_blocks.changed_part("scattered", object(old)))
    end)

    it("should leave to others what can't be read by itself", function()
      local old = members(100)
      local text = object(old)
      local inside = member(50)
      local _, last = text:find(inside, 1, true)
      local cases = {
        ["no JSON"] = text:sub(1, last - 1) .. text:sub(last + 1),
        ["something behind its end"] = text .. "x",
        ["no end"] = text:sub(1, -2),
        ["nothing"] = "",
        ["an object in front"] = '{"evil@example.com":{},' .. text,
        ["an object in front, with its end"] = '{"evil@example.com":{}},' .. text,
        ["a comma in front"] = "," .. text,
        ["a comma behind"] = text .. ",",
        ["an object behind"] = text .. ',{"evil@example.com":{}}',
        ["members behind"] = text .. ',"evil@example.com":{}}',
        ["itself"] = text .. text,
        ["itself with a comma"] = text .. "," .. text,
        ["itself but for its brackets"] = text:sub(1, -2) .. "," .. text,
        ["a comma before its end"] = text:sub(1, -2) .. ",}",
        ["a comma at its beginning"] = "{," .. text:sub(2),
        ["no beginning"] = text:sub(2),
        ["no first block"] = text:sub(#blocks_of(text)[1] + 2),
        ["no last block"] = text:sub(1, -#blocks_of(text)[#blocks_of(text)] - 2),
        ["no last block, but an end"] = text:sub(1, -#blocks_of(text)[#blocks_of(text)] - 1) .. "}",
      }
      local blocks = blocks_of(text)
      for name, new_text in pairs(cases) do
        assert.is_string(text_blocks.changed_part(blocks, new_text), name)
        assert.is_nil(json_text.decode(new_text), name)
      end
      assert.is_string(text_blocks.changed_part(blocks, text:sub(1, last + 1) .. object(members(60)):sub(2, -2) .. text:sub(last + 1)))
    end)

    it("should take what stands in front of the first block, or behind the last one, for members if it is", function()
      local text = object(members(100))
      local blocks = blocks_of(text)
      for _, new_text in ipairs({ '{"new@example.com":{},' .. text:sub(2), text:sub(1, -2) .. ',"new@example.com":{}}' }) do
        local part = text_blocks.changed_part(blocks, new_text)
        assert.same({}, part.document["new@example.com"])
        assert.equal(new_text, text_of(part.changed))
      end
    end)

    it("should know what the names in the part were", function()
      local old, new = members(100), members(100)
      new[50] = member(9999)
      local part = change(old, new)
      assert.is_true(part.names["contact50@example.com"])
      assert.is_nil(part.names["contact9999@example.com"])
      for name in pairs(part.document) do
        assert.equal(name ~= "contact9999@example.com" or nil, part.names[name])
      end
    end)

    it("should see to the commas between blocks", function()
      local list = members(100)
      local text = object(list)
      local blocks = blocks_of(text)
      local position = 1
      for i = 1, #list - 1 do
        local _, last = text:find(list[i], position, true)
        position = last + 1
        for _, comma in ipairs({ ",,", "", " ", ";", ", ,", "}," }) do
          local new_text = text:sub(1, last) .. comma .. text:sub(last + 2)
          assert.is_string(text_blocks.changed_part(blocks, new_text), comma .. " behind member " .. i)
          local changed_too = new_text:gsub("Contact 100", "Somebody Else")
          assert.is_string(text_blocks.changed_part(blocks, changed_too), comma .. " behind member " .. i)
        end
      end
    end)

    it("should not take a string for the end of a member", function()
      local old = members(100)
      local new = members(100)
      new[50] = member(50, '},\\"contact51@example.com\\":{')
      local part = change(old, new)
      assert.is_table(part)
      assert.equal('},"contact51@example.com":{', part.document["contact50@example.com"].name)
      assert.equal(object(new), text_of(part.changed))
    end)
  end)
end)
