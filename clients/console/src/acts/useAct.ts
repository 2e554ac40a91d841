// One press of a button that changes something: once, with its key, its refusal kept for the page to show.
import { reactive } from 'vue'
import { newKey } from '@/api/newKey'
import { asProblem, type Problem } from '@/api/problem'

export interface Act {
  busy: boolean
  problem: Problem | undefined
  /** Runs it; true when it was done. A repeat after a lost answer carries the same key. */
  run(act: (key: string) => Promise<unknown>): Promise<boolean>
}

export function useAct(): Act {
  let key = newKey()
  const state = reactive({ busy: false, problem: undefined as Problem | undefined, run })

  async function run(act: (key: string) => Promise<unknown>): Promise<boolean> {
    if (state.busy) return false
    Object.assign(state, { busy: true, problem: undefined })
    try {
      await act(key)
      key = newKey()
      return true
    } catch (error) {
      const problem = asProblem(error)
      state.problem = problem
      if (!problem.passing) key = newKey()
      return false
    } finally {
      state.busy = false
    }
  }
  return state as Act
}
