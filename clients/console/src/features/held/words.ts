// Words of contents that wait for a look.
import type { Schema } from '@api/paths'
import { inBoth } from '@/words/language'
import type { Tone } from '@/words/states'

export type HeldState = Schema<'HeldContentView'>['state']
export type HeldKind = Schema<'HeldContentView'>['kind']
export const STATES: readonly HeldState[] = ['waiting', 'passed', 'refused', 'replaced']
export const KINDS: readonly HeldKind[] = ['profile', 'plan', 'objection', 'rating', 'rating_answer', 'picture']
export const TONES: Record<HeldState, Tone> = { waiting: 'amber', passed: 'green', refused: 'red', replaced: 'grey' }

export const words = inBoth(
  {
    intro: '别人看到以前须由一人看过的文字和图片，先提交的在前。',
    state: '状态',
    states: { waiting: '待审核', passed: '已通过', refused: '未通过', replaced: '已被新内容代替' },
    kind: '种类',
    kinds: { profile: '平台资料', plan: '服务方案', objection: '公示异议', rating: '服务评价', rating_answer: '对评价的回复', picture: '图片' },
    none: '待审核的内容已办完。',
    found: (words: readonly string[]) => `（${words.join('、')}）`,
    papers: (names: readonly string[]) => `所附材料：${names.join('、')}`,
    pictureOf: (about: string) => `${about}提交的图片`,
    pass: '通过',
    isPassed: '已通过，别人现在可以看到。',
    refuse: '不予通过',
    refuseTitle: (kind: string, about: string) => `不予通过 ${about} 的${kind}？`,
    refuseText: '这段内容不会显示给别人，填写人会收到原因。',
    isRefused: '已不予通过，填写人会收到原因。',
    reason: '原因',
    reasonHint: '填写人会看到这段话，请写明怎样改就可以。',
    reasonIs: (reason: string) => `未通过的原因：${reason}`,
    cancel: '取消',
  },
  {
    intro: 'Texts and pictures that somebody has to look at before others see them, the oldest first.',
    state: 'State',
    states: { waiting: 'Waiting', passed: 'Passed', refused: 'Refused', replaced: 'Replaced by a newer one' },
    kind: 'Kind',
    kinds: { profile: 'Profile', plan: 'Plan', objection: 'Objection', rating: 'Rating', rating_answer: 'Answer to a rating', picture: 'Picture' },
    none: 'Everything has been looked at.',
    found: (words: readonly string[]) => ` (${words.join(', ')})`,
    papers: (names: readonly string[]) => `Papers: ${names.join(', ')}`,
    pictureOf: (about: string) => `Picture by ${about}`,
    pass: 'Pass',
    isPassed: 'Passed: others see it now.',
    refuse: 'Refuse',
    refuseTitle: (kind: string, about: string) => `Refuse the ${kind} of ${about}?`,
    refuseText: 'It is not shown to others, and its writer reads the reason.',
    isRefused: 'Refused; its writer reads the reason.',
    reason: 'Reason',
    reasonHint: 'Its writer reads this: say what would do.',
    reasonIs: (reason: string) => `Refused: ${reason}`,
    cancel: 'Cancel',
  },
)
