// Taking a review, so that nobody else works on it, and giving it back, which can be undone.
import { computed, reactive, ref } from 'vue'
import { call } from '@/api/call'
import { session } from '@/session/session'
import { useAct, type Act } from '@/acts/useAct'
import type { Review } from './useVerdict'

export interface Taking {
  act: Act
  mine: boolean
  canTake: boolean
  canRelease: boolean
  /** Just given back, so that taking it again undoes it. */
  released: boolean
  take(): Promise<void>
  release(): Promise<void>
  toggle(): Promise<void>
}

export function useTaking(review: () => Review, changed: (now: Review) => void): Taking {
  const act = useAct()
  const released = ref(false)
  const mine = computed(() => review().taken_by?.id === session.who?.user.id && review().taken_by !== null)
  const canTake = computed(() => !mine.value && review().allowed.includes('take'))
  const canRelease = computed(() => mine.value && review().allowed.includes('release'))

  async function run(what: 'take' | 'release') {
    const path = { review_id: review().id }
    const went = await act.run(async (key) => {
      changed(
        what === 'take'
          ? await call('post', '/reviews/{review_id}/take', { path, key })
          : await call('post', '/reviews/{review_id}/release', { path, key }),
      )
    })
    if (went) released.value = what === 'release'
  }
  const take = () => run('take')
  const release = () => run('release')

  return reactive({
    act,
    mine,
    canTake,
    canRelease,
    released,
    take,
    release,
    async toggle() {
      if (canRelease.value) await release()
      else if (canTake.value) await take()
    },
  }) as unknown as Taking
}
