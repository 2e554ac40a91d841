// Calls off what is under way: WeChat has no AbortController.

export interface Aborter {
  readonly aborted: boolean
  /** Runs when aborted, or at once if that has happened. */
  onAbort(action: () => void): void
  abort(): void
}

export function newAborter(): Aborter {
  const actions: (() => void)[] = []
  let aborted = false
  return {
    get aborted() {
      return aborted
    },
    onAbort(action) {
      if (aborted) action()
      else actions.push(action)
    },
    abort() {
      aborted = true
      actions.splice(0).forEach((action) => action())
    },
  }
}
