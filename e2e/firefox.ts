/**
 * A small client of WebDriver BiDi (https://w3c.github.io/webdriver-bidi/), which a stock Firefox speaks by itself:
 * enough to open a page, ask it something, and wait.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const usual = ['/usr/bin/firefox-esr', '/usr/bin/firefox', '/Applications/Firefox.app/Contents/MacOS/firefox']

export function findFirefox(): string | null {
  const named = process.env['CANDOUR_FIREFOX']
  return [named ?? '', ...usual].find((path) => path !== '' && existsSync(path)) ?? null
}

export interface Firefox {
  open(address: string): Promise<void>
  /** The value of an expression in the page; promises are awaited. */
  ask<T>(expression: string): Promise<T>
  /** Waits until the expression is true. */
  until(expression: string): Promise<void>
  /** Types real keys into what has the focus. */
  type(text: string): Promise<void>
  /** What the page's console said at level error. */
  readonly complaints: string[]
  close(): Promise<void>
}

interface Message {
  id?: number
  result?: unknown
  error?: string
  message?: string
  method?: string
  params?: { level?: string; text?: string }
}

export async function startFirefox(program: string): Promise<Firefox> {
  const profile = await mkdtemp(join(tmpdir(), 'candour-firefox-'))
  const firefox = spawn(program, ['--headless', '--no-remote', '--remote-debugging-port', '0', '--profile', profile], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, HOME: profile, MOZ_CRASHREPORTER_DISABLE: '1' },
  })
  const address = await new Promise<string>((resolve, reject) => {
    let said = ''
    firefox.stderr.on('data', (part: Buffer) => {
      said += part.toString()
      const found = /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(said)
      if (found !== null) resolve(found[1]!)
    })
    firefox.on('exit', () => reject(new Error(`Firefox ended: ${said}`)))
    setTimeout(() => reject(new Error(`Firefox does not listen: ${said}`)), 60_000).unref()
  })
  const socket = new WebSocket(`${address}/session`)
  await new Promise((resolve, reject) => {
    socket.onopen = resolve
    socket.onerror = reject
  })
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>()
  const complaints: string[] = []
  let count = 0
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(String(data)) as Message
    if (message.method === 'log.entryAdded' && message.params?.level === 'error')
      complaints.push(message.params.text ?? '')
    const one = message.id === undefined ? undefined : waiting.get(message.id)
    if (one === undefined) return
    waiting.delete(message.id!)
    if (message.error === undefined) one.resolve(message.result)
    else one.reject(new Error(`${message.error}: ${message.message ?? ''}`))
  }
  const send = <T>(method: string, params: object): Promise<T> =>
    new Promise((resolve, reject) => {
      count += 1
      waiting.set(count, { resolve: resolve as (result: unknown) => void, reject })
      socket.send(JSON.stringify({ id: count, method, params }))
    })
  await send('session.new', { capabilities: {} })
  await send('session.subscribe', { events: ['log.entryAdded'] })
  const tree = await send<{ contexts: { context: string }[] }>('browsingContext.getTree', {})
  const { context } = tree.contexts[0]!

  const self: Firefox = {
    complaints,
    async open(url) {
      await send('browsingContext.navigate', { context, url, wait: 'complete' })
    },
    async ask<T>(expression: string) {
      const wrapped = `(async () => JSON.stringify(await (${expression})))()`
      const answer = await send<{ type: string; result?: { value?: string }; exceptionDetails?: { text: string } }>(
        'script.evaluate',
        {
          expression: wrapped,
          target: { context },
          awaitPromise: true,
        },
      )
      if (answer.exceptionDetails !== undefined) throw new Error(answer.exceptionDetails.text)
      return (answer.result?.value === undefined ? undefined : JSON.parse(answer.result.value)) as T
    },
    async until(expression) {
      const started = Date.now()
      while (!(await self.ask<boolean>(`Boolean(${expression})`).catch(() => false))) {
        if (Date.now() - started > 20_000) throw new Error(`never true in Firefox: ${expression}`)
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    },
    async type(text) {
      const actions = [...text].flatMap((value) => [
        { type: 'keyDown', value },
        { type: 'keyUp', value },
      ])
      await send('input.performActions', { context, actions: [{ type: 'key', id: 'keyboard', actions }] })
    },
    async close() {
      await send('browser.close', {}).catch(() => undefined)
      socket.close()
      firefox.kill('SIGKILL')
      await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
    },
  }
  return self
}
