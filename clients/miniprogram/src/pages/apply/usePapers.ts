// The papers of an application on their way: where they go, and what the server has already.
import { call } from '@/api/call'
import { useUploads, type Uploads } from '@/papers/useUploads'
import type { Form } from './form'
import { refreshApplication } from './saving'

export function usePapers(form: () => Form): Uploads {
  const path = { application_id: form().application.id }
  return useUploads(`application:${path.application_id}`, {
    to: (kind) => ({ path: '/applications/{application_id}/evidence', names: path, form: { kind } }),
    arrived: () => void refreshApplication(form()),
    async has(kind, sha256) {
      const held = await call('get', '/applications/{application_id}/evidence', { path, query: { kind, sha256 } })
      return held.items.length > 0
    },
  })
}
