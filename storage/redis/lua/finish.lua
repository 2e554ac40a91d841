-- with: forms pool line
-- KEYS  the pool's five
-- ARGV  epoch, number of chunks that were sent
-- Returns {status, epoch held}: `loading` while claims are left to move (call again), `ready` when
--         done, `superseded` for another epoch, `incomplete` when chunks are missing
-- Promise: the generation becomes `ready` only when every chunk is in and the line has settled.

local p = open_pool()
if not p then return {'incomplete', 0} end
if p.epoch ~= tonumber(ARGV[1]) then return {'superseded', p.epoch} end
if not p.loading then return {'ready', p.epoch} end
if p.chunks ~= tonumber(ARGV[2]) then return {'incomplete', p.epoch} end
rebalance(p)
close_pool(p)
if not p.settling then
  p.loading = false
  write_sums(p)
end
return {p.loading and 'loading' or 'ready', p.epoch}
