// What stands above the description of the API.
import { inBoth } from '@/words/language'

export const words = inBoth(
  {
    title: '双推接口说明',
    how: '展开一个接口，改好示例，点 Execute 就在本系统上执行。要登录的接口，先在这里登录：',
    firm: '企业负责人（随便起个名字）',
    staff: '工作人员用户名',
    password: '密码',
    accounts: '演示账号在 var/demo-accounts.txt',
    go: '登录',
    body: '请求内容',
    signed: (name: string) => `已用“${name}”的身份登录，下面的接口都以此身份执行。`,
    bearer: '要登录的接口，点 Authorize 填入登录令牌（POST /session/staff 或 /session/wechat 的 token）。',
    failed: (why: string) => `没有登录：${why}`,
  },
  {
    title: 'The API of Shuangtui',
    how: 'Open a call, change the example and press Execute: it is done on this system. For calls that need a login, log in here first:',
    firm: 'Owner of a firm (any name)',
    staff: 'User name of staff',
    password: 'Password',
    accounts: 'Accounts of the demonstration: var/demo-accounts.txt',
    go: 'Log in',
    body: 'Body of the request',
    signed: (name: string) => `You are “${name}”; the calls below are made in this name.`,
    bearer: 'For calls that need a login press Authorize and give the token that POST /session/staff or /session/wechat answered.',
    failed: (why: string) => `Not logged in: ${why}`,
  },
)
