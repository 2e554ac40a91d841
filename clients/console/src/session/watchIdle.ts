// Watches over a session that ends when nobody uses it: asks the server, warns two minutes before.
import { reactive, watch } from 'vue'
import { lookAgain, session, type Who } from './session'
import { hear, tell } from './tabs'

const WARN_MS = 120_000
const NOTED_EVERY_MS = 300_000
const AWAY_MS = 30_000

/** `secondsLeft` while the warning stands. */
export const idle = reactive({ secondsLeft: undefined as number | undefined })

let endsAt = Infinity
let notedAt = Date.now()
let timer: ReturnType<typeof setTimeout> | undefined

/** Begins; once for the life of the page. */
export function watchIdle(): void {
  watch(() => session.who, begin, { immediate: true })
  // Whoever types or points is here, also where no call is made for a while.
  for (const act of ['keydown', 'pointerdown', 'wheel']) addEventListener(act, touched, { passive: true })
  document.addEventListener('visibilitychange', () => document.hidden || !lasts() || void look(false))
  hear((told) => {
    if (told.what === 'used' && idle.secondsLeft !== undefined) void look(false)
  })
}

/** The person says that they are here. */
export async function stay(): Promise<void> {
  if (await look(true)) tell({ what: 'used' })
}

/** By the server's clock alone: those of offices run wrong. */
function begin(who: Who | undefined): void {
  const left = who?.idle_ends_at ? Date.parse(who.idle_ends_at) - Date.parse(who.as_of) : Infinity
  endsAt = Date.now() + left
  idle.secondsLeft = left > WARN_MS ? undefined : secondsLeft()
  plan(left > WARN_MS ? left - WARN_MS : 1_000)
}

function plan(wait: number): void {
  clearTimeout(timer)
  if (lasts()) timer = setTimeout(tick, wait)
}

/** Another tab may have used it meanwhile: before a warning, and at the end, the server is asked. */
function tick(): void {
  const seconds = secondsLeft()
  if (idle.secondsLeft === undefined || seconds <= 0) return void look(false)
  idle.secondsLeft = seconds
  plan(1_000)
}

async function look(used: boolean): Promise<boolean> {
  const answered = await lookAgain(used)
  if (!answered) plan(AWAY_MS)
  return answered
}

function touched(): void {
  if (!lasts() || idle.secondsLeft !== undefined || Date.now() - notedAt < NOTED_EVERY_MS) return
  notedAt = Date.now()
  void look(true)
}

function lasts(): boolean {
  return endsAt !== Infinity
}

function secondsLeft(): number {
  return Math.max(0, Math.ceil((endsAt - Date.now()) / 1000))
}
