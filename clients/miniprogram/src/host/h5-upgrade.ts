// After an upgrade the server has no longer the parts that an open page would fetch: it starts anew, once.

const KEPT = 'started-anew-at'
const APART_MS = 10_000

/** What is typed is kept on the phone, so that nothing is lost by it. */
export function startAnewAfterUpgrade(): void {
  window.addEventListener('vite:preloadError', () => {
    const last = Number(sessionStorage.getItem(KEPT) ?? 0)
    if (Date.now() - last < APART_MS) return
    sessionStorage.setItem(KEPT, String(Date.now()))
    location.reload()
  })
}
