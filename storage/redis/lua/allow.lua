-- KEYS  one bucket
-- ARGV  now, interval between two calls, tolerance for a burst, all in microseconds; as how many
--       calls this one counts
-- Returns microseconds to wait; 0: allowed
-- Promise: the generic cell rate algorithm: the bucket holds the time at which it is empty again;
-- a refused call does not push that time further away. A time further away than two full bursts was
-- written by a clock that has since gone back; it locks nobody out.

local now, interval, tolerance = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local due = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now)
if due - now > 2 * (tolerance + interval) then due = now end
local cost = tonumber(ARGV[4])
local wait = due + (cost - 1) * interval - now - tolerance
if wait > 0 then return wait end
local next_due = due + cost * interval
redis.call('SET', KEYS[1], string.format('%.0f', next_due),
  'PX', math.ceil((next_due - now) / 1000))
return 0
