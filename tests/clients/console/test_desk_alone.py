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


def test_a_page_in_an_answers_place_ends_an_upload_as_a_problem() -> None:
    assert computed(_SENT, "console") == ["garbled", {"id": "1"}, None]


def test_what_an_act_answered_stands_against_loads_begun_before_it() -> None:
    assert computed(_ACTED, "console") == ["taken", "ready", False, "the second round"]
