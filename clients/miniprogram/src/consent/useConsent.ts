// Consent to messages by moment: ids are here before the tap, the window comes first in it.
import { computed, reactive } from 'vue'
import { call } from '@/api/call'
import { Problem } from '@/api/problem'
import { client } from '@/client/client'
import { host } from '@/host/host'
import { newKey } from '@/keep/newKey'
import { session } from '@/session/session'

export type Moment = 'start' | 'submit' | 'confirm' | 'correct' | 'line' | 'approved' | 'payee' | 'appeal'

export interface Consent {
  /** What it is for, to be shown above the button; null where no window will come. */
  readonly text: string | null
  /** Call as the very first thing in the tap and await it: whatever is answered, the act goes on. */
  ask(): Promise<void>
}

export function useConsent(moment: Moment): Consent {
  const told = computed(() => client.terms?.moments.find((one) => one.moment === moment))
  const text = computed(() => (host.kind === 'wechat' && told.value?.template_ids.length ? told.value.text : null))
  return reactive({ text, ask: () => ask(told.value?.template_ids ?? []) })
}

async function ask(templateIds: readonly string[]): Promise<void> {
  // Of somebody who is not known yet no answer can be kept: they are asked at the next such tap.
  if (templateIds.length === 0 || session.token === null) return
  const answers = await host.askToSubscribe([...templateIds])
  if (answers !== null && Object.keys(answers).length > 0) void report(answers)
}

/** Told behind the act's back, which waits for nothing; a lost report only costs a message. */
async function report(answers: Record<string, string>): Promise<void> {
  try {
    await call('post', '/subscriptions', { body: { results: answers as Record<string, never> }, key: newKey() })
  } catch (refused) {
    if (!(refused instanceof Problem)) throw refused
  }
}
