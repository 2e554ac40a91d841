// The particulars of an application with the words of its track, each value as a person reads it.
import type { Schema } from '@api/paths'
import { minute } from '@/words/moment'
import { yuan } from '@/words/money'
import { listed } from '@/words/marks'
import { words } from './words'

type Fact = Schema<'TrackFactView'>

export interface ShownFact {
  /** As a correction names it: `contract_no`, `facts.employees`. */
  item: string
  label: string
  value: string | null
  figures?: boolean
}

export function factsShown(application: Schema<'ApplicationView'>, track: Schema<'TrackView'> | undefined): ShownFact[] {
  const w = words()
  const facts = application.facts as Record<string, unknown>
  const declared = [...(track?.facts ?? []), ...(track?.declarations ?? [])].filter((fact) => fact.source === 'declared')
  return [
    { item: 'contract_no', label: w.contractNo, value: application.contract_no },
    { item: 'signed_at', label: w.signedAt, value: moment(application.signed_at), figures: true },
    { item: 'paid_at', label: w.paidAt, value: moment(application.paid_at), figures: true },
    { item: 'fee_fen', label: w.fee, value: yuan(application.fee_fen), figures: true },
    { item: 'paid_fen', label: w.paid, value: yuan(application.paid_fen), figures: true },
    { item: 'payer', label: w.payer, value: application.payer ?? w.itself },
    { item: 'voucher_no', label: w.voucherNo, value: application.voucher_no },
    ...declared.map((fact) => ({ item: `facts.${fact.name}`, label: fact.label, value: said(fact, facts[fact.name]) })),
  ]
}

/** What can be asked back: each kind of paper, then each particular. */
export function itemsToReturn(application: Schema<'ApplicationView'>, track: Schema<'TrackView'> | undefined) {
  const papers = (track?.materials ?? []).map((paper) => ({ value: paper.kind, label: paper.label }))
  return [...papers, ...factsShown(application, track).map(({ item, label }) => ({ value: item, label }))]
}

function moment(value: string | null): string | null {
  return value === null || value.length === 10 ? value : minute(value)
}

function said(fact: Fact, value: unknown): string | null {
  const w = words()
  if (value === null || value === undefined) return null
  if (typeof value === 'boolean') return value ? w.yes : w.no
  if (Array.isArray(value)) return listed(value.map((one) => optionOf(fact, one)))
  if (fact.type === 'money') return `${yuan(Number(value))}`
  // Ratios are kept in basis points: 2550 is 25.5 %.
  if (fact.type === 'ratio') return `${Number(value) / 100}%`
  if (fact.type === 'instant') return minute(String(value))
  return `${optionOf(fact, value)}${fact.unit ?? ''}`
}

function optionOf(fact: Fact, value: unknown): string {
  return fact.options.find((option) => option.value === value)?.label ?? String(value)
}
