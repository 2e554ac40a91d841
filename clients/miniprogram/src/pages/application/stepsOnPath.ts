// Where an application stands on its track's path, as its stage and status say.
import type { Schema } from '@api/paths'
import { words } from './words'

export interface PathStep {
  title: string
  state: 'done' | 'now' | 'stopped' | 'later'
}

type Application = Pick<Schema<'ApplicationView'>, 'status' | 'stage' | 'timeline'>

const ALL_DONE = ['paid', 'approved']
const ENDED = ['withdrawn', 'rejected', 'lapsed', 'not_funded', 'revoked']

export function stepsOnPath(application: Application, stages: readonly Schema<'StageView'>[]): PathStep[] {
  const { status, stage } = application
  const w = words()
  const handedIn = application.timeline.some((entry) => entry.event === 'submitted')
  const at = stages.findIndex((one) => one.kind === stage)
  const reached = at >= 0 ? at : passedOf(application, stages)
  const states = stages.map((one, index): PathStep => {
    const title = one.title
    if (ALL_DONE.includes(status) || (handedIn && index < reached)) return { title, state: 'done' }
    if (index > reached || !handedIn) return { title, state: 'later' }
    return { title, state: ENDED.includes(status) ? 'stopped' : 'now' }
  })
  return [{ title: w.handIn, state: handedIn ? 'done' : ENDED.includes(status) ? 'stopped' : 'now' }, ...states]
}

/** How many steps were passed, where an ended application stands at none. */
function passedOf(application: Application, stages: readonly Schema<'StageView'>[]): number {
  const passed = new Set(application.timeline.map((entry) => entry.event))
  const first = stages.findIndex((one) => !passed.has(`${one.kind}.passed`))
  return first < 0 ? stages.length : first
}
