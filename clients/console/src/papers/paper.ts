// A paper as the pages name it, and how one of its pages is asked for.

export interface Paper {
  application_id: string
  id: string
  name: string
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
