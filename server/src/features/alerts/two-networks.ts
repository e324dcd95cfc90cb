import { routineVerbs } from '@candour/contract/entries.ts'
import { daysUsual, keepNewest, memberOf, tellOnce, type Found, type Look, type Memory } from './memory.ts'
import { day, minute, type Seen } from './seen.ts'

const within = 30 * minute
const routine = new Set(routineVerbs)
const isSix = (network: string) => network.includes(':')

/**
 * A member works from one network, then from another, then from the first again, within half an hour. A way home goes one way,
 * so it is not told of; nor is a network that the member, or a colleague, has worked from for a day and more. What an open page
 * asks by itself is no work. A browser that speaks v4 and v6 in one session is in one place.
 */
export function twoNetworks({ memory }: Look, seen: Seen): Found[] {
  const { number, at, member, verb, isRefused, network, session } = seen
  if (isRefused || network === '' || routine.has(verb)) return []
  const own = memberOf(memory, member)
  for (const [name, one] of Object.entries(own.active)) if (at - one.at > within) delete own.active[name]
  const found: Found[] = []
  const here = own.active[network]
  if (here !== undefined)
    for (const [other, there] of Object.entries(own.active)) {
      const isBetween = other !== network && there.at >= here.at && there.number > here.number
      const isOneBrowser = there.session === session && isSix(other) !== isSix(network)
      const strange = [network, other].find((one) => isStrange(memory, member, one, at))
      if (!isBetween || isOneBrowser || strange === undefined) continue
      if (!tellOnce(own.told, `two-networks ${strange}`, at)) continue
      const minutes = Math.max(1, Math.round((at - here.at) / minute))
      found.push({
        rule: 'two-networks',
        member,
        number,
        at,
        entries: [here.number, there.number, number],
        facts: { network, other, minutes },
      })
    }
  own.active[network] = { number, at, session }
  note(memory, seen)
  return found
}

/** New to the member within the last day, who had worked from elsewhere before; and no colleague's. */
function isStrange(memory: Memory, member: string, network: string, at: number): boolean {
  const own = memberOf(memory, member).networks
  const mine = own[network]
  const first = Math.min(...Object.values(own).map(({ since }) => since))
  if (mine === undefined || at - mine.since > day || mine.since === first) return false
  const practice = memory.networks[network]
  const isColleagues = practice !== undefined && practice.by.some((one) => one !== member) && at - practice.since > day
  return !isColleagues
}

function note(memory: Memory, { member, network, at }: Seen): void {
  const own = memberOf(memory, member).networks
  own[network] = seenAgain(own[network], at)
  keepNewest(own, 16)
  const known = memory.networks[network]
  const again = seenAgain(known, at)
  const by = again.since === at ? [] : known!.by
  memory.networks[network] = { ...again, by: by.includes(member) || by.length > 2 ? by : [...by, member] }
  keepNewest(memory.networks, 300)
}

/** What was not used for four weeks is new again. */
function seenAgain(known: { since: number; last: number } | undefined, at: number): { since: number; last: number } {
  const since = known === undefined || known.last < at - daysUsual * day ? at : known.since
  return { since, last: at }
}
