import { count, type Facts, type Words } from './sentence.ts'

export function unusualDayWords(name: string, facts: Facts): Words {
  const isOwn = facts['whose'] === 'own'
  const whose = isOwn ? 'theirs' : 'anybody’s of their level, as they are new'
  if (facts['kind'] === 'hour')
    return {
      what: `${name} opened ${count(facts, 'count')} records within the hour from ${hourOf(facts)}.`,
      usual: `Around that hour of the week it is usually ${count(facts, 'usual')} at most, by what is ${whose}. Told of from more than ${count(facts, 'most')}.`,
    }
  if (facts['kind'] === 'act')
    return {
      what: `${name} did on one day what they hardly ever do: ${count(facts, 'count')} ${String(facts['act'])}.`,
      usual: `The most on one day in four weeks was ${count(facts, 'usual')}, by what is ${whose}. Told of from more than ${count(facts, 'most')}.`,
    }
  return {
    what: `${name} opened ${count(facts, 'count')} records on one day.`,
    usual: `It is usually ${count(facts, 'usual')} in a day, by what is ${whose}. Told of from more than ${count(facts, 'most')}.`,
  }
}

/** `Monday 21` as `21:00 on Monday`. */
function hourOf(facts: Facts): string {
  const [weekday = '', clock = ''] = String(facts['slot'] ?? '').split(' ')
  return `${clock}:00 on ${weekday}`
}
