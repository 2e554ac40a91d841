// The programmes of today, and those of my city among them.
import { computed } from 'vue'
import { callKept } from '@/api/callKept'
import type { Schema } from '@api/paths'
import { useLoad } from '@/load/useLoad'
import { citiesOf, cityOf, myCity } from './city'

export type Programme = Schema<'ProgrammeItem'>

export function useOpenProgrammes() {
  const load = useLoad(async (aborter) => {
    const page = await callKept('/programmes', { query: { limit: 100 }, aborter })
    return page.items.filter((one) => one.status !== 'closed')
  })
  const all = computed(() => load.value ?? [])
  const cities = computed(() => citiesOf(all.value))
  /** A city that has no programme any more counts as none chosen. */
  const city = computed(() => cities.value.find((name) => name === myCity()) ?? null)
  const mine = computed(() =>
    city.value === null ? all.value : all.value.filter((one) => cityOf(one.region) === city.value),
  )
  return { load, all, cities, city, mine }
}
