local edit_lanes = require("src.edits.edit_lanes")

local HOST = "x.test"

--- `john>marie`: what john wants of marie; `john<eve`: what eve, who is elsewhere, wants of john.
local function new_edit(text)
  local username, direction, other = text:match("^(%a+)([<>])(%a+)$")
  local is_contacts = direction == "<"
  local contact = other .. (is_contacts and "@far.test" or "@" .. HOST)
  return {
    text = text,
    username = username,
    contact = contact,
    is_contacts = is_contacts,
    holds_pair = false,
    pair = edit_lanes.pair_of(username .. "@" .. HOST, contact),
  }
end

--- Plays edits: those that can be are asked about at once. `asked` has them in order, `done` ends one.
local function new_play()
  local play = { lanes = edit_lanes.new_lanes(), asked = {} }

  local function start(key)
    local edit = edit_lanes.begin(play.lanes, key)
    if edit == nil then
      return
    end
    if edit_lanes.claim_pair(play.lanes, edit) then
      table.insert(play.asked, edit)
    else
      edit_lanes.put_off(play.lanes, edit)
    end
  end

  local function go_on(edit)
    for _, key in ipairs(edit_lanes.lanes_of_pair(edit, HOST)) do
      start(key)
    end
  end

  function play.add(text)
    local edit = new_edit(text)
    local is_in = edit_lanes.join(play.lanes, edit)
    if is_in then
      go_on(edit)
    end
    return is_in
  end

  function play.done(edit)
    edit_lanes.free_pair(play.lanes, edit)
    edit_lanes.leave(play.lanes, edit)
    go_on(edit)
  end

  function play.texts()
    local texts = {}
    for i, edit in ipairs(play.asked) do
      texts[i] = edit.text
    end
    return table.concat(texts, " ")
  end

  return play
end

describe("edit_lanes", function()
  it("should ask about one of a user's edits at a time, in their order", function()
    local play = new_play()
    for _, text in ipairs({ "john>a", "john>b", "john>a", "marie>a" }) do
      play.add(text)
    end
    assert.equal("john>a marie>a", play.texts())
    play.done(play.asked[1])
    assert.equal("john>a marie>a john>b", play.texts())
    play.done(play.asked[3])
    assert.equal("john>a marie>a john>b john>a", play.texts())
  end)

  it("should ask about two users one at a time, whichever of them wants something", function()
    local play = new_play()
    play.add("john>marie")
    play.add("marie>john")
    play.add("marie>zoe")
    assert.equal("john>marie", play.texts())
    play.done(play.asked[1])
    assert.equal("john>marie marie>john", play.texts())
    play.done(play.asked[2])
    assert.equal("john>marie marie>john marie>zoe", play.texts())
  end)

  it("should let other contacts go on while one waits, but not the same one", function()
    local play = new_play()
    play.add("john<eve")
    play.add("john<eve")
    play.add("john<bob")
    play.add("john>marie")
    assert.equal("john<eve john<bob john>marie", play.texts())
    play.done(play.asked[1])
    assert.equal("john<eve john<bob john>marie john<eve", play.texts())
  end)

  it("should bound what a user wants, and what contacts want of one and of all", function()
    local play = new_play()
    for _ = 1, 1000 do
      assert.is_true(play.add("john>marie"))
    end
    assert.is_false(play.add("john>zoe"))
    assert.is_true(play.add("marie>zoe"))
    for _ = 1, 200 do
      assert.is_true(play.add("john<eve"))
    end
    assert.is_false(play.add("john<bob"))
    for letter in ("abcdefghi"):gmatch(".") do
      for _ = 1, 200 do
        assert.is_true(play.add(letter .. "<eve"))
      end
    end
    assert.is_false(play.add("zoe<eve"))
    play.done(play.asked[1])
    assert.is_true(play.add("john>zoe"))
  end)

  it("should have nothing left once all has been done", function()
    local play = new_play()
    local names = { "a", "b", "c" }
    local seed = 7
    local function random(most)
      seed = (seed * 16807) % 2147483647
      return seed % most + 1
    end
    local added, done = 0, 0
    for _ = 1, 2000 do
      if random(3) > 1 then
        local user, other = names[random(3)], names[random(3)]
        if user ~= other or random(2) == 1 then
          play.add(user .. (user == other and "<eve" or random(2) == 1 and ">" .. other or "<" .. other))
          added = added + 1
        end
      elseif play.asked[done + 1] ~= nil then
        done = done + 1
        play.done(play.asked[done])
      end
    end
    while play.asked[done + 1] ~= nil do
      done = done + 1
      play.done(play.asked[done])
    end
    assert.equal(added, done)
    assert.is_nil((next(play.lanes.lanes)))
    assert.is_nil((next(play.lanes.busy_pairs)))
    assert.is_nil((next(play.lanes.of_contacts)))
    assert.equal(0, play.lanes.contacts)
  end)

  it("should take out what one wants, and let others have the pair", function()
    local play = new_play()
    play.add("john>marie")
    play.add("john>zoe")
    play.add("marie>john")
    local out = edit_lanes.remove_lanes(play.lanes, function(edit)
      return edit.username == "john"
    end)
    assert.equal(2, #out)
    assert.equal("john>marie", out[1].text)
    assert.is_true(play.add("john>zoe"))
    play.add("marie>zoe")
    assert.equal("john>marie john>zoe marie>john", play.texts())
  end)
end)
