"""What the console does by itself when answers are odd or late: no server, no browser."""

from tests.clients.computed import computed

_SENT = """
import { uploadForm } from '@/api/upload'
let page = ''
Object.assign(globalThis, {
  XMLHttpRequest: class {
    upload = {}
    status = 200
    responseText = page
    onload = () => undefined
    open() {}
    setRequestHeader() {}
    getAllResponseHeaders = () => ''
    send() { setTimeout(() => this.onload(), 0) }
  },
})
async function sent(said: string) {
  page = said
  try {
    return await uploadForm('/platform/pictures', { form: {} })
  } catch (problem) {
    return (problem as { code: string }).code
  }
}
async function all() {
  answer([await sent('<html>Sign in</html>'), await sent('{"id":"1"}'), await sent('')])
}
void all()
"""
_ACTED = """
import { nextTick, ref } from 'vue'
import { useLoad } from '@/load/useLoad'
const asked: ((value: string) => void)[] = []
const round = ref(1)
const load = useLoad(() => new Promise<string>((resolve) => asked.push(resolve)), () => round.value)
async function come(place: number, value: string) {
  asked[place]!(value)
  await new Promise((soon) => setTimeout(soon, 0))
}
async function all() {
  await come(0, 'free')
  void load.reload()
  load.put('taken')
  const stands = load.refreshing
  await come(1, 'free')
  const taken = [load.value, load.state, stands]
  round.value = 2
  await nextTick()
  load.put('taken in the first round')
  await come(2, 'the second round')
  answer([...taken, load.value])
}
void all()
"""
_MANY = """
import { Problem } from '@/api/problem'
import { actOnMany } from '@/list/actOnMany'
const picked = Array.from({ length: 1201 }, (_, at) => ({ id: `${at}`, number: `N${at}`, name: 'A' }))
const sizes: number[] = []
const counts: number[] = []
async function act(ids: string[]) {
  sizes.push(ids.length)
  return { results: ids.map((id) => ({ id, ok: id !== '7', message: id === '7' ? 'taken' : null })) }
}
async function breaks(ids: string[]) {
  if (sizes.length === 4) throw new Problem(0, 'offline', '', '')
  return act(ids)
}
async function all() {
  const whole = await actOnMany(picked, act, (count) => counts.push(count))
  const failed = whole.filter((item) => !item.ok).map((item) => [item.number, item.why])
  const broken = await actOnMany(picked, breaks, () => undefined)
  const left = broken.filter((item) => !item.ok).map((item) => item.number)
  const told = broken.at(-1)?.why ?? ''
  answer([[...sizes], counts, failed, [broken.length, left.length, left[1], told !== '']])
}
void all()
"""


def test_a_page_in_an_answers_place_ends_an_upload_as_a_problem() -> None:
    assert computed(_SENT, "console") == ["garbled", {"id": "1"}, None]


def test_what_an_act_answered_stands_against_loads_begun_before_it() -> None:
    assert computed(_ACTED, "console") == ["taken", "ready", False, "the second round"]


def test_more_than_one_call_takes_is_done_in_portions_and_what_broke_is_told() -> None:
    sizes, counts, failed, broken = computed(_MANY, "console")
    assert (sizes[:3], counts) == ([500, 500, 201], [500, 1000, 1201])
    assert failed == [["N7", "taken"]]
    # The line broke at the second portion: the first is done, the rest is told by number.
    assert broken == [1201, 702, "N500", True]
