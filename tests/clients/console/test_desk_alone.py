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


def test_a_page_in_an_answers_place_ends_an_upload_as_a_problem() -> None:
    assert computed(_SENT, "console") == ["garbled", {"id": "1"}, None]
