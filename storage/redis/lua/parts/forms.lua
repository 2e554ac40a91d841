-- What the keys of a pool are called and hold; this part stands in front of every quota verb.
--
-- KEYS[1] sums     string: SUMS_FORM below, packed; numbers are doubles, partial is an id or empty
-- KEYS[2] claims   hash: id -> RECORD_FORM below, packed
--                  state f funded, w waiting, l locked, n ended: a tombstone that keeps the version
-- KEYS[3] funded   sorted set of key .. id, all with score 0, so the order is the text's own
-- KEYS[4] waiting  sorted set likewise
-- KEYS[5] stream   what changed, with ids epoch-revision
--
-- Promise: every key in `funded` is smaller than every key in `waiting`, at every moment; outside
-- settling and loading `funded` is the longest run of claims that fits what the locked ones leave.
-- Money is counted in doubles; callers keep every sum below 2^53 fen.

local SUMS, CLAIMS, FUNDED, WAITING, STREAM = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local KEY_DIGITS = 39
local NAMES = {f = 'funded', w = 'waiting', l = 'locked', n = 'none'}

-- loading epoch chunks stream_most | limits version, budget, places (-1: none), last award partial,
-- its least | revision, stream (0: length not known, 1: gap, n: room for n - 1 entries), settling |
-- locked fen places count | funded fen places | live claims, sum of versions, sum of amounts |
-- partial. Packed, because parsing text took half the call.
local SUMS_FORM = '<dddddddddddddddddddds'
-- version state key amount places granted passed
local RECORD_FORM = '<dc1c39dddB'
-- id key version amount places granted live passed locked, as storage/redis/quota.py packs it
local CLAIM_FORM = '<c32c39ddddBBB'
-- id version state granted passed, as storage/redis/movements.py unpacks it
local MOVEMENT_FORM = '<c32dc1dB'

-- The sums as they are before this call; false where there are none, or where they are not of
-- SUMS_FORM (20 doubles, an id or nothing, a zero): what cannot be read counts as missing, so that
-- `begin` opens the pool again. Read here, once for all verbs, without a function that every call
-- would have to define.
local SUMS_TEXT = redis.pcall('GET', SUMS)
if type(SUMS_TEXT) ~= 'string' or (#SUMS_TEXT ~= 161 and #SUMS_TEXT ~= 193)
  or string.byte(SUMS_TEXT, -1) ~= 0 then
  SUMS_TEXT = false
end
