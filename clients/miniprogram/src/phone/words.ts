// Words about giving a phone number.
import { inBoth } from '@/words/language'

export const words = inBoth(
  {
    byWeChat: '用微信绑定手机号',
    declined: '没有拿到手机号',
    declinedHow:
      '您没有允许，或微信这次没有给出号码。可以再点一次下面的按钮；微信里没有绑定手机号的，请先在微信“我—设置—账号与安全”里绑定。看政策、找平台、算补贴都不需要手机号。',
    demo: '手机号（演示）',
    demoHint: '演示环境不发短信，随便填一个，例如 13812341234。',
    give: '绑定这个号码',
  },
  {
    byWeChat: 'Link my number with WeChat',
    declined: 'No number came',
    declinedHow:
      'You declined, or WeChat gave none this time. Tap the button again; if WeChat has no number of yours, link one in its settings first. Policies, platforms and estimates need no number.',
    demo: 'Phone number (demonstration)',
    demoHint: 'The demonstration sends no text; any number will do, such as 13812341234.',
    give: 'Link this number',
  },
)
