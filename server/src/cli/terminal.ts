import { createInterface } from 'node:readline/promises'
import { styleText } from 'node:util'

/** Words for people on standard output, or, with --json, one line of JSON per event and no words at all. */
export interface Terminal {
  json: boolean
  /** Answers 0, so that a command can end with it. */
  say(words: string): number
  /** A line of JSON, or nothing where words are printed. */
  tell(event: object): void
  fail(problem: string): void
  bold(words: string): string
  dim(words: string): string
  /** One line that is written over by the next, where somebody watches; nothing elsewhere. */
  progress(words: string): void
  /** False where nobody can answer, or when the answer is no. */
  ask(question: string): Promise<boolean>
  /** Whether somebody can be asked. */
  isWatched: boolean
  /** Says what begins, and how long it took when it ends. */
  step<Result>(words: string, work: () => Promise<Result>): Promise<Result>
}

export function terminal(json: boolean, out = process.stdout, err = process.stderr): Terminal {
  const style = (format: 'bold' | 'dim') => (words: string) => styleText(format, words, { stream: out })
  const dim = style('dim')
  const isWatched = out.isTTY && process.stdin.isTTY && !json
  let hasProgress = false
  const clear = () => {
    if (hasProgress) out.write('\r\u001b[K')
    hasProgress = false
  }
  const say = (words: string) => {
    clear()
    if (!json) out.write(`${words.trimEnd()}\n`)
    return 0
  }
  return {
    json,
    say,
    tell: (event) => void (json && out.write(`${JSON.stringify(event)}\n`)),
    fail: (problem) =>
      void (clear(), json ? out.write(`${JSON.stringify({ error: problem })}\n`) : err.write(`${problem}\n`)),
    bold: style('bold'),
    dim,
    progress(words) {
      if (!out.isTTY || json) return
      clear()
      out.write(dim(`  ${words}`.slice(0, out.columns - 1)))
      hasProgress = true
    },
    isWatched,
    async ask(question) {
      if (!isWatched) return false
      clear()
      const reader = createInterface({ input: process.stdin, output: out })
      try {
        return /^y(es)?$/i.test((await reader.question(`${question} [y/N] `)).trim())
      } finally {
        reader.close()
      }
    },
    async step(words, work) {
      const began = performance.now()
      if (out.isTTY && !json) out.write(dim(`  ${words} …`))
      try {
        const result = await work()
        const took = `${((performance.now() - began) / 1000).toFixed(1)} s`
        say(`${out.isTTY ? '\r' : ''}${dim(`  ${words.padEnd(40)} ${took.padStart(6)}`)}`)
        return result
      } catch (error) {
        say('')
        throw error
      }
    },
  }
}
