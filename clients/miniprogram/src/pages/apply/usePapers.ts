// The papers of an application on their way: where they go, and what the server has already.
import { onUnmounted, watch } from 'vue'
import { call } from '@/api/call'
import { useUploads, type Uploads } from '@/papers/useUploads'
import type { Form } from './filling'
import { refreshApplication } from './saving'

export function usePapers(form: () => Form): Uploads {
  const path = { application_id: form().application.id }
  watchChecks(form)
  return useUploads(`application:${path.application_id}`, {
    to: (kind) => ({ path: '/applications/{application_id}/evidence', names: path, form: { kind } }),
    arrived: () => refreshApplication(form()),
    async has(kind, sha256) {
      const held = await call('get', '/applications/{application_id}/evidence', { path, query: { kind, sha256 } })
      return held.items.length > 0
    },
  })
}

const CHECK_MS = 3000
const MOST_LOOKS = 20

/** Looks again while a paper is being checked: it takes seconds, and its word belongs beside it. */
function watchChecks(form: () => Form): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let looks = 0
  const checking = () => form().application.evidence.filter(({ state }) => state === 'checking').length
  watch(
    () => form().application.evidence,
    () => {
      clearTimeout(timer)
      if (checking() === 0) looks = 0
      else if (looks++ < MOST_LOOKS) timer = setTimeout(() => void refreshApplication(form()), CHECK_MS)
    },
    { immediate: true },
  )
  onUnmounted(() => clearTimeout(timer))
}
