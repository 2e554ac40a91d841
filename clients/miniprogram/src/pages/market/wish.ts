// What is looked for in the market: read out of an address, defaults left out, unknown values dropped.

export const SORTS = ['listed', 'price', 'clients', 'rating'] as const
export const PRICES_FEN = [300_000, 500_000, 1_000_000] as const
export const STARS = [3, 4] as const

export interface Wish {
  kind: 'platforms' | 'plans'
  q: string
  category: string
  district: string
  price_to_fen: number | null
  rating_from: number | null
  sort: (typeof SORTS)[number]
}

export function emptyWish(): Wish {
  return { kind: 'platforms', q: '', category: '', district: '', price_to_fen: null, rating_from: null, sort: 'listed' }
}

export function readWish(query: Readonly<Record<string, string | undefined>>): Wish {
  const price = Number(query.price_to_fen)
  return {
    kind: query.kind === 'plans' ? 'plans' : 'platforms',
    q: (query.q ?? '').slice(0, 100),
    category: query.category ?? '',
    district: query.district ?? '',
    price_to_fen: Number.isSafeInteger(price) && price > 0 ? price : null,
    rating_from: STARS.find((stars) => String(stars) === query.rating_from) ?? null,
    sort: SORTS.find((sort) => sort === query.sort) ?? 'listed',
  }
}

/** The market's own address with all of it, defaults left out: `…?edition=…&q=…&sort=price`. */
export function addressOf(wish: Wish, edition: string | null): string {
  const usual = emptyWish()
  const said = (Object.keys(usual) as (keyof Wish)[])
    .filter((name) => wish[name] !== usual[name])
    .map((name) => `${name}=${encodeURIComponent(String(wish[name]))}`)
  if (edition !== null) said.unshift(`edition=${edition}`)
  return `/pages/market/market${said.length === 0 ? '' : `?${said.join('&')}`}`
}

/** The same as the API's own parameters; what is not wished is not sent. */
export function askedOf({ kind: _, ...wish }: Wish) {
  const { q, category, district, price_to_fen, rating_from, sort } = wish
  return {
    sort,
    ...(q === '' ? {} : { q }),
    ...(category === '' ? {} : { category }),
    ...(district === '' ? {} : { district }),
    ...(price_to_fen === null ? {} : { price_to_fen }),
    ...(rating_from === null ? {} : { rating_from }),
  }
}
