import { snoopingWords } from './snooping-words.ts'
import type { AlertFacts } from './sealed-alert.ts'
import { count, type Facts, type Words } from './sentence.ts'
import { unusualDayWords } from './unusual-day-words.ts'

function place(network: string | number | undefined): string {
  if (network === 'inside') return 'the practice’s own network'
  return network === undefined || network === '' ? 'an unknown network' : `the network ${network}`
}

const failures: Record<string, (name: string, facts: Facts) => Words> = {
  password: (name, facts) => ({
    what: `A wrong password was given ${count(facts, 'count')} times within five minutes for ${name}, the last time from ${place(facts['network'])}. Nobody came in by these tries.`,
    usual: 'Told of from the tenth wrong password within five minutes. People rarely need more than three.',
  }),
  off: (name) => ({
    what: `A wrong password was given fifty times in a row for ${name}. On devices that are not known the password opens nothing any more, until a new one is set by mail.`,
    usual: 'Told of when a password is switched off: after fifty in a row without a right one.',
  }),
  step: (name, facts) => ({
    what: `Somebody gave the right password of ${name}, and failed at the second step ${count(facts, 'count')} times within an hour. The password is known to whoever it was.`,
    usual: 'Told of from the third failed second step within an hour.',
  }),
  code: (name) => ({
    what: `The short code of ${name} was given wrong five times at a computer of the practice. It is off there until they sign in with their password.`,
    usual: 'Told of when a short code is switched off: after five wrong ones.',
  }),
  spray: (_name, facts) => ({
    what: `Wrong passwords came from ${place(facts['network'])} for ${count(facts, 'count')} different members within an hour.`,
    usual: 'Told of from five members whose passwords are tried from one network within an hour.',
  }),
}

const words: Record<AlertFacts['rule'], (name: string, facts: Facts) => Words> = {
  'many-failures': (name, facts) => failures[String(facts['kind'])]!(name, facts),
  'new-device': (name, facts) => ({
    what: `${name}, who is an administrator, signed in at a device that they had never used, from ${place(facts['network'])}.`,
    usual:
      'Told of at every first sign-in of an administrator at a device. It is usual after a new computer or browser.',
  }),
  'two-networks': (name, facts) => ({
    what: `${name} worked from ${place(facts['network'])}, then from ${place(facts['other'])}, then from the first again, within ${count(facts, 'minutes')} ${facts['minutes'] === 1 ? 'minute' : 'minutes'}.`,
    usual:
      'Told of when both happen within half an hour and one of the networks is new to them and to the practice. A way home goes one way. A phone that leaves the wireless network can look like this once.',
  }),
  'mass-opening': (name, facts) => ({
    what: `${name} opened the records of ${count(facts, 'count')} different patients within an hour, and went on.`,
    usual:
      facts['request'] !== undefined
        ? `Support is let in to look at what does not work, and rarely needs more than a few records. Told of from more than ${count(facts, 'most')} in an hour by one request.`
        : facts['usual'] === undefined
          ? `Told of from more than ${count(facts, 'most')} in an hour, as long as it is not known what is usual for somebody.`
          : `In their busiest hour it is usually ${count(facts, 'usual')}. Told of from more than ${count(facts, 'most')}: three times that, and never fewer than 40.`,
  }),
  'unusual-hours': (name, facts) =>
    facts['kind'] === 'rules'
      ? {
          what: `${name} tried to sign in on ${String(facts['weekday'])} at ${String(facts['time'])}, outside the hours that the rules give them, and was refused.`,
          usual: 'Told of when it is an hour or more beside their hours.',
        }
      : {
          what: `${name} opened a record on ${String(facts['weekday'])} at ${String(facts['time'])}.`,
          usual: `Within an hour of that time they did not work on such a day in the last four weeks, in which they worked on ${count(facts, 'days')} days. Told of once in twelve hours.`,
        },
  'not-under-care': (name, facts) =>
    facts['kind'] === 'slow'
      ? slowly(name, facts)
      : {
          what: `${name} opened the records of ${count(facts, 'count')} patients in one day in which they had written nothing for twelve months, nor within two hours after.`,
          usual: `It is usually ${count(facts, 'usual')} in a day. Told of from more than ${count(facts, 'most')}: three times that, and never fewer than 12.`,
        },
  snooping: (name, facts) => snoopingWords(name, facts),
  'unusual-day': (name, facts) => unusualDayWords(name, facts),
}

function slowly(name: string, facts: Facts): Words {
  return {
    what: `${name} read through the records of ${count(facts, 'count')} patients in a fortnight, a few each day, in which they had written nothing, nor anybody else lately.`,
    usual: `In the fortnight before it was ${count(facts, 'usual')}. Told of from more than ${count(facts, 'most')}: three times that, and never fewer than 12.`,
  }
}

/** @param name of the member whom it is about; support is named by the alert itself */
export function alertWords({ rule, facts }: Pick<AlertFacts, 'rule' | 'facts'>, name: string): Words {
  const { usual, ...others } = words[rule](
    facts['support'] === undefined ? name : `Support: ${facts['support']}`,
    facts,
  )
  return { ...others, usual: [usual, habitWords(name, facts)].filter((part) => part !== '').join(' ') }
}

function habitWords(name: string, facts: Facts): string {
  if (facts['usualRecords'] === undefined) return ''
  const clock = (hour: string | number | undefined) => `${String(hour).padStart(2, '0')}:00`
  return `Usually ${name} works from ${clock(facts['usualFrom'])} to ${clock(facts['usualTo'])} on weekdays, and opens some ${count(facts, 'usualRecords')} records in a day.`
}
