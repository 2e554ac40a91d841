-- with: forms pool
-- KEYS  the pool's five
-- ARGV  claim ids
-- Returns for each {state, position, waiting position, granted, version}, false for an unknown one
-- Promise: reads only; all answers are of one moment.

local p = open_pool()
local answers = {}
for i, id in ipairs(ARGV) do
  local r = p and fetch(p, id)
  answers[i] = r and standing(p, r) or false
end
return answers
