-- with: forms pool line
-- KEYS  the pool's five
-- Returns the pool's status: missing, loading, settling, ready
-- Promise: goes on in key order where a large move stopped, by a bounded number of claims; a pool
-- that is not settling is left alone.

local p = open_pool()
if p and not p.loading and p.settling then
  rebalance(p)
  close_pool(p)
end
return status(p)
