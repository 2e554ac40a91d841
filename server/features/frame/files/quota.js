// The figures of this page, read anew every 15 seconds while it is looked at; without script it is a page.
(() => {
  const EACH_MS = 15000
  const say = document.getElementById('refreshing')
  const live = document.getElementById('live')
  const asOf = document.getElementById('as-of')
  const heard = document.getElementById('heard')
  const note = document.createElement('span')
  const pause = document.createElement('button')
  let tag = null
  let timer = 0
  let stopped = false

  const clock = (at) => new Date(at).toLocaleTimeString('zh-CN', { timeZone: 'Asia/Shanghai', hour12: false })

  const take = (text) => {
    const fresh = new DOMParser().parseFromString(text, 'text/html')
    const next = fresh.getElementById('live')
    if (next && next.innerHTML !== live.innerHTML) {
      live.innerHTML = next.innerHTML
      heard.textContent = [...live.querySelectorAll('section')]
        .map((one) => one.querySelector('h2').textContent + ' ' + (one.querySelector('[data-heard]')?.textContent ?? ''))
        .join(' ')
    }
  }

  const ask = async () => {
    try {
      const answer = await fetch(location.href, { headers: tag ? { 'If-None-Match': tag } : {}, cache: 'no-store' })
      if (!answer.ok && answer.status !== 304) throw new Error(String(answer.status))
      if (answer.status === 200) take(await answer.text())
      tag = answer.headers.get('etag')
      asOf.textContent = clock(answer.headers.get('date') ?? Date.now())
      note.textContent = say.dataset.each
    } catch {
      note.textContent = say.dataset.lost
    }
    plan()
  }

  const plan = () => {
    clearTimeout(timer)
    if (!stopped && !document.hidden) timer = setTimeout(ask, EACH_MS)
  }

  pause.type = 'button'
  pause.className = 'other'
  pause.textContent = say.dataset.stop
  pause.addEventListener('click', () => {
    stopped = !stopped
    pause.textContent = stopped ? say.dataset.go : say.dataset.stop
    note.textContent = stopped ? '' : say.dataset.each
    if (stopped) clearTimeout(timer)
    else ask()
  })
  document.addEventListener('visibilitychange', () => (document.hidden || stopped ? clearTimeout(timer) : ask()))
  note.textContent = say.dataset.each
  say.append(note, ' ', pause)
  plan()
})()
