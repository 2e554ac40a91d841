// What a platform filed and got back: its particulars and answers are sent, then it is handed in again.
import type { Schema } from '@api/paths'
import { call } from '@/api/call'

type Application = Schema<'ApplicationView'>
const PARTICULARS = ['contract_no', 'signed_at', 'paid_at', 'fee_fen', 'paid_fen', 'payer', 'voucher_no'] as const
const FACTS = 'facts.'

/** By item, as corrections name it. */
export interface Mended {
  values: Record<string, unknown>
  answers: Record<string, string>
}

export function valueOf(application: Application, item: string): unknown {
  if (item.startsWith(FACTS)) return (application.facts as Record<string, unknown>)[item.slice(FACTS.length)] ?? null
  return (application as unknown as Record<string, unknown>)[item] ?? null
}

export function asTyped(application: Application): Mended {
  const items = application.corrections.map((one) => one.item)
  return {
    values: Object.fromEntries(items.filter((item) => isParticular(item)).map((item) => [item, valueOf(application, item)])),
    answers: Object.fromEntries(application.corrections.map((one) => [one.item, one.answer ?? ''])),
  }
}

export function isParticular(item: string): boolean {
  return item.startsWith(FACTS) || (PARTICULARS as readonly string[]).includes(item)
}

/** Each step is skipped where nothing differs, so that a second try goes on where the first stopped. */
export async function mend(id: string, typed: Mended, key: string): Promise<void> {
  const path = { application_id: id }
  const now = await call('get', '/platform/applications/{application_id}', { path })
  if (Object.entries(typed.values).some(([item, value]) => differs(valueOf(now, item), value))) {
    const body = bodyOf(now, typed.values)
    await call('put', '/applications/{application_id}/particulars', { path, body, version: now.version })
  }
  const answers = Object.fromEntries(Object.entries(typed.answers).filter(([, words]) => words.trim() !== ''))
  await call('put', '/applications/{application_id}/corrections', { path, body: { answers } })
  await call('post', '/applications/{application_id}/submit', { path, key })
}

function bodyOf(now: Application, values: Record<string, unknown>): Schema<'ApplicationParticulars'> {
  const of = (item: string) => (item in values ? values[item] : valueOf(now, item))
  const facts = { ...now.facts } as Record<string, unknown>
  for (const [item, value] of Object.entries(values)) if (item.startsWith(FACTS)) facts[item.slice(FACTS.length)] = value
  return { ...Object.fromEntries(PARTICULARS.map((name) => [name, of(name)])), facts } as Schema<'ApplicationParticulars'>
}

function differs(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) !== JSON.stringify(other)
}
