// What a scanned code leads to, by the server; to another page than the one it opened it goes on by itself.
import { call } from '@/api/call'

/** The query for the page that is open. Throws `Problem`. */
export async function whereTo(scene: string): Promise<Record<string, string>> {
  const led = await call('get', '/scenes/{scene}', { path: { scene } })
  const pages = getCurrentPages()
  if (pages[pages.length - 1]?.route !== led.page) {
    await uni.redirectTo({ url: addressOf(led) })
    return new Promise(() => undefined)
  }
  return { id: led.id }
}

/** For an application that was started by a code without a page of its own, such as `/m?scene=`. */
export async function openScene(scene: string): Promise<void> {
  const led = await call('get', '/scenes/{scene}', { path: { scene } })
  await uni.navigateTo({ url: addressOf(led) })
}

function addressOf(led: { page: string; query: string }): string {
  return `/${led.page}?${led.query}`
}
