-- What the quota verbs share: a pool opened, its claims read, and all of it written back.
-- This part follows parts/forms.lua.

-- The pool as a table, or nil where this server holds none. Tables are written with all their
-- fields at once: one that grows field by field is allocated again and again.
local function open_pool()
  if not SUMS_TEXT then return nil end
  local loading, epoch, chunks, stream_most, limits_version, budget, places, partial_allowed, least,
    revision, stream, settling, locked_fen, locked_places, locked, funded_fen, funded_places,
    claims, versions, amounts, partial = struct.unpack(SUMS_FORM, SUMS_TEXT)
  return {records = {}, touched = {}, moves = 0,
    loading = loading == 1, epoch = epoch, chunks = chunks, stream_most = stream_most,
    limits_version = limits_version, budget = budget >= 0 and budget or nil,
    places = places >= 0 and places or nil, partial_allowed = partial_allowed == 1, least = least,
    revision = revision, gap = stream == 1, room = math.max(stream - 1, 0),
    settling = settling == 1,
    locked_fen = locked_fen, locked_places = locked_places, locked = locked,
    funded_fen = funded_fen, funded_places = funded_places,
    claims = claims, versions = versions, amounts = amounts,
    partial = partial ~= '' and partial or nil}
end

local function flag(yes) return yes and 1 or 0 end

local function write_sums(p)
  redis.call('SET', SUMS, struct.pack(SUMS_FORM,
    flag(p.loading), p.epoch, p.chunks, p.stream_most,
    p.limits_version, p.budget or -1, p.places or -1, flag(p.partial_allowed), p.least,
    p.revision, p.gap and 1 or p.room > 0 and p.room + 1 or 0, flag(p.settling),
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

-- A record as it is read: `was` and `had` are its state and money before this call ('' and 0: not
-- there), `place` its place among the touched ones.
local function unpack_record(id, text)
  local version, state, key, amount, places, granted, passed = struct.unpack(RECORD_FORM, text)
  return {id = id, key = key, member = key .. id, version = version, state = state,
    amount = amount, places = places, granted = granted, passed = passed,
    was = state, had = granted, place = false}
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

-- Marks a record for writing.
local function touch(p, r)
  if r.place then return end
  r.place = #p.touched + 1
  p.touched[r.place] = r
end

-- The entry of one claim whose state or money is not what it was. Where there was room for so many
-- entries, the length is asked again only after so many, for reading can only shorten the stream.
local function append_change(p, r)
  p.revision = p.revision + 1
  if p.room <= 0 and not p.gap then
    p.room = p.stream_most - redis.call('XLEN', STREAM)
    p.gap = p.room <= 0
  end
  if p.gap then return end
  p.room = p.room - 1
  redis.call('XADD', STREAM, string.format('%d-%d', p.epoch, p.revision), 'm',
    struct.pack(MOVEMENT_FORM, r.id, r.version, r.state, r.granted, r.passed))
end

local function append_changes(p)
  for _, r in ipairs(p.touched) do
    if r.state ~= r.was or r.granted ~= r.had then append_change(p, r) end
  end
end

local function write_records(p)
  local touched = p.touched
  if #touched <= 2 then
    for _, r in ipairs(touched) do redis.call('HSET', CLAIMS, r.id, pack_record(r)) end
    return
  end
  local pairs_of = {}
  for i, r in ipairs(touched) do
    pairs_of[#pairs_of + 1] = r.id
    pairs_of[#pairs_of + 1] = pack_record(r)
    if #pairs_of == 400 or i == #touched then
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
    return {'funded', redis.call('ZRANK', FUNDED, r.member) + 1, false, r.granted, r.version}
  end
  if r.state == 'w' then
    local place = redis.call('ZRANK', WAITING, r.member) + 1
    return {'waiting', redis.call('ZCARD', FUNDED) + place, place, 0, r.version}
  end
  return {NAMES[r.state], false, false, r.granted, r.version}
end

local function status(p)
  if not p then return 'missing' end
  if p.loading then return 'loading' end
  return p.settling and 'settling' or 'ready'
end
