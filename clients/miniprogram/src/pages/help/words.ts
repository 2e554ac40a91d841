// Words of help: what people ask of the app itself; the programme's own answers come from the API.
import { inBoth } from '@/words/language'

export const words = inBoth(
  {
    help: '帮助',
    edition: '哪一项政策',
    ofProgramme: '这项政策的常见问题',
    contacts: '咨询处',
    ofApp: '怎么用这个小程序',
    cite: (cite: string) => `依据：${cite}`,
    questions: [
      {
        question: '不登录能看什么？',
        answer: '政策、平台、方案、价格、公示和补贴测算都能看。登记企业、填申请、收藏、提异议才要登录。',
      },
      {
        question: '填到一半退出了，会丢吗？',
        answer: '不会。填的内容随时留在手机里；填申请时连着网，就自动存到系统里，换手机登录也能接着填。退出登录前没有保存的会提醒您。',
      },
      {
        question: '材料怎么拍才清楚？',
        answer: '放在平的桌面上，光线要亮，四个角都拍进去，字能看清。几页的材料可以连着拍，会合成一个文件。在电脑上有 PDF 的，发到微信聊天里再选就行，比拍照清楚。',
      },
      {
        question: '提交以后要等多久？',
        answer: '在“进度”里能看到现在轮到谁、最晚哪天办完、排在第几位。有变化会发消息。',
      },
      {
        question: '被退回了怎么办？',
        answer: '退回不等于不通过。打开申请，逐条看审核人员写的原因，改好或说明情况，在期限内重新提交就行，排队的先后不变。',
      },
      {
        question: '补贴打给谁？',
        answer: '看政策。有的打到企业账户，有的打给平台企业、您少付这部分钱。提交后在申请页面的“拨付”里写着打给谁。',
      },
      {
        question: '收不到微信提醒？',
        answer: '微信规定每同意一次只发一条。在“我的—消息设置”里多点几次“再要一条”。站内消息一直都有。',
      },
      {
        question: '字太小看不清？',
        answer: '在“我的—设置”里打开“大字版”。',
      },
    ],
    about: '关于',
    name: '双推补贴',
    what: '双推补贴帮助中小企业找数字化平台、算补贴、办申请。不收费，不做广告，也不代办。',
    version: '版本',
    demonstration: '这是演示环境，企业、平台和金额都是虚构的。',
    rulesTitle: '结果怎么算',
    rules: '能不能补、补多少，都按公开的政策条款算，每一步写明依据。通过与否由审核人员决定。',
    privacy: '隐私说明',
    more: '常见问题和咨询电话',
  },
  {
    help: 'Help',
    edition: 'Which programme',
    ofProgramme: 'Questions about this programme',
    contacts: 'Whom to ask',
    ofApp: 'How to use this app',
    cite: (cite: string) => `By ${cite}`,
    questions: [
      {
        question: 'What can I see without logging in?',
        answer: 'Policies, platforms, plans, prices, public notices and estimates. Registering, applying, favourites and objections need a login.',
      },
      {
        question: 'Is half a form lost when I leave?',
        answer: 'No. It stays on the phone as you type; an application is saved in the system by itself while you are connected. Before a log-out you are told what was not saved.',
      },
      {
        question: 'How do I photograph a paper well?',
        answer: 'On a flat table, in good light, all four corners in the picture. Several pages become one file. A PDF from your computer, sent to a WeChat chat, is better still.',
      },
      {
        question: 'How long does it take?',
        answer: 'Progress shows whose turn it is, by when, and your place in the line. You are told of changes.',
      },
      {
        question: 'It was returned. And now?',
        answer: 'Returned is not refused. Read the reasons one by one, mend or explain each, and hand it in again in time; your place in the line stays.',
      },
      {
        question: 'Who is paid?',
        answer: 'That depends on the policy: the firm, or the platform, which then charges you less. The application says which.',
      },
      {
        question: 'No WeChat messages?',
        answer: 'WeChat sends one for each yes. Tap “One more” in the message settings. The inbox has them all.',
      },
      {
        question: 'Too small to read?',
        answer: 'Switch on large type under Me, Settings.',
      },
    ],
    about: 'About',
    name: 'Shuangtui',
    what: 'Shuangtui helps small firms find digital platforms, estimate subsidies and apply. Free, without advertising.',
    version: 'Version',
    demonstration: 'This is a demonstration: firms, platforms and sums are made up.',
    rulesTitle: 'How results are computed',
    rules: 'Whether and how much is computed by the published clauses, each step with its ground. Reviewers decide.',
    privacy: 'Privacy text',
    more: 'Questions, and whom to call',
  },
)
