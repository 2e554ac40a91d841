-- with: forms pool
-- KEYS  the pool's five
-- ARGV  epoch stream_most, then the limits: version budget places last_award last_award_min
-- Returns {1, epoch} when the generation is open, else {0, epoch held}
-- Promise: opens an empty generation `loading`; everything older is gone, tombstones too. An epoch
-- not above the one held opens nothing, except that a repeated call finds its own generation
-- still untouched and says so again.

local p = open_pool()
local epoch = tonumber(ARGV[1])
if p and epoch <= p.epoch then
  local mine = epoch == p.epoch and p.loading and p.chunks == 0
  return {mine and 1 or 0, p.epoch}
end
redis.call('UNLINK', SUMS, CLAIMS, FUNDED, WAITING, STREAM)
p = {loading = true, epoch = epoch, chunks = 0, stream_most = tonumber(ARGV[2]),
  revision = 0, gap = false, settling = false, room = 0,
  locked_fen = 0, locked_places = 0, locked = 0, funded_fen = 0, funded_places = 0,
  claims = 0, versions = 0, amounts = 0}
take_limits(p, 3)
write_sums(p)
return {1, epoch}
