-- Where the line of a pool runs: claims taken over, put on their side of it, and moved across.
-- This part follows parts/pool.lua in front of the verbs that change a pool.
--
-- Promise: whatever arrives, every key in `funded` stays smaller than every key in `waiting`; one
-- call moves at most MOST_MOVES claims and leaves the rest `settling`.

local MOST_MOVES = 500

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
  redis.call('ZADD', FUNDED, 0, r.member)
  r.state, r.granted = 'f', granted
  p.funded_fen, p.funded_places = p.funded_fen + granted, p.funded_places + r.places
end

local function add_waiting(r)
  redis.call('ZADD', WAITING, 0, r.member)
  r.state, r.granted = 'w', 0
end

local function remove_funded(p, r)
  redis.call('ZREM', FUNDED, r.member)
  p.funded_fen, p.funded_places = p.funded_fen - r.granted, p.funded_places - r.places
end

local function fund(p, r, granted)
  touch(p, r)
  redis.call('ZREM', WAITING, r.member)
  add_funded(p, r, granted)
  p.moves = p.moves + 1
end

local function unfund(p, r)
  touch(p, r)
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
  local given_up = false
  while over(p) do
    if p.moves >= MOST_MOVES then return end
    local last = last_funded()
    if not last then break end
    unfund(p, fetch(p, string.sub(last, KEY_DIGITS + 1)))
    given_up = true
  end
  -- With the one just given up it was too much, so the first in line does not fit.
  local first = not given_up and first_waiting()
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
    redis.call('ZREM', WAITING, r.member)
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
  if first and r.member > first then return add_waiting(r) end
  if fits(p, r) then return add_funded(p, r, r.amount) end
  local last = last_funded()
  if last and r.member < last then return add_funded(p, r, r.amount) end
  add_waiting(r)
end

local function take_in(p, r)
  if r.state == 'l' then
    p.locked_fen, p.locked_places = p.locked_fen + r.granted, p.locked_places + r.places
    p.locked = p.locked + 1
  end
  if r.state ~= 'n' then count(p, r, 1) end
end

-- Takes the claim over if its version is news; answers whether it was.
-- r: id, key, member, version, amount, places, granted, passed; state 'n' ended, 'l' locked,
-- 'u' neither.
local function upsert(p, r)
  local old = fetch(p, r.id)
  if old then
    if r.version <= old.version then return false end
    r.was, r.had, r.place = old.was, old.had, old.place
  end
  if r.place then p.touched[r.place] = r else touch(p, r) end
  p.records[r.id] = r
  if not p.loading then
    if p.partial == r.id then p.partial = nil else take_back_partial(p) end
  end
  if old then take_out(p, old) end
  if r.state == 'u' then put_in_line(p, r) end
  take_in(p, r)
  if not p.loading then rebalance(p) end
  return true
end

local function claim_from(text)
  local id, key, version, amount, places, granted, live, passed, locked =
    struct.unpack(CLAIM_FORM, text)
  local state = live == 0 and 'n' or locked == 1 and 'l' or 'u'
  return {id = id, key = key, member = key .. id, version = version, state = state,
    amount = amount, places = places, granted = state == 'l' and granted or 0, passed = passed,
    was = '', had = 0, place = false}
end
