// What is typed about a firm, and the body that the API takes for it.
import type { Schema } from '@api/paths'
import { fenOf, yuan } from '@/words/money'
import { plainUscc } from '@/uscc/uscc'
import { wholeOf } from '@/words/whole'

/** As typed; money in yuan. */
export interface FirmTyped {
  uscc: string
  code_on_licence: boolean
  name: string
  registered_city: string
  district: string
  registered_on: string
  sector: string
  employees: string
  annual_revenue_fen: string
  in_service_zone: string
}

export const NOTHING_TYPED: FirmTyped = {
  uscc: '',
  code_on_licence: false,
  name: '',
  registered_city: '',
  district: '',
  registered_on: '',
  sector: '',
  employees: '',
  annual_revenue_fen: '',
  in_service_zone: '',
}

export function typedOf(firm: Schema<'EnterpriseView'>): FirmTyped {
  return {
    uscc: firm.uscc,
    code_on_licence: firm.code_basis !== 'standard',
    name: firm.name,
    registered_city: firm.registered_city,
    district: firm.district,
    registered_on: firm.registered_on,
    sector: firm.sector,
    employees: String(firm.employees),
    annual_revenue_fen: yuan(firm.annual_revenue_fen).replace(/,/g, ''),
    in_service_zone: String(firm.in_service_zone),
  }
}

/** What is empty or cannot be read is left out: the API names every field that it lacks. */
export function bodyOf(typed: FirmTyped): Schema<'EnterpriseParticulars'> {
  const texts = ['name', 'registered_city', 'district', 'registered_on', 'sector'] as const
  const said = texts.filter((name) => typed[name].trim() !== '').map((name) => [name, typed[name].trim()])
  const employees = wholeOf(typed.employees)
  const revenue = fenOf(typed.annual_revenue_fen)
  return {
    uscc: plainUscc(typed.uscc),
    ...Object.fromEntries(said),
    ...(employees === null ? {} : { employees }),
    ...(revenue === null ? {} : { annual_revenue_fen: revenue }),
    ...(typed.in_service_zone === '' ? {} : { in_service_zone: typed.in_service_zone === 'true' }),
    ...(typed.code_on_licence ? { code_on_licence: true } : {}),
  } as Schema<'EnterpriseParticulars'>
}
