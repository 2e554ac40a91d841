-- with: forms pool line
-- KEYS  the pool's five
-- ARGV  epoch, number of this chunk (from 1), then packed claims
-- Returns {1, chunks loaded} when the chunk is in, else {0, epoch held}
-- Promise: loads into the generation of this epoch only, chunks in order, each once. Versions make
-- loading and live calls commute; what is ended is kept as a tombstone.

local p = open_pool()
local chunk = tonumber(ARGV[2])
if not p then return {0, 0} end
if p.epoch ~= tonumber(ARGV[1]) or chunk > p.chunks + 1 then return {0, p.epoch} end
if p.loading and chunk == p.chunks + 1 then
  for at = 3, #ARGV do upsert(p, claim_from(ARGV[at])) end
  p.chunks = chunk
  close_pool(p)
end
return {1, p.chunks}
