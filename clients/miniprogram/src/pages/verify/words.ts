// Words of checking a letter.
import { inBoth } from '@/words/language'

export const words = inBoth(
  {
    title: '核验回执和通知书',
    how: '扫一扫回执或通知书上的二维码，就能知道是不是真的、现在还有没有效。',
    howHere: '用手机相机或微信扫回执、通知书上的二维码，结果就在这一页。',
    scan: '扫码核验',
    holds: '真实，现在有效',
    over: '真实，但现在已不作数',
    number: '受理编号',
    firm: '企业',
    uscc: '统一社会信用代码',
    programme: '政策',
    track: '事项',
    amount: '金额',
    issued: '出具日期',
    authority: '主管部门',
  },
  {
    title: 'Check a letter',
    how: 'Scan the code on a receipt or a letter to learn whether it is genuine and still holds.',
    howHere: 'Scan the code on a receipt or a letter with the phone’s camera or WeChat: the result opens here.',
    scan: 'Scan a code',
    holds: 'Genuine, and it holds',
    over: 'Genuine, but it holds no longer',
    number: 'Number',
    firm: 'Firm',
    uscc: 'Unified social credit code',
    programme: 'Programme',
    track: 'Track',
    amount: 'Amount',
    issued: 'Day of the letter',
    authority: 'Authority',
  },
)
