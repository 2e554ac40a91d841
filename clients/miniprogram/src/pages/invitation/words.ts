// Words of the page where somebody accepts an invitation.
import { inBoth } from '@/words/language'

export const words = inBoth(
  {
    bar: '接受邀请',
    title: '有人邀请您一起办理企业的补贴申请',
    what: '接受以后，您可以替这家企业填申请、传材料、看进度。邀请您的人和企业信息，接受后就能看到。',
    care: '不认识邀请您的人，就不要接受。',
    code: '邀请码',
    codeHint: '对方发给您的那一串，粘贴到这里',
    accept: '接受邀请',
    accepted: '已接受',
    member: (firm: string) => `您现在可以替“${firm}”办事了。`,
    open: '去看这家企业',
  },
  {
    bar: 'An invitation',
    title: 'You are invited to act for a firm',
    what: 'Once you accept you can fill in, upload and follow for it. Who invited you and which firm it is shows then.',
    care: 'Do not accept if you do not know who invited you.',
    code: 'Code of the invitation',
    codeHint: 'Paste what was sent to you',
    accept: 'Accept',
    accepted: 'Accepted',
    member: (firm: string) => `You act for “${firm}” now.`,
    open: 'See the firm',
  },
)
