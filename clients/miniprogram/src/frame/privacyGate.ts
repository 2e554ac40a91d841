// WeChat's privacy question: at the first use of phone, camera or chat file, answered on our own sheet.
import { reactive } from 'vue'
import { host } from '@/host/host'
import type { PrivacyAnswer } from '@/host/contract'

export const gate = reactive<{ asked: boolean }>({ asked: false })

let waiting: PrivacyAnswer[] = []

/** Once, at launch: several things may wait for the one answer. */
export function watchPrivacy(): void {
  host.privacy.onNeed((answer) => {
    waiting.push(answer)
    gate.asked = true
  })
}

export function answerGate(agreed: boolean, buttonId: string): void {
  gate.asked = false
  waiting.splice(0).forEach((answer) => answer(agreed, buttonId))
}
