-- with: forms
-- KEYS  the pool's five (see parts/forms.lua)
-- ARGV  epoch (0: not said), then one packed claim
-- Returns {state, position, waiting position, granted, version held}
-- Promise: a version not above the stored one changes nothing; either way the present state comes
-- back. A pool that is missing, or older than the caller's epoch, takes nothing and answers pending
-- with version 0. A claim that ended stays as a tombstone, so a late call cannot bring it back.

if not SUMS_TEXT then return {'pending', false, false, 0, 0} end
local loading, epoch, chunks, stream_most, limits_version, budget, most_places, partial_allowed,
  least, revision, stream, settling, locked_fen, locked_places, locked, funded_fen, funded_places,
  claims, versions, amounts, partial = struct.unpack(SUMS_FORM, SUMS_TEXT)
if epoch < tonumber(ARGV[1]) then return {'pending', false, false, 0, 0} end

-- First what moves nobody else, which is most of what comes: here in one piece, for to define the
-- functions below costs as much as to decide. It gives the claim a state, or leaves it to them.
if loading == 0 and settling == 0 and stream > 2 then
  local id, key, version, amount, places, granted, live, passed, lock =
    struct.unpack(CLAIM_FORM, ARGV[2])
  local member, state, first = key .. id, nil, nil
  local held, old_version, was, old_key, old_amount, old_places, had =
    redis.call('HGET', CLAIMS, id), 0, '', nil, 0, 0, 0
  if held then
    old_version, was, old_key, old_amount, old_places, had = struct.unpack(RECORD_FORM, held)
  end
  if not held and live == 1 and lock == 0 then
    first = redis.call('ZRANGE', WAITING, 0, 0)[1]
    if first and member > first then
      -- the line ends behind it
      redis.call('ZADD', WAITING, 0, member)
      state, granted = 'w', 0
    elseif not first and partial == ''
      and (budget < 0 or locked_fen + funded_fen + amount <= budget)
      and (most_places < 0 or locked_places + funded_places + places <= most_places) then
      -- nobody waits, and it fits
      redis.call('ZADD', FUNDED, 0, member)
      state, granted = 'f', amount
      funded_fen, funded_places = funded_fen + amount, funded_places + places
    end
  elseif version > old_version and was == 'f' and live == 1 and lock == 1
    and granted == had and places == old_places and id ~= partial then
    -- locked for what it was funded with
    redis.call('ZREM', FUNDED, old_key .. id)
    state = 'l'
    funded_fen, funded_places = funded_fen - had, funded_places - places
    locked_fen, locked_places, locked = locked_fen + had, locked_places + places, locked + 1
  elseif version > old_version and was == 'w' and live == 0
    and old_key .. id ~= redis.call('ZRANGE', WAITING, 0, 0)[1] then
    -- gives up a place that is not the first in line
    redis.call('ZREM', WAITING, old_key .. id)
    state, granted = 'n', 0
  elseif version > old_version and (was == 'f' or was == 'w') and live == 1 and lock == 0
    and key == old_key and amount == old_amount and places == old_places then
    -- stays where it is
    state, granted = was, had
  end
  if state then
    if held then
      claims, versions, amounts = claims - 1, versions - old_version, amounts - old_amount
    end
    if live == 1 then
      claims, versions, amounts = claims + 1, versions + version, amounts + amount
    end
    redis.call('HSET', CLAIMS, id,
      struct.pack(RECORD_FORM, version, state, key, amount, places, granted, passed))
    if state ~= was or granted ~= had then
      revision, stream = revision + 1, stream - 1
      redis.call('XADD', STREAM, string.format('%d-%d', epoch, revision), 'm',
        struct.pack(MOVEMENT_FORM, id, version, state, granted, passed))
    end
    redis.call('SET', SUMS, struct.pack(SUMS_FORM, loading, epoch, chunks, stream_most,
      limits_version, budget, most_places, partial_allowed, least, revision, stream, settling,
      locked_fen, locked_places, locked, funded_fen, funded_places, claims, versions, amounts,
      partial))
    if state == 'f' then
      return {'funded', redis.call('ZRANK', FUNDED, member) + 1, false, granted, version}
    elseif state == 'w' then
      local place = redis.call('ZRANK', WAITING, member) + 1
      return {'waiting', redis.call('ZCARD', FUNDED) + place, place, 0, version}
    end
    return {NAMES[state], false, false, granted, version}
  end
end

-- with: pool line
local p = open_pool()
local claim = claim_from(ARGV[2])
local news = upsert(p, claim)
local unsettled = p.settling and not p.loading
if unsettled and not news then rebalance(p) end
if unsettled or news then close_pool(p) end
return standing(p, p.records[claim.id])
