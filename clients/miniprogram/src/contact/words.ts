// Words of whom to ask.
import { inBoth } from '@/words/language'

export const words = inBoth(
  {
    call: '打电话',
    copy: '复制网址',
    none: '这项政策没有公布咨询电话。可以向所在区的中小企业服务中心询问。',
  },
  {
    call: 'Call',
    copy: 'Copy the address',
    none: 'No phone was published for this programme; ask the SME service centre of your district.',
  },
)
