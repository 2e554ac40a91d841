-- with: forms pool
-- KEYS  the pool's five
-- ARGV  cursor ("0" to begin), about how many claims to a page
-- Returns {next cursor ("0": no more), id, state, granted, version, id, state, ...}
-- Promise: a claim that is there from the first page to the last is returned at least once; a claim
-- that changes meanwhile is in the stream with a later revision.

local found = redis.call('HSCAN', CLAIMS, ARGV[1], 'COUNT', ARGV[2])
local answer = {found[1]}
for i = 1, #found[2], 2 do
  local r = unpack_record(found[2][i], found[2][i + 1])
  answer[#answer + 1] = r.id
  answer[#answer + 1] = NAMES[r.state]
  answer[#answer + 1] = r.granted
  answer[#answer + 1] = r.version
end
return answer
