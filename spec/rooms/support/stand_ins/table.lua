-- What util.iterators needs of Prosody's util.table on Lua 5.1.

return {
  pack = function(...)
    return { n = select("#", ...), ... }
  end,
}
