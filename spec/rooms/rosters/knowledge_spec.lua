require("stand_ins")
local set_of = require("sets").set_of

local REPLACED = {
  "util.timer",
  "src.time_slices",
  "util.hashes",
  "util.time",
  "src.backend.answer",
  "src.json.text_blocks",
  "src.rosters.knowledge",
  "src.rosters.roster_version",
  "src.rosters.rosters",
}

-- So many that the text is known by its blocks.
local FILLERS, FILLER_ITEMS = {}, {}
for i = 1, 12 do
  local jid, name = ("filler%d@example.org"):format(i), ("who fills the text up, number %d, "):format(i):rep(6)
  FILLERS[i] = ('"%s":{"name":"%s"}'):format(jid, name)
  FILLER_ITEMS[jid] = { name = name, subscription = "both", groups = {} }
end

--- A roster, or a patch, in JSON, given by JID: the fields in JSON, too.
local function text_of(contacts, has_fillers)
  local members = {}
  for jid, fields in pairs(contacts) do
    table.insert(members, ("%q:%s"):format(jid, fields))
  end
  for _, filler in ipairs(has_fillers and FILLERS or {}) do
    table.insert(members, filler)
  end
  table.sort(members)
  return "{" .. table.concat(members, ",") .. "}"
end

local function is_same_item(a, b)
  if a == nil or b == nil or a.name ~= b.name or a.subscription ~= b.subscription then
    return false
  end
  for group in pairs(a.groups) do
    if not b.groups[group] then
      return false
    end
  end
  for group in pairs(b.groups) do
    if not a.groups[group] then
      return false
    end
  end
  return true
end

--- The same as `assert.same`, which would take most of the time.
local function is_same(a, b)
  if a == nil or b == nil then
    return a == b
  end
  for jid, item in pairs(a) do
    if not is_same_item(item, b[jid]) then
      return false
    end
  end
  for jid in pairs(b) do
    if a[jid] == nil then
      return false
    end
  end
  return true
end

--- The roster without its metadata.
local function contacts_of(roster)
  local contacts = {}
  for jid, item in pairs(roster) do
    if jid ~= false then
      contacts[jid] = item
    end
  end
  return contacts
end

