// A list whose filters, sort and page live in the address: a filtered view is a link that can be sent.
import { computed, reactive } from 'vue'
import { useRoute, useRouter, type LocationQueryRaw } from 'vue-router'
import { useLoad, type Load } from '@/load/useLoad'

export interface KeysetPage<T> {
  items: T[]
  next_cursor?: string | null
}

export interface Keyset<F, P> {
  /** As the address says them; what it does not say, or says wrongly, is absent. */
  filters: F
  load: Load<P>
  /** Whether a filter is set that can be cleared. */
  narrowed: boolean
  hasPrevious: boolean
  hasNext: boolean
  /** Changes filters and drops the page; `typing` replaces the address instead of adding to the history. */
  narrow(changed: Partial<F>, typing?: boolean): void
  clear(): void
  next(): void
  previous(): void
}

type Filters = Record<string, string | undefined>

/** Which tab is open and how it is sorted is no filter: "nothing yet" is said of a tab too, and clearing keeps it. */
const SORT = 'sort'

/**
 * `read` takes the filters out of the address, typed, and drops unknown values; `fetch` asks for one page;
 * `tab` names what tabs above the list choose.
 */
export function useKeyset<F extends Filters, P extends KeysetPage<unknown>>(
  read: (asked: (name: string) => string | undefined) => F,
  fetch: (filters: F, cursor: string | undefined, signal: AbortSignal, background: boolean) => Promise<P>,
  tab?: keyof F & string,
): Keyset<F, P> {
  const route = useRoute()
  const router = useRouter()
  const own = route.name
  const asked = (name: string) => {
    const value = route.query[name]
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const filters = computed(() => read(asked))
  const cursor = computed(() => asked('cursor'))
  // Another page of the console has another address: that is no change of this list.
  const question = computed<string>((before) =>
    route.name === own ? JSON.stringify([filters.value, cursor.value]) : (before ?? ''),
  )
  const load = useLoad(
    (signal, background) => fetch(filters.value, cursor.value, signal, background),
    () => question.value,
  )

  const isAside = (name: string) => name === SORT || name === tab

  function go(query: LocationQueryRaw, replaces = false): void {
    void router[replaces ? 'replace' : 'push']({ query })
  }

  return reactive({
    filters,
    load,
    narrowed: computed(() => Object.entries(filters.value).some(([name, value]) => !isAside(name) && value !== undefined)),
    hasPrevious: computed(() => cursor.value !== undefined),
    hasNext: computed(() => Boolean(load.value?.next_cursor)),
    narrow(changed: Partial<F>, typing = false) {
      go(without({ ...filters.value, ...changed }), typing)
    },
    clear: () => go(without(Object.fromEntries(Object.entries(filters.value).filter(([name]) => isAside(name))))),
    next: () => go({ ...without(filters.value), cursor: load.value?.next_cursor ?? undefined }),
    previous() {
      // Opened from a bookmark there is nothing to go back to: then to the first page.
      const back = (window.history.state as { back?: string | null }).back ?? ''
      if (back.split('?')[0] === route.path) router.back()
      else go(without(filters.value), true)
    },
  }) as unknown as Keyset<F, P>
}

function without(filters: Filters): LocationQueryRaw {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined && value !== ''))
}
