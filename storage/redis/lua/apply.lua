-- with: pool line
-- KEYS  the pool's five (see parts/pool.lua)
-- ARGV  epoch (0: not said), then one packed claim
-- Returns {state, position, waiting position, granted, version held}
-- Promise: a version not above the stored one changes nothing; either way the present state comes
-- back. A pool that is missing, or older than the caller's epoch, takes nothing and answers pending
-- with version 0. A claim that ended stays as a tombstone, so a late call cannot bring it back.

local p = open_pool()
if not p or p.epoch < tonumber(ARGV[1]) then return {'pending', false, false, 0, 0} end
local claim = claim_from(ARGV[2])
local news = upsert(p, claim)
local unsettled = p.settling and not p.loading
if unsettled and not news then rebalance(p) end
if unsettled or news then close_pool(p) end
return standing(p, p.records[claim.id])
