-- with: forms pool
-- KEYS  the pool's five
-- Returns {status, epoch, revision, gap, limits version, budget, places, locked fen, funded fen,
--          locked, funded, waiting, live claims, sum of versions, sum of amounts, chunks loaded};
--          {'missing'} where this server holds no such pool; false for a budget or places not set
-- Promise: reads only; all figures are of one moment.

local p = open_pool()
if not p then return {'missing'} end
return {status(p), p.epoch, p.revision, p.gap and 1 or 0, p.limits_version,
  p.budget or false, p.places or false, p.locked_fen, p.funded_fen,
  p.locked, redis.call('ZCARD', FUNDED), redis.call('ZCARD', WAITING),
  p.claims, p.versions, p.amounts, p.chunks}
