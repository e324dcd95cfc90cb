/**
 * Promise: to ask a list of stolen passwords elsewhere, five of the forty digits of a SHA-1 leave this machine, and never a
 * password. When the list doesn't answer in time, nobody is kept waiting.
 */
import { createHash } from 'node:crypto'

export type BreachRange = (password: string) => Promise<boolean>

const patienceMs = 2_000
/** Of an answer: some 1,000 lines of 40 characters; padded, a few more. */
const mostBytes = 1_000_000

/**
 * By the protocol of Have I Been Pwned's ranges: `<url>/<first 5 hex digits>` answers lines of `<the other 35>:<count>`; those
 * of count 0 are padding. @param onFailed told when there was no answer: the password is taken, as if it were not there
 */
export function breachRange(url: string, onFailed: (error: unknown) => void, patience = patienceMs): BreachRange {
  return async (password) => {
    const digits = createHash('sha1').update(password.normalize('NFC'), 'utf8').digest('hex').toUpperCase()
    try {
      const response = await fetch(`${url.replace(/\/$/, '')}/${digits.slice(0, 5)}`, {
        headers: { 'add-padding': 'true', 'user-agent': 'Candour' },
        redirect: 'error',
        signal: AbortSignal.timeout(patience),
      })
      if (!response.ok) throw new Error(`the list of stolen passwords answered ${response.status}`)
      return (await linesOf(response)).some((line) => isFound(line, digits.slice(5)))
    } catch (error) {
      onFailed(error)
      return false
    }
  }
}

function isFound(line: string, rest: string): boolean {
  const [suffix, count] = line.trim().split(':')
  return suffix?.toUpperCase() === rest && Number(count) > 0
}

async function linesOf({ body }: Response): Promise<string[]> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of body ?? []) {
    size += part.length
    if (size > mostBytes) throw new Error('the list of stolen passwords answered too much')
    parts.push(part)
  }
  return Buffer.concat(parts).toString('latin1').split('\n')
}
