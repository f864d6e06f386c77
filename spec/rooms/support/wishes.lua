-- Wishes as they are made for a user.
local queue = require("src.backend.queue")

--- A wish that nobody has put into a line yet; who logs in waits for ever.
local function new_wish(username, request_class)
  local wish = queue.new_wish(username, request_class, 1000)
  wish.late_at = request_class == "login" and math.huge or nil
  return wish
end

--- The users of some wishes, in one text.
local function users_of(wishes)
  local usernames = {}
  for i, wish in ipairs(wishes) do
    usernames[i] = wish.username
  end
  return table.concat(usernames, " ")
end

return { new_wish = new_wish, users_of = users_of }
