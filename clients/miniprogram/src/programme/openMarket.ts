// Opens the market tab with a wish: switching tabs carries no query, so the wish waits on the phone.

const KEPT = 'market-wish'

export interface MarketWish {
  edition: string
  category?: string
  /** At most this to pay after the subsidy, in fen. */
  price_to_fen?: number
}

export function openMarket(wish: MarketWish): void {
  uni.setStorageSync(KEPT, wish)
  void uni.switchTab({ url: '/pages/market/market' })
}

/** Takes the wish away: it is meant once. */
export function takeWish(): MarketWish | null {
  const wish = uni.getStorageSync(KEPT) as MarketWish | ''
  uni.removeStorageSync(KEPT)
  return wish === '' ? null : wish
}
