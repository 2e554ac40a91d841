// Words for the API's codes, fetched once for the whole time the console is open.
import { shallowRef, type ShallowRef } from 'vue'
import type { Schema } from '@api/paths'
import { call } from '@/api/call'
import { asProblem } from '@/api/problem'

const known = shallowRef<Schema<'OptionsView'>>()
let asking: Promise<void> | undefined

/** Undefined until they are there; pages show the code meanwhile. */
export function useOptionLabels(): ShallowRef<Schema<'OptionsView'> | undefined> {
  asking ??= ask()
  return known
}

async function ask(): Promise<void> {
  try {
    known.value = await call('get', '/options', { query: { only: 'labels' } })
  } catch (error) {
    asking = undefined
    asProblem(error)
  }
}
