// Words of ratings and their answers.
import { inBoth } from '@/words/language'

export const words = inBoth(
  {
    lead: '补贴拨付后，已核实的客户可以评价。评价公开显示，每条可以答复一次。',
    none: '还没有客户评价。补贴拨付后，客户可以在小程序里评价。',
    stars: (stars: number) => `${stars} 星，满分 5 星`,
    noWords: '没有留言',
    answered: '本平台的答复',
    answerHeld: '答复正在等主管部门审核，通过后才公开显示。审核前可以改写。',
    answer: '答复',
    answerTo: (name: string) => `答复${name}`,
    answerHint: '公开显示，发出后不能再改。请不要写客户的联系方式等信息。',
    send: '发出答复',
    sendTitle: (name: string) => `发出对“${name}”的答复？`,
    sendText: '每条评价只能答复一次，发出后不能修改。',
    rewrite: '改写答复',
    cancel: '先不答复',
    of: (number: string, day: string) => `${number} · ${day}`,
  },
  {
    lead: 'Verified clients may rate you once they are paid. Everybody reads it; you may answer each once.',
    none: 'No rating yet. Clients rate in the mini-program once they are paid.',
    stars: (stars: number) => `${stars} of 5 stars`,
    noWords: 'no words',
    answered: 'Your answer',
    answerHeld: 'The answer waits for a look by the authority and is not shown yet; until then it can be rewritten.',
    answer: 'Answer',
    answerTo: (name: string) => `Answer ${name}`,
    answerHint: 'Everybody reads it, and it cannot be changed. No personal data, please.',
    send: 'Send the answer',
    sendTitle: (name: string) => `Send the answer to ${name}?`,
    sendText: 'Each rating is answered once; it cannot be changed afterwards.',
    rewrite: 'Rewrite the answer',
    cancel: 'Not now',
    of: (number: string, day: string) => `${number} · ${day}`,
  },
)
