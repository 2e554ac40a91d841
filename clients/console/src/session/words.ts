// Words of signing in, staying and leaving.
import { inBoth } from '@/words/language'

export const words = inBoth(
  {
    name: '双推工作台',
    forWhom: '供平台企业和各级经办人员使用。企业申请补贴请用微信小程序。',
    username: '用户名',
    password: '密码',
    code: '动态口令',
    codeHint: '手机验证器上显示的 6 位数字',
    signIn: '登录',
    signOut: '退出登录',
    other: 'English',
    publicPages: '公示和政策',
    over: '请重新登录',
    overText: '这次登录已经结束。重新登录后接着办，已填的内容都还在。',
  },
  {
    name: 'Shuangtui console',
    forWhom: 'For platform enterprises and officials. Firms apply in the WeChat mini-program.',
    username: 'User name',
    password: 'Password',
    code: 'One-time code',
    codeHint: 'The six digits that your authenticator shows',
    signIn: 'Sign in',
    signOut: 'Sign out',
    other: '中文',
    publicPages: 'Notices and policies',
    over: 'Sign in again',
    overText: 'This session has ended. Sign in to go on; what you typed is kept.',
  },
)
