// A plan with the platform that offers it, out of what the page was opened with.
import type { Aborter } from '@/api/aborter'
import { call } from '@/api/call'
import { Problem } from '@/api/problem'

/** `plan` is undefined where the platform offers it no more. Throws `Problem`. */
export async function findPlan(query: Readonly<Record<string, string>>, aborter: Aborter) {
  const { id, platform: platform_id, edition } = query
  if (!id || !platform_id) throw new Problem(404, 'not_found', '', '')
  const platform = await call('get', '/platforms/{platform_id}', {
    path: { platform_id },
    query: edition ? { edition } : {},
    aborter,
  })
  return { platform, plan: platform.plans.find((one) => one.id === id) }
}
