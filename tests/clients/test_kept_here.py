"""What the phone keeps, and of whom: full, an answer that comes late, another language."""

from typing import Any

from tests.clients.computed import computed

_PHONE = """
const ROOM = %d
const store = new Map<string, unknown>()
const length = ([key, value]: [string, unknown]) => key.length + JSON.stringify(value).length
const size = () => [...store].map(length).reduce((sum, one) => sum + one, 0)
Object.assign(uni, {
  getStorageSync: (key: string) => store.get(key) ?? '',
  removeStorageSync: (key: string) => void store.delete(key),
  getStorageInfoSync: () => ({ keys: [...store.keys()] }),
  setStorageSync(key: string, value: unknown) {
    const before = store.get(key)
    store.set(key, value)
    if (size() <= ROOM) return
    if (before === undefined) store.delete(key)
    else store.set(key, before)
    throw new Error('setStorageSync:fail exceed storage max size')
  },
})
"""
_FULL = """
import { keep, kept } from '@/keep/kept'
import { write } from '@/storage/write'
%s
write('answer:zh:/programmes', 'x'.repeat(300))
write('session', 'y'.repeat(100))
keep('me', 'draft', 'z'.repeat(200))
const made = [kept('me', 'draft') !== null, [...store.keys()].sort()]
keep('me', 'draft', 'z'.repeat(600))
answer([made, (kept<string>('me', 'draft')?.value ?? '').length, write('other', 'x'.repeat(600))])
"""
_LATE = """
import { forget, keepUser, session } from '@/session/session'
%s
const person = (id: string) => ({ id, phone: '138****1234', enterprises: [] }) as any
const hold = (id: string) => Object.assign(session, { token: `of-${id}`, user: person(id) })
hold('a')
keepUser(person('a'))
const here = store.has('session')
forget()
keepUser(person('a'))
const gone = [session.user, store.has('session')]
hold('b')
keepUser(person('a'))
answer([here, gone, session.user?.id, store.has('session')])
"""
_LABELS = """
import { useLabels } from '@/options/labels'
import { changeLanguage } from '@/words/language'
%s
uni.request = ({ header, success }: any) =>
  success({
    statusCode: 200,
    header: {},
    data: { labels: { event: { paid: header['accept-language'] }, more: {} } },
  })
const said = async () => {
  useLabels()
  await new Promise((done) => setTimeout(done))
  return useLabels().of('event' as any, 'paid')
}
void (async () => {
  const before = await said()
  changeLanguage('en')
  answer([before, await said()])
})()
"""
_ANSWERS = """
import { refusalIn } from '@/api/problem'
const read = ([status, data]: [number, unknown]) => refusalIn(status, data, {})?.code ?? null
const answers = [[200, { a: 1 }], [204, ''], [201, '{"id":"1"}'], [200, '<html>'], [502, '<html>']]
answer((answers as any[]).map(read))
"""


def _told(script: str, room: int = 10_000) -> Any:
    return computed(script % (_PHONE % room))


def test_a_full_phone_lets_go_of_what_can_be_fetched_again() -> None:
    """Never of what was typed, nor of the session; and what finds no room stops no act."""
    assert _told(_FULL, room=500) == [[True, ["kept:me:draft", "session"]], 200, False]


def test_an_answer_that_comes_late_writes_nobody_down() -> None:
    """Logged out meanwhile, or another person since."""
    assert _told(_LATE) == [True, [None, False], "b", False]


def test_words_for_codes_follow_the_language() -> None:
    assert _told(_LABELS) == ["zh-CN", "en"]


def test_a_networks_own_page_is_no_answer() -> None:
    """A hotel's login page comes with 200; it is neither an answer nor kept as one."""
    assert computed(_ANSWERS) == [None, None, None, "garbled", "garbled"]


_MANY = """
import { inTurn } from '@/api/inTurn'
let running = 0
let most = 0
const ended: number[] = []
const one = (number: number) => async () => {
  most = Math.max(most, ++running)
  await new Promise((go) => setTimeout(go))
  running -= 1
  ended.push(number)
  if (number % 5 === 0) throw new Error('refused')
}
const all = Array.from({ length: 25 }, (_, number) => inTurn(one(number)))
void Promise.allSettled(all).then(async () => {
  await inTurn(one(25)).catch(() => undefined)
  answer({ most, ended })
})
"""


def test_calls_take_turns_and_a_refused_one_gives_up_its_place() -> None:
    """WeChat refuses an eleventh call that is begun while ten run."""
    told = computed(_MANY)

    assert told == {"most": 8, "ended": list(range(26))}
