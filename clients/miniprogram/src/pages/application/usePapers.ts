// The papers of a correction on their way, and what the track says of each kind.
import { call } from '@/api/call'
import type { Schema } from '@api/paths'
import { useLoad, type Load } from '@/load/useLoad'
import { useUploads, type Uploads } from '@/papers/useUploads'

interface Papers {
  uploads: Uploads
  guides: Load<Schema<'MaterialGuides'>>
}

export function usePapers(application: Schema<'ApplicationView'>, arrived: () => void): Papers {
  const path = { application_id: application.id }
  const uploads = useUploads(`application:${application.id}`, {
    to: (kind) => ({ path: '/applications/{application_id}/evidence', names: path, form: { kind } }),
    arrived,
    async has(kind, sha256) {
      const held = await call('get', '/applications/{application_id}/evidence', { path, query: { kind, sha256 } })
      return held.items.length > 0
    },
  })
  const track = { code: application.edition, track: application.track }
  const guides = useLoad((aborter) => call('get', '/programmes/{code}/tracks/{track}/materials', { path: track, aborter }))
  return { uploads, guides }
}
