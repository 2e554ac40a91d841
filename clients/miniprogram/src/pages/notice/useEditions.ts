// The editions or programmes that a public list can be of, and the one that is looked at.
import { onLoad } from '@dcloudio/uni-app'
import { computed, ref } from 'vue'
import { call } from '@/api/call'
import { useLoad } from '@/load/useLoad'
import { cityOf, myCity } from '@/programme/city'

/** `by` names the address's word: an edition's code, or the programme's that all its years share. */
export function useEditions(by: 'edition' | 'programme') {
  const wanted = ref('')
  const load = useLoad(async (aborter) => {
    const { items } = await call('get', '/programmes', { query: { limit: 100 }, aborter })
    const valueOf = (one: (typeof items)[number]) => (by === 'edition' ? one.code : one.programme)
    // Newest first: a programme is called as its newest edition is.
    const newest = items.filter((one, at) => items.findIndex((other) => valueOf(other) === valueOf(one)) === at)
    const choices = newest.map((one) => ({ value: valueOf(one), label: one.title }))
    const near = items.find((one) => one.status === 'open' && cityOf(one.region) === myCity())
    const first = near ?? items.find((one) => one.status === 'open') ?? items[0]
    if (wanted.value === '' && first) wanted.value = by === 'edition' ? first.code : first.programme
    return choices
  })
  onLoad((query) => {
    if (query?.[by]) wanted.value = String(query[by])
  })
  return { wanted, load, choices: computed(() => load.value ?? []) }
}
