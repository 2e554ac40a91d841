-- with: forms pool
-- KEYS  the pool's five
-- Returns {run id of the node that serves these keys, 1 if the pool's keys agree with each other}
-- Promise: reads only; the node that answers is the one that holds the keys, on a Cluster too.
-- A pool that is missing agrees with itself.

local run_id = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
local p = open_pool()
local agree = not p or (p.claims <= redis.call('HLEN', CLAIMS)
  and p.claims == p.locked + redis.call('ZCARD', FUNDED) + redis.call('ZCARD', WAITING))
return {run_id, agree and 1 or 0}
