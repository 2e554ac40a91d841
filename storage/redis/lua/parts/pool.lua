-- What the quota verbs share: a pool opened, its claims read, and all of it written back.
-- This part is put in front of every verb that names it; it declares no keys of its own.
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
local NAMES = {f = 'funded', w = 'waiting', l = 'locked', n = 'none'}

-- loading epoch chunks stream_most | limits version, budget, places (-1: none), last award partial,
-- its least | revision gap settling | locked fen places count | funded fen places | live claims,
-- sum of versions, sum of amounts | partial. Packed, because parsing text took half the call.
local SUMS_FORM = '<dddddddddddddddddddds'
-- version state key amount places granted passed
local RECORD_FORM = '<dc1c39dddB'

local function limit(number) if number >= 0 then return number end end

-- The pool as a table, or nil where this server holds none.
local function open_pool()
  local text = redis.call('GET', SUMS)
  if not text then return nil end
  local p = {records = {}, was = {}, touched = {}, moves = 0}
  local loading, budget, places, partial_allowed, gap, settling, partial
  loading, p.epoch, p.chunks, p.stream_most, p.limits_version, budget, places, partial_allowed,
    p.least, p.revision, gap, settling, p.locked_fen, p.locked_places, p.locked, p.funded_fen,
    p.funded_places, p.claims, p.versions, p.amounts, partial = struct.unpack(SUMS_FORM, text)
  p.budget, p.places = limit(budget), limit(places)
  p.partial_allowed, p.partial = partial_allowed == 1, partial ~= '' and partial or nil
  p.loading, p.gap, p.settling = loading == 1, gap == 1, settling == 1
  return p
end

local function flag(yes) return yes and 1 or 0 end

local function write_sums(p)
  redis.call('SET', SUMS, struct.pack(SUMS_FORM,
    flag(p.loading), p.epoch, p.chunks, p.stream_most,
    p.limits_version, p.budget or -1, p.places or -1, flag(p.partial_allowed), p.least,
    p.revision, flag(p.gap), flag(p.settling),
    p.locked_fen, p.locked_places, p.locked, p.funded_fen, p.funded_places,
    p.claims, p.versions, p.amounts, p.partial or ''))
end

-- Takes the limits over from ARGV[at] on: version budget places last_award last_award_min.
local function take_limits(p, at)
  p.limits_version = tonumber(ARGV[at])
  p.budget, p.places = tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2])
  p.partial_allowed, p.least = ARGV[at + 3] == 'partial', tonumber(ARGV[at + 4])
end

local function pack_record(r)
  return struct.pack(RECORD_FORM, r.version, r.state, r.key, r.amount, r.places, r.granted,
    r.passed)
end

local function unpack_record(id, text)
  local r = {id = id}
  r.version, r.state, r.key, r.amount, r.places, r.granted, r.passed =
    struct.unpack(RECORD_FORM, text)
  return r
end

-- The claim's record, read once per call; nil where the pool does not know the claim.
local function fetch(p, id)
  local held = p.records[id]
  if held then return held end
  local text = redis.call('HGET', CLAIMS, id)
  if not text then return nil end
  held = unpack_record(id, text)
  p.records[id] = held
  return held
end

-- Marks a record for writing and keeps what it said before this call.
local function touch(p, r, before)
  if p.was[r.id] then return end
  p.was[r.id] = before and {before.state, before.granted} or {'', 0}
  p.touched[#p.touched + 1] = r.id
end

local function member(r) return r.key .. r.id end

-- Appends one entry per claim whose state or money is not what it was; too long sets the gap.
local function append_changes(p)
  local length = nil
  for _, id in ipairs(p.touched) do
    local r, was = p.records[id], p.was[id]
    if r.state ~= was[1] or r.granted ~= was[2] then
      p.revision = p.revision + 1
      length = length or redis.call('XLEN', STREAM)
      if length >= p.stream_most then p.gap = true end
      if not p.gap then
        redis.call('XADD', STREAM, string.format('%d-%d', p.epoch, p.revision),
          'claim', id, 'version', string.format('%d', r.version), 'state', NAMES[r.state],
          'granted', string.format('%d', r.granted), 'passed', r.passed)
        length = length + 1
      end
    end
  end
end

local function write_records(p)
  local pairs_of = {}
  for i, id in ipairs(p.touched) do
    pairs_of[#pairs_of + 1] = id
    pairs_of[#pairs_of + 1] = pack_record(p.records[id])
    if #pairs_of == 400 or i == #p.touched then
      redis.call('HSET', CLAIMS, unpack(pairs_of))
      pairs_of = {}
    end
  end
end

-- Writes every touched record, the stream and the sums.
local function close_pool(p)
  write_records(p)
  if not p.loading then append_changes(p) end
  write_sums(p)
end

-- {state, position, waiting position, granted, version}; absent figures are false.
local function standing(p, r)
  if p.loading or p.settling then return {'pending', false, false, 0, r.version} end
  if r.state == 'f' then
    return {'funded', redis.call('ZRANK', FUNDED, member(r)) + 1, false, r.granted, r.version}
  end
  if r.state == 'w' then
    local place = redis.call('ZRANK', WAITING, member(r)) + 1
    return {'waiting', redis.call('ZCARD', FUNDED) + place, place, 0, r.version}
  end
  return {NAMES[r.state], false, false, r.granted, r.version}
end

local function status(p)
  if not p then return 'missing' end
  if p.loading then return 'loading' end
  return p.settling and 'settling' or 'ready'
end
