// Something of one application for a page that only reads it: fetched as the page knows which.
import { ref, type Ref } from 'vue'
import type { Aborter } from '@/api/aborter'
import { useLoad, type Load } from '@/load/useLoad'
import { useEntrance } from '@/scene/entrance'
import { asPerson } from '@/session/asPerson'

export function useOpened<T>(fetch: (id: string, aborter: Aborter) => Promise<T>): { id: Ref<string>; load: Load<T> } {
  const entrance = useEntrance()
  const id = ref('')
  const load = useLoad<T>(async (aborter) => {
    id.value = await entrance.id()
    return asPerson(() => fetch(id.value, aborter))
  })
  return { id, load }
}
