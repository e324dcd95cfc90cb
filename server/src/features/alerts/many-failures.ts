import { tellOnce, memberOf, type Found, type Look } from './memory.ts'
import { hour, type Seen } from './seen.ts'

/** The ledger has the first and the tenth wrong password of five minutes, and the fiftieth in a row. */
const passwords = 10
/** Whoever fails here knows the password. */
const steps = 3
const codes = 5
/** One stranger at the doors of several. */
const membersTried = 5

/** Wrong passwords, second steps and short codes of one account; and one network that tries the accounts of several members. */
export function manyFailures({ memory }: Look, seen: Seen): Found[] {
  const { number, at, member, verb, isRefused, refusal, network, facts } = seen
  if (!isRefused || verb !== 'session.sign-in') return []
  const own = memberOf(memory, member)
  const failures = Number(facts['failures'] ?? 0)
  const found: Found[] = []
  const tell = (kind: string, entries: number[], count: number) => {
    if (tellOnce(own.told, `many-failures ${kind}`, at))
      found.push({ rule: 'many-failures', member, number, at, entries, facts: { kind, count, network } })
  }
  if (refusal === 'session.password_off') tell('off', [number], failures)
  else if (refusal === 'session.sign_in_failed' && failures >= passwords) tell('password', [number], failures)
  else if (refusal === 'seat.refused' && failures >= codes) tell('code', [number], failures)
  else if (refusal.startsWith('factor.')) {
    own.steps = [...own.steps.filter((one) => one.at > at - hour), { number, at }].slice(-20)
    if (own.steps.length >= steps)
      tell(
        'step',
        own.steps.map((one) => one.number),
        own.steps.length,
      )
  }
  if (refusal === 'session.sign_in_failed' && network !== '' && network !== 'inside') {
    memory.tries = [...memory.tries.filter((one) => one.at > at - hour), { member, network, number, at }].slice(-100)
    const here = memory.tries.filter((one) => one.network === network)
    const count = new Set(here.map((one) => one.member)).size
    if (count >= membersTried && tellOnce(memory.told, `many-failures ${network}`, at))
      found.push({
        rule: 'many-failures',
        member: null,
        number,
        at,
        entries: here.map((one) => one.number),
        facts: { kind: 'spray', count, network },
      })
  }
  return found
}