describe("knowledge", function()
  local before = {}
  local arrivals, answer_room, document_room, json_text, knowledge_room, rosters_room, text_blocks
  local function breathe() end

  --- What was put off to the next turn of Prosody's loop happens.
  local function next_turn()
    local tasks = due
    due = {}
    for _, task in ipairs(tasks) do
      task()
    end
  end

  setup(function()
    for _, name in ipairs(REPLACED) do
      before[name] = package.loaded[name]
      package.loaded[name] = nil
    end
    package.loaded["util.time"] = {
      monotonic = function()
        return 1000
      end,
    }
    package.loaded["util.timer"] = {}
    -- Those of other Luas than Prosody's are slow.
    package.loaded["util.hashes"] = {
      sha1 = function(text)
        return text
      end,
    }
    arrivals = require("src.rosters.arrival_order")
    answer_room = require("src.backend.answer")
    document_room = require("src.rosters.roster_document")
    json_text = require("src.json.json_text")
    knowledge_room = require("src.rosters.knowledge")
    rosters_room = require("src.rosters.rosters")
    text_blocks = require("src.json.text_blocks")
  end)

  teardown(function()
    for _, name in ipairs(REPLACED) do
      package.loaded[name] = before[name]
    end
  end)

  local function decoded(text)
    local value, problem = json_text.decode_exactly(text)
    assert(problem == nil, text)
    return value
  end

  --- A user whose roster is made of words. What is said has its place at once, and is taken in by the function that is given back.
  local function new_scene(is_online)
    local users = { john = is_online and { roster = { [false] = { version = 1 } }, sessions = {} } or nil }
    local scene = { patches = {}, arrivals = arrivals.new_arrivals(), is_online = is_online, screen = {}, told = {}, faults = {} }
    local rosters = rosters_room.new_rosters(users, rosters_room.new_roster_state(users, 10), 0, false, false, 10)
    local last_known = { noted = 0 }
    function last_known.note(username, holding)
      assert.is_true(rosters.get(username) == holding)
      last_known.noted = last_known.noted + 1
    end
    function last_known.forget()
      last_known.noted = 0
    end
    local events = {}
    function events.on_change(_, changes)
      assert.is_true(is_online, "nobody is there to be told")
      for _, change in ipairs(changes) do
        assert.equal(scene.screen[change.jid], change.before)
        assert.is_false(is_same_item(change.before, change.after))
        scene.screen[change.jid] = change.after
        table.insert(scene.told, change.jid)
      end
    end
    function events.on_faults(_, faults)
      scene.faults = faults
    end
    local knowledge = knowledge_room.new_knowledge("example.com", rosters, last_known, scene.arrivals, scene.patches, events)
    local under_way = 0

    function scene.held()
      return rosters.get("john")
    end

    function scene.contacts()
      return scene.held() and contacts_of(scene.held().roster)
    end

    function scene.is_believed()
      return rosters.is_believed("john")
    end

    local function end_reading(place)
      arrivals.end_reading(scene.arrivals, place)
      knowledge.forget_patches(function()
        return under_way > 0
      end)
    end

    --- `is_long`: it is read ahead, as long ones are, next to what is held by then.
    function scene.hand_over(text, is_long)
      local place = arrivals.begin_reading(scene.arrivals)
      local document = decoded(text)
      local ahead = is_long and document_room.read_ahead(document, "john@example.com", breathe) or nil
      return function()
        assert.is_nil(knowledge.hand_over("john", place, document, ahead))
        end_reading(place)
      end, place
    end

    function scene.patch(text, is_long)
      local place = arrivals.begin_reading(scene.arrivals)
      local patch = decoded(text)
      local ahead = is_long and document_room.read_patch_ahead(patch, scene.held, "john@example.com", breathe) or nil
      return function()
        knowledge.patch("john", place, { patch = patch, ahead = ahead }, under_way > 0, place)
        end_reading(place)
      end, place
    end

    function scene.notice()
      local place = arrivals.next_place(scene.arrivals)
      rosters.note_notice("john", place)
      return function() end, place
    end

    --- Asks. What is given back is handed what the backend answers: a text, or another code than 200; it says how that ends.
    function scene.ask()
      local wish = {
        username = "john",
        request_class = "notice",
        state = "sent",
        is_in_batch = false,
        order = arrivals.next_place(scene.arrivals),
        since = 1000,
        known = scene.held() and scene.held().known,
      }
      under_way = under_way + 1
      return function(text, etag, code, is_for_login)
        local reply = { code = code or 200, headers = { etag = etag }, body = text or "" }
        if code == nil and etag ~= nil and wish.known ~= nil and wish.known.etag == etag then
          reply = { code = 304, headers = { etag = etag }, body = "" }
        end
        local answer = answer_room.read_reply(reply, wish.known, 0)
        if answer.kind == "roster" and answer.part == nil then
          answer.document, answer.problem, answer.blocks = text_blocks.decode_text(text, wish.known)
        end
        scene.kind = answer.part and "part" or answer.kind
        under_way = under_way - 1
        return knowledge.answer(wish, answer, is_for_login == true)
      end, wish.order
    end

    scene.last_known = last_known
    return scene
  end

  --- A scene in which the backend has given a roster already.
  local function scene_with(contacts, is_online)
    local scene = new_scene(is_online)
    assert.is_nil(scene.ask()(text_of(contacts, true), '"at-first"'))
    scene.told = {}
    return scene
  end

  --- The contacts that are not there just to fill the text, sorted.
  local function names_in(scene)
    local names = {}
    for jid in pairs(scene.contacts() or {}) do
      local name = jid:match("^(.*)@example%.com$")
      if name ~= nil then
        table.insert(names, name)
      end
    end
    table.sort(names)
    return table.concat(names, " ")
  end

  local HELD = { ["ann@example.com"] = "{}" }

  -- Each kind of word: how it is said, the first or the second of two; gives how it is taken in, and its place.
  local WORDS = {
    document = function(scene, n)
      return scene.hand_over(text_of({ [("doc%d@example.com"):format(n)] = "{}" }, true))
    end,
    patch = function(scene, n)
      return scene.patch(text_of({ [("pat%d@example.com"):format(n)] = "{}" }))
    end,
    answer = function(scene, n)
      local take_in, place = scene.ask()
      return function()
        return take_in(text_of({ [("ans%d@example.com"):format(n)] = "{}" }, true))
      end, place
    end,
    unchanged = function(scene)
      local take_in, place = scene.ask()
      return function()
        local result = take_in(nil, '"at-first"')
        assert.equal("unchanged", scene.kind)
        return result
      end, place
    end,
    notice = function(scene)
      return scene.notice()
    end,
  }

  it("should let the later of two words win, whichever is taken in first", function()
    local cases = {
      -- earlier, later; contacts then, whether they are believed; where it can't be told from an unchanged answer that
      -- is taken in last what is held, and so the backend is asked again: what is held until then
      { "document", "document", "doc2", true },
      { "document", "patch", "doc1 pat2", true },
      { "document", "answer", "ans2", true },
      { "document", "unchanged", "ann", true, "doc1" },
      { "document", "notice", "doc1", false },
      { "patch", "document", "doc2", true },
      { "patch", "patch", "ann pat1 pat2", true },
      { "patch", "answer", "ans2", true },
      { "patch", "unchanged", "ann", true, "ann pat1" },
      { "patch", "notice", "ann pat1", false },
      { "answer", "document", "doc2", true },
      { "answer", "patch", "ans1 pat2", true },
      { "answer", "answer", "ans2", true },
      { "answer", "unchanged", "ann", true, "ans1" },
      { "answer", "notice", "ans1", false },
      { "unchanged", "document", "doc2", true },
      { "unchanged", "patch", "ann pat2", true },
      { "unchanged", "answer", "ans2", true },
      { "unchanged", "unchanged", "ann", true },
      { "unchanged", "notice", "ann", false },
      { "notice", "document", "doc2", true },
      { "notice", "patch", "ann pat2", false },
      { "notice", "answer", "ans2", true },
      { "notice", "unchanged", "ann", true },
      { "notice", "notice", "ann", false },
    }
    for _, case in ipairs(cases) do
      local earlier, later, contacts, is_believed, until_asked_again = case[1], case[2], case[3], case[4], case[5]
      for _, is_online in ipairs({ true, false }) do
        for _, is_in_order in ipairs({ true, false }) do
          local name = ("%s, %s, taken in %s"):format(earlier, later, is_in_order and "in order" or "the other way round")
          local scene = scene_with(HELD, is_online)
          local first = WORDS[earlier](scene, 1)
          local second, place = WORDS[later](scene, 2)
          local result
          if is_in_order then
            first()
            result = second()
          else
            second()
            result = first()
          end
          if is_in_order and until_asked_again ~= nil then
            assert.equal("outdated", result, name)
            assert.equal(until_asked_again, names_in(scene), name)
            assert.is_true(scene.held().as_of < place, name)
          else
            assert.is_nil(result, name)
            assert.equal(contacts, names_in(scene), name)
            assert.equal(is_believed, scene.is_believed(), name)
          end
          if is_online then
            assert.same(scene.screen, scene.contacts(), name)
          end
        end
      end
    end
  end)

  it("should read all of an answer of which a part is new where something else is held by then", function()
    local earlier = {
      ["a document"] = function(scene)
        return scene.hand_over(text_of({ ["doc@example.com"] = "{}" }, true))
      end,
      ["a patch"] = function(scene)
        return scene.patch('{"ann@example.com":null}')
      end,
    }
    for name, say in pairs(earlier) do
      local scene = scene_with({}, true)
      -- It is taken in blocks from the second text on.
      assert.is_nil(scene.ask()(text_of(HELD, true), '"second"'))
      local word, answer = say(scene), scene.ask()
      word()
      assert.is_nil(answer(text_of({ ["ann@example.com"] = "{}", ["zoe@example.com"] = "{}" }, true), '"new"'))
      assert.equal("part", scene.kind, name)
      assert.equal("ann zoe", names_in(scene), name)
    end
  end)

  it("should not show on the way what a later word has changed already", function()
    local scene = scene_with(HELD, true)
    local document = scene.hand_over(text_of({ ["ann@example.com"] = "{}", ["bob@example.com"] = "{}" }, true))
    local patch = scene.patch('{"ann@example.com":{"name":"Ann"},"bob@example.com":null}')
    patch()
    document()
    assert.same({ "ann@example.com" }, scene.told)
    assert.equal("Ann", scene.contacts()["ann@example.com"].name)
  end)

  it("should keep patches only for as long as something from before may come", function()
    local scene = scene_with(HELD, false)
    scene.patch('{"bob@example.com":{}}')()
    assert.same({}, scene.patches)
    local document, patch = scene.hand_over(text_of({})), scene.patch('{"bob@example.com":{}}')
    patch()
    assert.equal(1, #scene.patches.john)
    document()
    assert.same({}, scene.patches)
    local answer = scene.ask()
    scene.patch('{"cat@example.com":{}}')()
    scene.patch('{"dan@example.com":{}}')()
    assert.equal(2, #scene.patches.john)
    assert.is_nil(answer(text_of({})))
    -- What arrived after the first is still to come, but before the second.
    scene.hand_over(text_of({}))()
    assert.same({}, scene.patches)
    answer = scene.ask()
    scene.patch('{"ann@example.com":{}}')()
    document = scene.hand_over(text_of(HELD))
    scene.patch('{"bob@example.com":{}}')()
    assert.is_nil(answer(text_of({})))
    scene.patch('{"bob@example.com":{}}')()
    document()
    assert.equal("ann bob", names_in(scene))
    assert.same({}, scene.patches)
  end)

  it("should apply patches to the first roster known of somebody who is asked for", function()
    for _, is_online in ipairs({ true, false }) do
      local scene = new_scene(is_online)
      local answer = scene.ask()
      scene.patch('{"bob@example.com":{},"ann@example.com":null}')()
      assert.is_nil(scene.held())
      assert.is_nil(answer(text_of(HELD, true)))
      assert.equal("bob", names_in(scene))
      assert.is_true(scene.is_believed())
    end
  end)

  it("should not bring back by anything from before whom the backend has forgotten", function()
    local earlier = {
      document = WORDS.document,
      answer = WORDS.answer,
      patch = WORDS.patch,
    }
    for name, say in pairs(earlier) do
      local scene = scene_with(HELD, false)
      local take_in = say(scene, 1)
      assert.is_nil(scene.ask()(nil, nil, 410))
      assert.is_nil(scene.held(), name)
      local result = take_in()
      assert.equal(name == "answer" and "outdated" or nil, result)
      assert.is_nil(scene.held(), name)
      scene.hand_over(text_of(HELD))()
      assert.equal("ann", names_in(scene), name)
    end
  end)

  it("should ask on condition only while what is held is what the backend gave", function()
    local function is_conditional(scene)
      return scene.held().known ~= nil and scene.held().known.etag == '"at-first"'
    end
    local scene = scene_with(HELD, false)
    assert.is_true(is_conditional(scene))
    scene.patch('{"ann@example.com":{"name":null}}')()
    assert.is_true(is_conditional(scene))
    scene.patch('{"ann@example.com":{"name":"Ann"}}')()
    assert.is_false(is_conditional(scene))
    scene.ask()(text_of(HELD, true), '"at-first"')
    assert.is_true(is_conditional(scene))
    scene.hand_over(text_of(HELD, true))()
    assert.is_false(is_conditional(scene))
  end)

  it("should keep what is held where the backend fails, and say why; but not where later words have come", function()
    local scene = scene_with(HELD, true)
    local failure = scene.ask()(nil, nil, 403)
    assert.equal("refused", failure.cause)
    assert.equal("ann", names_in(scene))
    local answer = scene.ask()
    scene.hand_over(text_of({}, true))()
    assert.is_nil(answer(nil, nil, 500))
    local failed_text = scene.ask()("[1]")
    assert.equal("answer", failed_text.cause)
    assert.equal("", names_in(scene))
  end)

  it("should empty the roster of who has none, and forget who is gone", function()
    for code, is_forgotten in pairs({ [204] = false, [410] = true }) do
      local online, offline, entering = scene_with(HELD, true), scene_with(HELD, false), scene_with(HELD, false)
      assert.is_nil(online.ask()(nil, nil, code))
      assert.is_nil(offline.ask()(nil, nil, code))
      assert.is_nil(entering.ask()(nil, nil, code, true))
      assert.same({}, online.contacts())
      assert.same({}, entering.contacts())
      assert.equal(is_forgotten, offline.held() == nil)
      assert.equal(is_forgotten, online.last_known.noted == 0)
    end
  end)

  it("should note what comes of who is gone, be it nothing new", function()
    for _, say in ipairs({
      function(scene)
        return scene.ask()(nil, nil, 204)
      end,
      function(scene)
        return scene.hand_over(text_of({}))()
      end,
    }) do
      local scene = scene_with(HELD, true)
      assert.is_nil(scene.ask()(nil, nil, 410))
      assert.equal(0, scene.last_known.noted)
      assert.is_nil(say(scene))
      assert.equal(1, scene.last_known.noted)
    end
  end)

  it("should note for later what is new, and nothing else", function()
    local scene = new_scene(false)
    local noted = scene.last_known
    local cases = {
      { 1, scene.ask, text_of(HELD, true), '"at-first"' },
      { 1, scene.ask, text_of(HELD, true), '"at-first"' },
      { 1, scene.ask, text_of(HELD, true), '"other"' },
      { 2, scene.ask, text_of({}, true), '"new"' },
      { 3, scene.ask, text_of(HELD), nil },
    }
    for i, case in ipairs(cases) do
      assert.is_nil(case[2]()(case[3], case[4]))
      assert.equal(case[1], noted.noted, i)
    end
    scene.hand_over(text_of(HELD))()
    scene.patch('{"ann@example.com":{}}')()
    assert.equal(3, noted.noted)
    scene.patch('{"ann@example.com":{"subscription":"to"}}')()
    assert.equal(4, noted.noted)
    scene.patch('{"ann@example.com":5}')()
    assert.equal(4, noted.noted)
    assert.equal(1, #scene.faults)
  end)

  -- Chance, the same on every Lua.
  local state = 1
  local function below(count)
    state = (state * 16807) % 2147483647
    return state % count
  end
  local function one_of(list)
    return list[below(#list) + 1]
  end

  -- The first and the last of these stand at the two ends of a text.
  local JIDS = { "ann@example.com", "bob@example.com", "zoe@example.com" }

  --- Random fields of a contact in JSON, and what they say.
  local function random_fields()
    local parts, said = {}, {}
    if below(2) == 0 then
      said.name = "name" .. below(3)
      table.insert(parts, ('"name":"%s"'):format(said.name))
    end
    if below(2) == 0 then
      said.subscription = one_of({ "both", "to", "from", "none" })
      table.insert(parts, ('"subscription":"%s"'):format(said.subscription))
    end
    if below(3) == 0 then
      local group = one_of({ "A", "B" })
      said.groups = set_of(group)
      table.insert(parts, ('"groups":["%s"]'):format(group))
    end
    return "{" .. table.concat(parts, ",") .. "}", said
  end

  --- A random word of whole roster, or of changes where `is_patch`: in JSON, and what it makes of contacts by the simplest of means.
  local function random_word(is_patch)
    local contacts, said = {}, {}
    for _, jid in ipairs(JIDS) do
      local dice = below(is_patch and 4 or 3)
      if dice == 3 then
        contacts[jid], said[jid] = "null", "removed"
      elseif dice > 0 then
        contacts[jid], said[jid] = random_fields()
      end
    end
    return text_of(contacts, not is_patch), function(held)
      local made = {}
      for jid, item in pairs(is_patch and held or FILLER_ITEMS) do
        made[jid] = item
      end
      for jid, fields in pairs(said) do
        if fields == "removed" then
          made[jid] = nil
        else
          local item = made[jid] or { subscription = "both", groups = {} }
          made[jid] = {
            name = fields.name or item.name,
            subscription = fields.subscription or item.subscription,
            groups = fields.groups or item.groups,
          }
        end
      end
      return made
    end
  end

  --- What words make, one after the other in the order of their places.
  local function made_by(words)
    table.sort(words, function(a, b)
      return a.place < b.place
    end)
    local contacts
    for _, word in ipairs(words) do
      if contacts ~= nil or not word.is_patch then
        contacts = word.make(contacts)
      end
    end
    return contacts
  end

  --- Plays random words, said and taken in at random. Gives what went wrong, in words.
  local function play()
    local scene = new_scene(below(2) == 0)
    local etags = 0
    local whole, taken_in, pending, asked, diary = {}, {}, {}, 0, {}
    local noticed = 0

    local function note(text)
      table.insert(diary, text)
    end

    local function say_whole(text, make)
      etags = etags + 1
      table.insert(whole, { text = text, make = make, etag = ('"%d"'):format(etags) })
      return whole[#whole]
    end
    say_whole(random_word(false))

    local function ask()
      local take_in, place = scene.ask()
      asked = asked + 1
      table.insert(pending, { place = place, answer = take_in })
      note(("%d asked"):format(place))
    end

    local function arrive()
      local dice = below(6)
      if dice == 0 and asked < 2 then
        ask()
      elseif dice == 1 then
        local _, place = scene.notice()
        noticed = place
        note(("%d notice"):format(place))
      elseif dice <= 3 then
        local said = say_whole(random_word(false))
        local take_in, place = scene.hand_over(said.text, below(3) == 0)
        table.insert(pending, { place = place, take_in = take_in, make = said.make })
        note(("%d document %s"):format(place, said.text:sub(1, 150)))
      else
        local text, make = random_word(true)
        local take_in, place = scene.patch(text, below(3) == 0)
        table.insert(pending, { place = place, take_in = take_in, make = make, is_patch = true })
        note(("%d patch %s"):format(place, text))
      end
    end

    local function take_in_one()
      local word = table.remove(pending, below(#pending) + 1)
      if word.take_in ~= nil then
        note(("%d is taken in"):format(word.place))
        word.take_in()
        table.insert(taken_in, word)
        -- What has changed of somebody of whom nothing is known is asked for.
        if scene.held() == nil and asked == 0 then
          ask()
        end
        return
      end
      -- What has been said so far, or something new.
      local said = below(3) == 0 and say_whole(random_word(false)) or whole[#whole - below(math.min(3, #whole))]
      asked = asked - 1
      local result = word.answer(said.text, one_of({ said.etag, false }) or nil)
      note(("%d answered %s, %s: %s"):format(word.place, said.text:sub(1, 150), scene.kind, tostring(result)))
      if result == "outdated" then
        ask()
      else
        assert(result == nil)
        word.make = said.make
        table.insert(taken_in, word)
      end
    end

    local function problem()
      local expected = made_by(taken_in)
      if not is_same(expected, scene.contacts()) then
        return "not what the words say in their order"
      end
      if scene.held() ~= nil then
        if scene.is_online and not is_same(expected, scene.screen) then
          return "not what is held is shown"
        end
        local as_of = 0
        for _, word in ipairs(taken_in) do
          as_of = word.is_patch and as_of or math.max(as_of, word.place)
        end
        if scene.held().as_of ~= as_of or scene.is_believed() ~= (as_of >= noticed) then
          return "not as of the last whole roster"
        end
      end
      return nil
    end

    local steps, kinds = 4 + below(10), {}
    while steps > 0 or #pending > 0 do
      if steps > 0 and (#pending == 0 or below(2) == 0) then
        arrive()
        steps = steps - 1
      else
        take_in_one()
        kinds[scene.kind or ""] = true
        local found = problem()
        if found ~= nil then
          return found .. ":\n  " .. table.concat(diary, "\n  "), kinds
        end
      end
    end
    if asked == 0 and next(scene.patches) ~= nil then
      scene.hand_over(text_of({}))()
      if next(scene.patches) ~= nil then
        return "patches are kept for nothing", kinds
      end
    end
    return nil, kinds
  end

  it("should make of words what they say in the order in which they arrived, in whichever they are taken in", function()
    local kinds, went_wrong, first = {}, 0, nil
    for seed = 1, 800 do
      state = seed * 7919
      local wrong, met = play()
      if wrong ~= nil then
        went_wrong = went_wrong + 1
        first = first or ("seed %d: %s"):format(seed, wrong)
      end
      for kind in pairs(met) do
        kinds[kind] = true
      end
    end
    assert.equal(nil, first, went_wrong .. " of 800 went wrong")
    assert.is_true(kinds.part and kinds.unchanged and kinds.roster)
  end)
end)
