// Something of one application for a page that only reads it: fetched once the page knows which.
import { onLoad } from '@dcloudio/uni-app'
import { ref, type Ref } from 'vue'
import type { Aborter } from '@/api/aborter'
import { useLoad, type Load } from '@/load/useLoad'
import { asPerson } from '@/session/asPerson'
import { idOf } from './idOf'

export function useOpened<T>(fetch: (id: string, aborter: Aborter) => Promise<T>): { id: Ref<string>; load: Load<T> } {
  const id = ref('')
  const load = useLoad<T>((aborter) => asPerson(() => fetch(id.value, aborter)), { later: true })
  onLoad((options) => {
    id.value = idOf(options ?? {})
    void load.reload()
  })
  return { id, load }
}
