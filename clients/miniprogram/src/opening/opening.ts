// Opens pages: one for two quick taps, and in place of the present one where WeChat lays no more on each other.
import { host } from '@/host/host'

/** WeChat's own bound; further ones it refuses, and a tap would do nothing. */
const DEEPEST = 10
const LOST_MS = 3000

let opening = { url: '', at: 0 }

/** Once, at launch. */
export function watchOpening(): void {
  uni.addInterceptor('navigateTo', {
    invoke({ url }: { url: string }) {
      if (opening.url === url && Date.now() - opening.at < LOST_MS) return false
      if (host.kind === 'wechat' && getCurrentPages().length >= DEEPEST) {
        void uni.redirectTo({ url })
        return false
      }
      opening = { url, at: Date.now() }
    },
    complete() {
      opening.url = ''
    },
  })
}
