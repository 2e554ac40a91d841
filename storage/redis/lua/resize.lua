-- with: forms pool line
-- KEYS  the pool's five
-- ARGV  version budget places last_award last_award_min ("-": no such limit)
-- Returns the pool's status: missing, loading, settling, ready
-- Promise: a version not above the stored one changes nothing. The line moves with the limits, by a
-- bounded number of claims in one call; the rest is left `settling`.

local p = open_pool()
if not p then return 'missing' end
if tonumber(ARGV[1]) > p.limits_version then
  take_limits(p, 1)
  if not p.loading then
    take_back_partial(p)
    rebalance(p)
  end
  close_pool(p)
end
return status(p)
