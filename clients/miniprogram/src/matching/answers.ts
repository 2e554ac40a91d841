// What somebody said of their firm before or without registering it: kept on the phone, asked once.
import type { Schema } from '@api/paths'
import type { FactValue } from '@/facts/typed'
import { fenOf } from '@/words/money'
import { wholeOf } from '@/words/whole'

/** As typed; `facts` are answers to a track's questions, by name, as the API takes them. */
export interface FirmAnswers {
  city: string
  district: string
  sector: string
  employees: string
  revenue: string
  facts: Record<string, FactValue>
}

export const KEPT_ANSWERS = 'match'

export const NO_ANSWERS: FirmAnswers = { city: '', district: '', sector: '', employees: '', revenue: '', facts: {} }

/** What is not said is left out: the API then says that it cannot tell yet. */
export function askedBody(answers: FirmAnswers): Schema<'AskedMatches'> {
  const employees = wholeOf(answers.employees)
  const revenue = fenOf(answers.revenue)
  return {
    ...(answers.city ? { registered_city: answers.city } : {}),
    ...(answers.district ? { district: answers.district } : {}),
    ...(answers.sector ? { sector: answers.sector } : {}),
    ...(employees === null ? {} : { employees }),
    ...(revenue === null ? {} : { annual_revenue_fen: revenue }),
    facts: answers.facts as Schema<'AskedMatches'>['facts'],
  }
}
