// What a web page can try, for browser.test.ts. Runs in the page, as a classic script.
const BODY = '{"model":"k3","max_tokens":9,"messages":[{"role":"user","content":"hello"}]}'

/** Every way to send a request to `target` (host:port), and what the page sees of the answer. */
// biome-ignore lint/correctness/noUnusedVariables: called by name from the test
async function everyWay(target) {
  const base = `http://${target}`
  const messages = `${base}/v1/messages`
  const json = { 'content-type': 'application/json' }
  const post = (more) => reading(messages, { method: 'POST', body: BODY, ...more })
  return {
    fetch: await post({ headers: json }),
    'fetch with a key': await post({ headers: { ...json, 'x-api-key': 'dummy' } }),
    'fetch as a simple request': await post({}),
    'fetch without cors': await post({ mode: 'no-cors', credentials: 'include' }),
    health: await reading(`${base}/health`, {}),
    control: await reading(`${base}/__kimi-proxy/stop`, { method: 'POST' }),
    beacon: navigator.sendBeacon(messages, BODY) ? 'sent' : 'refused',
    image: await loading('img', `${base}/echo`),
    script: await loading('script', `${base}/echo`),
    frame: await loading('iframe', `${base}/echo`),
    events: await failing(new EventSource(`${base}/echo`)),
    socket: await failing(new WebSocket(`ws://${target}/echo`)),
    form: await submitting(messages),
  }
}

/** One message as a web app would send it: the text of the answer, or 'blocked'. */
// biome-ignore lint/correctness/noUnusedVariables: called by name from the test
async function askLikeAnApp(base) {
  try {
    const headers = { 'content-type': 'application/json', 'x-api-key': 'dummy' }
    const answer = await fetch(`${base}/v1/messages`, { method: 'POST', headers, body: BODY })
    return await answer.text()
  } catch {
    return 'blocked'
  }
}

async function reading(url, init) {
  try {
    return (await fetch(url, init)).type
  } catch {
    return 'blocked'
  }
}

/** What `start` resolves with, or 'silent' when it takes too long. */
function outcome(start) {
  return new Promise((resolve) => {
    setTimeout(() => resolve('silent'), 3_000)
    start(resolve)
  })
}

function loading(tag, url) {
  return outcome((resolve) => {
    const element = document.createElement(tag)
    element.onload = () => resolve('loaded')
    element.onerror = () => resolve('error')
    element.src = url
    document.body.append(element)
  })
}

function failing(channel) {
  return outcome((resolve) => {
    channel.onopen = () => resolve('open')
    channel.onerror = () => {
      channel.close()
      resolve('error')
    }
  })
}

function submitting(url) {
  return outcome((resolve) => {
    const frame = document.createElement('iframe')
    frame.name = 'answer'
    const form = document.createElement('form')
    form.target = 'answer'
    form.method = 'post'
    form.enctype = 'text/plain'
    form.action = url
    const field = document.createElement('input')
    field.name = '{"model":"k3","ignored":"'
    field.value = '","messages":[{"role":"user","content":"hello"}]}'
    form.append(field)
    document.body.append(frame, form)
    frame.onload = () => {
      frame.remove()
      resolve('answered')
    }
    form.submit()
  })
}
