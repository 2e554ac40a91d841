-- with: forms pool
-- KEYS  the pool's five
-- Returns {epoch, revision} from which on the stream is whole again, {0, 0} for a missing pool
-- Promise: empties the stream and closes the gap in one step; the caller then compares the whole
-- pool, and every later change is in the stream with a higher revision.

local p = open_pool()
if not p then return {0, 0} end
redis.call('XTRIM', STREAM, 'MAXLEN', 0)
p.gap = false
close_pool(p)
return {p.epoch, p.revision}
