// Words about giving a phone number.
import { inBoth } from '@/words/language'

export const words = inBoth(
  {
    byWeChat: '用微信绑定手机号',
    declined: '没有拿到手机号',
    declinedHow:
      '您没有允许，或微信这次没有给出号码。可以再点一次，也可以在下面自己填一个。',
    typeIt: '不用微信的号码，自己填',
    typed: '联系电话',
    typedHint: '审核人员有疑问时打这个电话。自己填的号码没有核实过，登记企业时还要用微信绑定。',
    useTyped: '用这个电话',
    demo: '手机号（演示）',
    demoHint: '演示环境不发短信，随便填一个，例如 13812341234。',
    give: '绑定这个号码',
  },
  {
    byWeChat: 'Link my number with WeChat',
    declined: 'No number came',
    declinedHow:
      'You declined, or WeChat gave none this time. Tap again, or type one below.',
    typeIt: 'Type a number instead',
    typed: 'Phone to call you at',
    typedHint: 'Reviewers call it. A typed number is not verified; to register a firm WeChat links one.',
    useTyped: 'Use this number',
    demo: 'Phone number (demonstration)',
    demoHint: 'The demonstration sends no text; any number will do, such as 13812341234.',
    give: 'Link this number',
  },
)
