// The profile as a whole, as the API takes it: every part of it that is not sent would be emptied.
import type { Schema } from '@api/paths'

/** The record of the firm that the platform is, where it is not known here yet. */
export interface FirmTyped {
  name: string
  district: string
  registered_city: string
  registered_on: string
  sector: string
  employees: string
  annual_revenue_fen: number | null
  in_service_zone: boolean
}

export interface ProfileTyped {
  name: string
  summary: string
  district: string
  categories: string[]
  phone: string
  website: string
  address: string
  contact: string
  uscc: string
  /** Null unless it is asked for. */
  firm: FirmTyped | null
}

export function emptyFirm(): FirmTyped {
  return {
    name: '',
    district: '',
    registered_city: '',
    registered_on: '',
    sector: '',
    employees: '',
    annual_revenue_fen: null,
    in_service_zone: false,
  }
}

export function typedOf(own: Schema<'OwnPlatformView'> | null): ProfileTyped {
  return {
    name: own?.name ?? '',
    summary: own?.summary ?? '',
    district: own?.district ?? '',
    categories: [...(own?.categories ?? [])],
    phone: own?.phone ?? '',
    website: own?.website ?? '',
    address: own?.address ?? '',
    contact: own?.contact ?? '',
    // Once it is linked it is no question any more.
    uscc: '',
    firm: null,
  }
}

/** What is left blank is none; the account stays as it is. */
export function profileBody(typed: ProfileTyped): Schema<'ProfileChange'> {
  const { phone, website, address, contact, uscc, firm, ...rest } = typed
  return {
    ...rest,
    phone: phone || null,
    website: website || null,
    address: address || null,
    contact: contact || null,
    uscc: uscc || null,
    // What is left blank is refused beside its field.
    firm: firm && { ...firm, employees: Number(firm.employees) || 0, annual_revenue_fen: firm.annual_revenue_fen ?? 0 },
  }
}

/** The version that a change was written on; a first profile has none. */
export function upon(version: number | undefined): { version?: number } {
  return version === undefined ? {} : { version }
}
