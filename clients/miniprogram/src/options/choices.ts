// What may be chosen for a firm: cities, the districts of one, lines of business; kept on the phone.
import { call } from '@/api/call'
import { callKept } from '@/api/callKept'
import type { Aborter } from '@/api/aborter'
import type { Schema } from '@api/paths'

export interface Choice {
  value: string
  label: string
}

/** All of the country, with their province. Throws `Problem`, as do all here. */
export async function readCities(aborter?: Aborter): Promise<Choice[]> {
  return (await callKept('/options', { query: { only: 'cities' }, aborter })).cities
}

export async function readSectors(aborter?: Aborter): Promise<Choice[]> {
  return (await callKept('/options', { query: { only: 'sectors' }, aborter })).sectors
}

/** Of one city, and therefore without its name; none before a city is chosen. */
export async function readDistricts(city: string, aborter?: Aborter): Promise<Choice[]> {
  if (city === '') return []
  const { districts } = await callKept('/options', { query: { only: 'districts', city }, aborter })
  return districts.filter((one) => one.city === city).map(({ value }) => ({ value, label: value }))
}

/** What the registry of a right code says of the firm's place; whose code was typed is kept nowhere. */
export async function readProposed(uscc: string): Promise<Schema<'ProposedPlace'> | null> {
  return (await call('get', '/options', { query: { only: 'districts', uscc } })).proposed
}
