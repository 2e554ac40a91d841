// Words of the frame around every page.
import { inBoth } from '@/words/language'

export const words = inBoth(
  {
    offline: '没有网络：能看已打开的内容，填的内容会留在手机里。',
    signInTitle: '登录后继续',
    signInWhy: '办理申请要知道是谁在办。登录后接着办，您填的内容都在。',
    wechat: '微信一键登录',
    notNow: '先不登录',
    outside: '在浏览器里可以查看平台、补贴和公示。要办理申请，请打开微信，搜索“双推补贴”小程序。',
    demoTitle: '演示：选一位办事人',
    demoHint: '演示环境没有真的微信，请填一个名字（英文字母），每个名字是一个人。',
    demoName: '名字',
    enter: '进入',
  },
  {
    offline: 'You are offline: what is open can be read, and what you type stays on the phone.',
    signInTitle: 'Log in to go on',
    signInWhy: 'An application needs a person. Log in and go on; what you typed is kept.',
    wechat: 'Log in with WeChat',
    notNow: 'Not now',
    outside: 'A browser shows platforms, subsidies and notices. To apply, open the mini-program 双推补贴 in WeChat.',
    demoTitle: 'Demonstration: choose a person',
    demoHint: 'There is no real WeChat here: type a name in Latin letters; each name is a person.',
    demoName: 'Name',
    enter: 'Enter',
  },
)
