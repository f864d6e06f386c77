require("stand_ins")
local prosody_loop = require("prosody_loop")

describe("rosters", function()
  local rosters_room, loop

  setup(function()
    rosters_room, loop = prosody_loop.load("src.rosters.rosters")
  end)

  teardown(function()
    loop.restore()
  end)

  it("should take what one body hands over of however many are offline, and nothing older of whoever was let go", function()
    local nobody = {}
    local rosters = rosters_room.new_rosters(nobody, rosters_room.new_roster_state(nobody, 1), 0, false, false, 1)
    for i = 1, 12000 do
      local username = "user" .. i
      assert.is_false(rosters.is_superseded(username, 5), username)
      rosters.keep(username, { roster = {}, from_backend = true, asked_at = 0, as_of = 5, base = {} })
    end
    assert.is_true(rosters.is_superseded("user1", 4))
    assert.is_true(rosters.is_superseded("user11000", 5))
  end)
end)
