// The mini-program's own code of the page that is open, for who reads it outside WeChat.
import { addressOf } from '@/api/address'
import { client } from '@/client/client'
import { host } from '@/host/host'

type Options = Record<string, string | undefined>

/** The address of a picture; null where nothing can be scanned for this page. */
export function pageCode(): string | null {
  const pages = getCurrentPages()
  const page = pages[pages.length - 1]
  const code = codeOf(page?.route ?? '', (page as { options?: Options } | undefined)?.options ?? {})
  return code === null ? null : host.fullAddress(code)
}

function codeOf(route: string, { id, platform, edition }: Options): string | null {
  if (route === 'pages/platform/detail' && id) return addressOf('/platforms/{platform_id}/code', { platform_id: id })
  if (route === 'pages/plan/detail' && id && platform) {
    return addressOf('/platforms/{platform_id}/plans/{plan_id}/code', { platform_id: platform, plan_id: id })
  }
  // Elsewhere the code of a programme opens the mini-program, from which everything is a tap away.
  const code = route === 'pages/programme/detail' ? id : (edition ?? client.terms?.contacts[0]?.edition)
  return code ? addressOf('/programmes/{code}/code', { code }) : null
}
