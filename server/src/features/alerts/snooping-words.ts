import { showDay } from '@candour/contract/formatting.ts'
import { count, type Facts, type Words } from './sentence.ts'

const lists = new Intl.ListFormat('en-GB')

/** Of whom it is, and what else was unusual; the order is that of the sentence. */
const people: Record<string, string> = {
  watched: 'whose openings are watched',
  colleague: 'who works here, or seems to',
  email: 'who has their email',
  surname: 'with their surname, which is rare',
  home: 'with the address or telephone number of a record that seems to be theirs',
  neighbour: 'with the postcode of a record that seems to be theirs',
}
const circumstances: Record<string, (facts: Facts) => string> = {
  again: (facts) => `they came back to it on ${count(facts, 'times')} days`,
  back: (facts) =>
    `on ${count(facts, 'back')} days they opened records of the same home, in which nobody had written for a fortnight`,
  family: (facts) => `it was one of ${count(facts, 'bearers')} with the same rare surname on that day`,
  read: (facts) => `they read ${count(facts, 'reads')} notes and files in it`,
  late: () => 'they hardly ever work at that hour',
  alone: () => 'nobody had written in it for a fortnight, nor within two hours after',
}

const told =
  'Told of whatever they do in it. People see their own record as every patient does: by asking somebody else.'

export function snoopingWords(name: string, facts: Facts): Words {
  const signs = String(facts['signs'] ?? '').split(' ')
  const brief = `${name} opened a record without a reason that shows.`
  if (signs.includes('said'))
    return {
      what: `${name} opened ${saidOwn(facts)}.`,
      brief,
      usual: told,
    }
  if (signs.includes('own'))
    return {
      what: `${name} opened their own record: it has their name and their email.`,
      brief,
      usual: told,
    }
  if (signs.includes('namesake'))
    return {
      what: `${name} opened a record with their own name.`,
      brief,
      usual:
        'It may be theirs, or a namesake’s: the email does not say. People see their own record by asking somebody else.',
    }
  const who = Object.keys(people).filter((sign) => signs.includes(sign))
  const more = Object.keys(circumstances).filter((sign) => signs.includes(sign))
  const patient = ['a patient', lists.format(who.map((sign) => people[sign]!))].filter((part) => part !== '').join(' ')
  const besides = lists.format(more.map((sign) => circumstances[sign]!(facts)))
  return {
    what: `${name} opened the record of ${patient}, and has written nothing in it in twelve months, nor within two hours after.${besides === '' ? '' : ` Besides, ${besides}.`}`,
    brief,
    usual:
      'One sign alone is chance and is not told of, save where openings are watched; several together rarely are. Told of once a week for the same member and patient.',
  }
}

/** Who said it is told where it was another: the member may never have said so. */
function saidOwn({ saidBy, saidAt }: Facts): string {
  if (saidAt === undefined) return 'their own record: it was said to be theirs'
  const when = showDay(String(saidAt))
  return saidBy === undefined
    ? `their own record, as they said on ${when}`
    : `a record that is their own, as ${saidBy} said on ${when}`
}
