// Asks before an act: what, whom, how many, how much, and what follows; the button is the verb.
import { reactive } from 'vue'

export interface Question {
  title: string
  text?: string
  /** The act itself, such as 退回补正; never 确定. */
  verb: string
  danger?: boolean
}

export const asked = reactive({
  question: undefined as Question | undefined,
  answer: undefined as ((yes: boolean) => void) | undefined,
})

export function confirmAct(question: Question): Promise<boolean> {
  asked.answer?.(false)
  return new Promise((resolve) => {
    asked.question = question
    asked.answer = (yes) => {
      asked.question = undefined
      asked.answer = undefined
      resolve(yes)
    }
  })
}
