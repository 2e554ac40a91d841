// One act of a page: busy while it runs, its refusal kept, and done once however often it is tapped.
import { reactive } from 'vue'
import type { Problem } from '@/api/problem'
import { newKey } from '@/keep/newKey'
import { asProblem } from '@/load/useLoad'

export interface Act {
  busy: boolean
  problem: Problem | undefined
  /** `said` is what is sent: the same again goes under the same key. True once it is done. */
  run(said: unknown, send: (key: string) => Promise<void>): Promise<boolean>
}

export function useAct(): Act {
  let last = ''
  let key = newKey()

  async function run(said: unknown, send: (key: string) => Promise<void>): Promise<boolean> {
    if (act.busy) return false
    const now = JSON.stringify(said)
    if (now !== last) key = newKey()
    last = now
    Object.assign(act, { busy: true, problem: undefined })
    try {
      await send(key)
      return true
    } catch (error) {
      act.problem = asProblem(error)
      return false
    } finally {
      act.busy = false
    }
  }

  const act = reactive<Act>({ busy: false, problem: undefined, run })
  return act
}
