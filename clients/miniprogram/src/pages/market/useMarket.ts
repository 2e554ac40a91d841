// What the market shows: platforms or plans of one edition, found by the wish.
import { computed, reactive, ref, watch } from 'vue'
import type { Aborter } from '@/api/aborter'
import { call } from '@/api/call'
import type { Schema } from '@api/paths'
import { useList, type ListPage } from '@/load/useList'
import { myCity } from '@/programme/city'
import { useOpenProgrammes } from '@/programme/useOpenProgrammes'
import { askedOf, emptyWish } from './wish'

export type Found =
  | { kind: 'platforms'; item: Schema<'PlatformItem'> }
  | { kind: 'plans'; item: Schema<'PlanItem'> }

export function useMarket() {
  const programmes = useOpenProgrammes()
  const wish = reactive(emptyWish())
  const wanted = ref<string | null>(null)
  /** The one that was asked for; else the first of my city's that has platforms. */
  const edition = computed(() => {
    const { all, mine } = programmes
    const asked = all.value.find((one) => one.code === wanted.value)
    return (asked ?? mine.value.find((one) => one.platforms > 0) ?? mine.value[0])?.code ?? null
  })

  watch(myCity, () => (wanted.value = null))

  const list = useList<Found>((cursor, aborter) => read(cursor, aborter), {
    on: () => [edition.value, { ...wish }],
  })

  async function read(cursor: string | undefined, aborter: Aborter): Promise<ListPage<Found>> {
    if (edition.value === null) return new Promise(() => undefined)
    const asked = {
      path: { code: edition.value },
      query: { ...askedOf(wish), ...(cursor === undefined ? {} : { cursor }) },
      aborter,
    }
    if (wish.kind === 'plans') {
      const page = await call('get', '/programmes/{code}/plans', asked)
      return { ...page, items: page.items.map((item) => ({ kind: 'plans' as const, item })) }
    }
    const page = await call('get', '/programmes/{code}/platforms', asked)
    return { ...page, items: page.items.map((item) => ({ kind: 'platforms' as const, item })) }
  }

  return { programmes, wish, wanted, edition, list }
}
