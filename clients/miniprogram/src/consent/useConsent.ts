// Consent to messages by moment: ids are here before the tap, the window comes first in it.
import { onMounted, reactive } from 'vue'
import { call } from '@/api/call'
import type { Schema } from '@/api/paths'
import { host } from '@/host/host'
import { newKey } from '@/keep/newKey'
import { session } from '@/session/session'

export type Moment = 'start' | 'submit' | 'confirm' | 'correct' | 'line' | 'approved' | 'payee' | 'appeal'

interface Consent {
  /** What it is for, to be shown above the button; null where no window will come. */
  text: string | null
  /** Call as the very first thing in the tap and await it: whatever is answered, the act goes on. */
  ask(): Promise<void>
}

let known: Schema<'Subscriptions'>['moments'] | undefined

export function useConsent(moment: Moment): Consent {
  const consent = reactive<Consent>({ text: null, ask })
  let ids: string[] = []

  async function ask() {
    if (ids.length === 0) return
    const answers = await host.askToSubscribe(ids)
    if (answers !== null && Object.keys(answers).length > 0) report(answers)
  }

  onMounted(async () => {
    if (host.kind !== 'wechat' || session.token === null) return
    try {
      known ??= (await call('get', '/subscriptions')).moments
    } catch {
      // Without ids no window comes, and the act itself does not depend on one.
      return
    }
    const found = known.find((one) => one.moment === moment)
    ids = found?.template_ids ?? []
    if (found && ids.length > 0) consent.text = found.text
  })
  return consent
}

/** Told behind the act's back: it waits for nothing, and a lost report only costs a message. */
function report(answers: Record<string, string>): void {
  call('post', '/subscriptions', { body: { results: answers as Record<string, never> }, key: newKey() }).catch(() => (known = undefined))
}
