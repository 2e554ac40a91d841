// One application for a page of it: fetched when shown, and again and again only while something is between two states.
import { onHide, onShow, onUnload } from '@dcloudio/uni-app'
import { computed, ref, watch, type ComputedRef, type Ref } from 'vue'
import { call } from '@/api/call'
import type { Schema } from '@api/paths'
import { useLoad, type Load } from '@/load/useLoad'
import { useEntrance } from '@/scene/entrance'
import { asPerson } from '@/session/asPerson'

type Application = Schema<'ApplicationView'>
type Track = Schema<'TrackView'>

const FIRST_MS = 1000
const LAST_MS = 5000

interface OneApplication {
  id: Ref<string>
  load: Load<Application>
  programme: Load<Schema<'ProgrammeView'>>
  track: ComputedRef<Track | undefined>
  /** Puts what an act has answered in the place of what was shown. */
  show(application: Application): void
}

export function useApplication(): OneApplication {
  const entrance = useEntrance()
  const id = ref('')
  const load = useLoad<Application>(
    async (aborter) => {
      id.value = await entrance.id()
      const path = { application_id: id.value }
      return asPerson(() => call('get', '/applications/{application_id}', { path, aborter }))
    },
    { later: true },
  )
  const programme = useLoad(
    (aborter) => call('get', '/programmes/{code}', { path: { code: load.value?.edition ?? '' }, aborter }),
    { later: true, on: () => load.value?.edition },
  )
  const track = computed(() => programme.value?.tracks.find((one) => one.code === load.value?.track))

  pollWhileMoving(load)
  return { id, load, programme, track, show: (application) => void (load.value = application) }
}

function pollWhileMoving(load: Load<Application>): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let wait = FIRST_MS
  let away = false

  watch(
    () => load.value,
    (application) => {
      clearTimeout(timer)
      if (away || application === undefined || !isMoving(application)) {
        wait = FIRST_MS
        return
      }
      timer = setTimeout(() => void load.reload(), wait)
      wait = Math.min(LAST_MS, wait * 1.5)
    },
  )
  onShow(() => {
    away = false
    void load.reload()
  })
  function leave() {
    away = true
    clearTimeout(timer)
  }
  onHide(leave)
  onUnload(leave)
}

/** Its place is being worked out, or a paper is being looked at: both are a matter of seconds. */
export function isMoving(application: Application): boolean {
  const checking = application.evidence.some((paper) => paper.state === 'checking')
  return application.queue.state === 'pending' || checking
}
