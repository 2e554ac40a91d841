// Calls wait for one another before there are too many: WeChat refuses the eleventh at once.

/** Two places stay free for what the phone asks by other ways. */
const MOST = 8
let running = 0
const waiting: (() => void)[] = []

/** Runs `send` now, or as soon as an earlier one has ended; what waits longest comes first. */
export async function inTurn<T>(send: () => Promise<T>): Promise<T> {
  if (running >= MOST) await new Promise<void>((go) => waiting.push(go))
  else running += 1
  try {
    return await send()
  } finally {
    const next = waiting.shift()
    // Whoever is next takes over the place.
    if (next) next()
    else running -= 1
  }
}
