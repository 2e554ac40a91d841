-- What the quota verbs share: a pool opened, its claims moved, and written back in one step.
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
local KEY_DIGITS = 39
local MOST_MOVES = 500
local NAMES = {f = 'funded', w = 'waiting', l = 'locked', n = 'none'}

-- loading epoch chunks stream_most | limits version, budget, places (-1: none), last award partial,
-- its least | revision gap settling | locked fen places count | funded fen places | live claims,
-- sum of versions, sum of amounts | partial. Packed, because parsing text took half the call.
local SUMS_FORM = '<dddddddddddddddddddds'
-- version state key amount places granted passed
local RECORD_FORM = '<dc1c39dddB'
-- id key version amount places granted live passed locked, as storage/redis/quota.py packs it
local CLAIM_FORM = '<c32c39ddddBBB'

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

local function first_waiting() return redis.call('ZRANGE', WAITING, 0, 0)[1] end

local function last_funded() return redis.call('ZRANGE', FUNDED, -1, -1)[1] end

local function fits(p, r)
  return (not p.budget or p.locked_fen + p.funded_fen + r.amount <= p.budget)
    and (not p.places or p.locked_places + p.funded_places + r.places <= p.places)
end

local function over(p)
  return (p.budget and p.locked_fen + p.funded_fen > p.budget)
    or (p.places and p.locked_places + p.funded_places > p.places)
end

local function add_funded(p, r, granted)
  redis.call('ZADD', FUNDED, 0, member(r))
  r.state, r.granted = 'f', granted
  p.funded_fen, p.funded_places = p.funded_fen + granted, p.funded_places + r.places
end

local function add_waiting(r)
  redis.call('ZADD', WAITING, 0, member(r))
  r.state, r.granted = 'w', 0
end

local function remove_funded(p, r)
  redis.call('ZREM', FUNDED, member(r))
  p.funded_fen, p.funded_places = p.funded_fen - r.granted, p.funded_places - r.places
end

local function fund(p, r, granted)
  touch(p, r, r)
  redis.call('ZREM', WAITING, member(r))
  add_funded(p, r, granted)
  p.moves = p.moves + 1
end

local function unfund(p, r)
  touch(p, r, r)
  remove_funded(p, r)
  add_waiting(r)
  p.moves = p.moves + 1
end

-- The partial last award is taken back before anything moves; it is the last of the funded.
local function take_back_partial(p)
  if not p.partial then return end
  local r = fetch(p, p.partial)
  p.partial = nil
  unfund(p, r)
end

-- The first claim that does not fit gets the rest, where the edition says so and it is enough.
local function grant_rest(p)
  if not p.partial_allowed or not p.budget then return end
  local rest = p.budget - p.locked_fen - p.funded_fen
  if rest < math.max(p.least, 1) then return end
  local first = first_waiting()
  if not first then return end
  local r = fetch(p, string.sub(first, KEY_DIGITS + 1))
  if p.places and p.locked_places + p.funded_places + r.places > p.places then return end
  fund(p, r, rest)
  p.partial = r.id
end

-- Moves the line to where it belongs, by at most MOST_MOVES claims; what is left is `settling`.
local function rebalance(p)
  p.settling = true
  while over(p) do
    if p.moves >= MOST_MOVES then return end
    local last = last_funded()
    if not last then break end
    unfund(p, fetch(p, string.sub(last, KEY_DIGITS + 1)))
  end
  local first = first_waiting()
  while first do
    local r = fetch(p, string.sub(first, KEY_DIGITS + 1))
    if not fits(p, r) then break end
    if p.moves >= MOST_MOVES then return end
    fund(p, r, r.amount)
    first = first_waiting()
  end
  p.settling = false
  grant_rest(p)
end

local function count(p, r, sign)
  p.claims = p.claims + sign
  p.versions = p.versions + sign * r.version
  p.amounts = p.amounts + sign * r.amount
end

local function take_out(p, r)
  if r.state == 'n' then return end
  count(p, r, -1)
  if r.state == 'w' then
    redis.call('ZREM', WAITING, member(r))
  elseif r.state == 'f' then
    remove_funded(p, r)
  else
    p.locked_fen, p.locked_places = p.locked_fen - r.granted, p.locked_places - r.places
    p.locked = p.locked - 1
  end
end

-- Puts an unlocked claim on its side of the line; the line itself moves in `rebalance`.
local function put_in_line(p, r)
  local first = first_waiting()
  if first and member(r) > first then return add_waiting(r) end
  if fits(p, r) then return add_funded(p, r, r.amount) end
  local last = last_funded()
  if last and member(r) < last then return add_funded(p, r, r.amount) end
  add_waiting(r)
end

-- The common case: a new claim that moves nobody. Answers whether it was one.
local function join_the_end(p, r)
  if p.settling then return false end
  local first = first_waiting()
  if first then
    if member(r) < first then return false end
    add_waiting(r)
  else
    if p.partial or not fits(p, r) then return false end
    add_funded(p, r, r.amount)
  end
  count(p, r, 1)
  return true
end

-- Takes the claim over if its version is news; answers whether it was.
-- r: id, version, key, amount, places, granted, passed; state 'n' ended, 'l' locked, 'u' neither.
local function upsert(p, r)
  local old = fetch(p, r.id)
  if old and r.version <= old.version then return false end
  touch(p, r, old)
  p.records[r.id] = r
  if not old and r.state == 'u' and join_the_end(p, r) then return true end
  if not p.loading then
    if p.partial == r.id then p.partial = nil else take_back_partial(p) end
  end
  if old then take_out(p, old) end
  if r.state == 'u' then
    put_in_line(p, r)
  elseif r.state == 'l' then
    p.locked_fen, p.locked_places = p.locked_fen + r.granted, p.locked_places + r.places
    p.locked = p.locked + 1
  end
  if r.state ~= 'n' then count(p, r, 1) end
  if not p.loading then rebalance(p) end
  return true
end

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

local function claim_from(text)
  local r, live, locked = {}, 0, 0
  r.id, r.key, r.version, r.amount, r.places, r.granted, live, r.passed, locked =
    struct.unpack(CLAIM_FORM, text)
  r.state = live == 0 and 'n' or locked == 1 and 'l' or 'u'
  if r.state ~= 'l' then r.granted = 0 end
  return r
end
