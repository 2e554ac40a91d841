// The page that does what an application waits for, where that is the firm's to do.
import type { Schema } from '@api/paths'

interface Waiting {
  id: string
  next: Schema<'NextView'>
  enterprise: Schema<'NamedReference'> | null
}

/** Null where the firm has nothing to do now. */
export function nextPage(application: Waiting): string | null {
  const { next, id } = application
  if (next.who !== 'enterprise') return null
  switch (next.act) {
    case 'complete':
    case 'submit':
      return `/pages/apply/form?id=${id}`
    case 'correct':
    case 'confirm':
    case 'appeal':
      return `/pages/application/${next.act}?id=${id}`
    case 'name_account':
      return `/pages/firm/payee?id=${application.enterprise?.id ?? ''}`
    default:
      return null
  }
}
