"""What the market makes of an address, and of a wish an address again; which city a region lies in."""

from tests.clients.computed import computed

_ASKED = """
import { addressOf, askedOf, emptyWish, readWish } from '@/pages/market/wish'
import { citiesOf } from '@/programme/city'

const odd = { sort: 'dearest', rating_from: '9', price_to_fen: '-1', kind: 'plans' }
const wish = readWish({ q: '采购', ...odd })
const full = { ...emptyWish(), q: '财税&a=b', price_to_fen: 300_000, sort: 'price' as const }
const [, query] = addressOf(full, 'sh-2026').split('?')
const again = readWish(
  Object.fromEntries((query ?? '').split('&').map((pair) => pair.split('=').map(decodeURIComponent))),
)
answer({
  kept: askedOf(wish),
  bare: addressOf(emptyWish(), null),
  same: JSON.stringify(again) === JSON.stringify(full),
  cities: citiesOf(['上海市', '重庆市荣昌区', '重庆市', '浙江'].map((region) => ({ region }))),
})
"""


def test_an_address_says_what_is_looked_for() -> None:
    """Unknown values are dropped, not sent; defaults are left out; the rest survives the round."""
    said = computed(_ASKED)
    assert said["kept"] == {"sort": "listed", "q": "采购"}
    assert said["bare"] == "/pages/market/market"
    assert said["same"] is True
    assert said["cities"] == ["上海市", "重庆市", "浙江"]
