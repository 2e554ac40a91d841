// The editions or programmes that a public list can be of, and the one that is looked at.
import { onLoad } from '@dcloudio/uni-app'
import { computed, ref } from 'vue'
import { call } from '@/api/call'
import { useLoad } from '@/load/useLoad'

/** `by` names the address's word: an edition's code, or the programme's that all its years share. */
export function useEditions(by: 'edition' | 'programme') {
  const wanted = ref('')
  const load = useLoad(async (aborter) => {
    const { items } = await call('get', '/programmes', { query: { limit: 100 }, aborter })
    const seen = new Map(items.map((one) => [by === 'edition' ? one.code : one.programme, one.title]))
    const choices = [...seen].map(([value, label]) => ({ value, label }))
    if (wanted.value === '') wanted.value = choices[0]?.value ?? ''
    return choices
  })
  onLoad((query) => {
    if (query?.[by]) wanted.value = String(query[by])
  })
  return { wanted, load, choices: computed(() => load.value ?? []) }
}
