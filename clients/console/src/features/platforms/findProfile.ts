// The platform's own profile; none yet is no refusal.
import type { Schema } from '@api/paths'
import { call } from '@/api/call'
import { Problem } from '@/api/problem'

export async function findProfile(signal: AbortSignal): Promise<Schema<'OwnPlatformView'> | null> {
  try {
    return await call('get', '/platform', { signal })
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return null
    throw error
  }
}
