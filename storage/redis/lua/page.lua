-- with: forms pool
-- KEYS  the pool's five
-- ARGV  cursor ("0" to begin), about how many claims to a page
-- Returns {next cursor ("0": no more), epoch, revision, then for each claim id, state, granted,
--          version, key, amount, places, passed}; epoch 0 where this server holds no such pool
-- Promise: a claim that is there from the first page to the last is returned at least once; a claim
-- that changes after this page is in the stream with a revision above the page's.

local p = open_pool()
if not p then return {'0', 0, 0} end
local found = redis.call('HSCAN', CLAIMS, ARGV[1], 'COUNT', ARGV[2])
local answer = {found[1], p.epoch, p.revision}
for i = 1, #found[2], 2 do
  local r = unpack_record(found[2][i], found[2][i + 1])
  for _, value in ipairs({r.id, NAMES[r.state], r.granted, r.version, r.key, r.amount, r.places,
    r.passed}) do
    answer[#answer + 1] = value
  end
end
return answer
