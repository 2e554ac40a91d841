// A paper as the pages name it, and where its pages and its bytes are asked for.
import type { PathOf } from '@api/paths'

/** Where bytes are given out, with the names in its path. */
export interface Place {
  address: PathOf<'get'> & string
  path: Record<string, string>
}

export interface Paper {
  id: string
  name: string
  /** The file as it was handed in. */
  content: Place
  /** Where one page is given as a picture; without it only the original can be shown. */
  preview?: Place
  /** Pages that have a picture; 0 or unknown: only the original can be shown. */
  previews?: number
  pages?: number | null
}

/** A page as a picture with the viewer's name across it, or the file as it was handed in. */
export interface Shown {
  paper: Paper
  page: number | 'original'
}

export function keyOf(shown: Shown): string {
  return `${shown.paper.id}/${shown.page}`
}

/** A paper of an application, which has pictures of its pages. */
export function evidencePaper(applicationId: string, found: { id: string; name: string; previews?: number; pages?: number | null }): Paper {
  const { id, name, previews = 0, pages = null } = found
  const path = { application_id: applicationId, evidence_id: id }
  return {
    id,
    name,
    previews,
    pages,
    content: { address: '/applications/{application_id}/evidence/{evidence_id}/content', path },
    preview: { address: '/applications/{application_id}/evidence/{evidence_id}/preview', path },
  }
}
