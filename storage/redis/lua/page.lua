-- with: pool
-- KEYS  the pool's five
-- ARGV  cursor ("0" to begin), about how many claims to a page
-- Returns {next cursor ("0": no more), id, state, granted, version, id, state, ...}
-- Promise: a claim that is there from the first page to the last is returned at least once; a claim
-- that changes meanwhile is in the stream with a later revision.

local found = redis.call('HSCAN', CLAIMS, ARGV[1], 'COUNT', ARGV[2])
local answer = {found[1]}
for i = 1, #found[2], 2 do
  local version, state, _, _, _, granted = string.match(found[2][i + 1], RECORD)
  answer[#answer + 1] = found[2][i]
  answer[#answer + 1] = NAMES[state]
  answer[#answer + 1] = tonumber(granted) or 0
  answer[#answer + 1] = tonumber(version)
end
return answer
