// The profile as a whole, as the API takes it: every part of it that is not sent would be emptied.
import type { Schema } from '@api/paths'

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
    uscc: own?.uscc ?? '',
  }
}

/** What is left blank is none; the account stays as it is. */
export function profileBody(typed: ProfileTyped): Schema<'ProfileChange'> {
  const { phone, website, address, contact, uscc, ...rest } = typed
  return {
    ...rest,
    phone: phone || null,
    website: website || null,
    address: address || null,
    contact: contact || null,
    uscc: uscc || null,
  }
}
