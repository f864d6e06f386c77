-- Wishes as they are made for a user.

--- A wish that nobody has put into a line yet.
local function new_wish(username, request_class)
  return {
    username = username,
    request_class = request_class,
    state = "new",
    is_in_batch = false,
    order = 0,
    since = 1000,
    late_at = request_class == "login" and math.huge or nil,
  }
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
