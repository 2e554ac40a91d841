// Lets the frame hear every answer: some refusals (maintenance, too old) are about all pages at once.
import type { Problem } from './problem'

type Listener = (problem: Problem | null) => void

let listener: Listener = () => undefined

export function onAnswer(heard: Listener): void {
  listener = heard
}

/** `null` for an answer of 2xx. */
export function tellAnswer(problem: Problem | null): void {
  listener(problem)
}
