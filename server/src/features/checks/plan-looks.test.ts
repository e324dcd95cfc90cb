import { expect, test } from 'vitest'
import { planLooks, secondsBetween, type Remembered } from './plan-looks.ts'
import { goesAlong, patienceOf, rhythmOf } from './rhythm.ts'

const checks = [20, 30, 60].map((everySeconds) => ({ of: 'practice' as const, everySeconds }))

interface Simulated {
  /** In each practice when each check ran, seconds; null: never. */
  ran: Map<string, (number | null)[]>
  remembered: Remembered
  sizes: Map<string, number>
  asked: Set<string>
}

function begin(count: number, ranAt: number | null): Simulated {
  const names = Array.from({ length: count }, (_, place) => `practice ${place}`)
  return {
    ran: new Map(names.map((name) => [name, checks.map(() => ranAt)])),
    remembered: { sizes: new Map(), failed: new Map() },
    sizes: new Map(names.map((name) => [name, 1])),
    asked: new Set(),
  }
}

/** One plan, carried out at once; answers who was looked at. */
function step({ ran, remembered, sizes, asked }: Simulated, at: number): string[] {
  const earliest = (times: (number | null)[], after: (check: (typeof checks)[number]) => number) =>
    Math.min(...times.flatMap((time, place) => (time === null ? [] : time + after(checks[place]!))))
  const standing = [...ran].map(([practice, times]) => ({
    practice,
    made: times.filter((time) => time !== null).length,
    asked: asked.has(practice),
    due: earliest(times, (check) => rhythmOf(check, ran.size)),
    early: earliest(times, ({ everySeconds }) => everySeconds),
    stale: earliest(times, (check) => patienceOf(check, ran.size) / 1000),
    size: sizes.get(practice)!,
  }))
  const now = new Date(at * 1000)
  const looks = planLooks(standing, checks.length, now, remembered).map(({ practice }) => practice)
  for (const practice of looks) {
    const times = ran.get(practice)!
    remembered.sizes.set(practice, sizes.get(practice)!)
    asked.delete(practice)
    checks.forEach((check, place) => {
      const last = times[place] ?? null
      if (last === null || goesAlong(check, new Date(last * 1000), now)) times[place] = at
    })
  }
  return looks
}

/** Goes on for so long; answers looks a second, and the longest that any check waited, by its place. */
function goOn(simulated: Simulated, from: number, seconds: number) {
  let looks = 0
  let late = false
  const waited = checks.map(() => 0)
  for (let at = from; at < from + seconds; at += secondsBetween) {
    for (const times of simulated.ran.values())
      times.forEach((time, place) => {
        waited[place] = Math.max(waited[place]!, at - (time ?? from))
        if (time !== null && (at - time) * 1000 > patienceOf(checks[place]!, simulated.ran.size)) late = true
      })
    looks += step(simulated, at).length
  }
  return { perSecond: looks / seconds, waited, late }
}

test('P49 with some tens of practices every check runs in each within a minute, however they began together', () => {
  for (const count of [1, 10, 60, 120]) {
    const simulated = begin(count, null)
    const { waited, late } = goOn(simulated, 1_000, 300)
    expect([count, Math.max(...waited) < 60, late]).toEqual([count, true, false])
  }
})

test('P49 however many practices there are, what is done is bounded, and none turns red because there are many', () => {
  for (const count of [1, 100, 1_000]) {
    const simulated = begin(count, 1_000)
    goOn(simulated, 1_000, 600)
    const quiet = goOn(simulated, 1_600, 900)
    expect([count, quiet.perSecond <= 4, quiet.late]).toEqual([count, true, false])
    const said = checks.map((check) => rhythmOf(check, count))
    expect(quiet.waited.every((seconds, place) => seconds <= said[place]! + 2 * secondsBetween)).toBe(true)
  }
})

test('P49 where something happened is looked at before its time, and takes no other practice’s turn', () => {
  const simulated = begin(1_000, 1_000)
  goOn(simulated, 1_000, 600)
  let at = 1_600
  const busy = 'practice 123'
  let seen = 0
  for (; at < 1_900; at += secondsBetween) {
    simulated.sizes.set(busy, at)
    if (step(simulated, at).includes(busy)) seen += 1
  }
  expect(seen).toBeGreaterThanOrEqual(10)
  for (; at < 2_800; at += secondsBetween) {
    for (const practice of [...simulated.sizes.keys()].slice(0, 500)) simulated.sizes.set(practice, at)
    expect(step(simulated, at).length).toBeLessThanOrEqual(8 * secondsBetween)
  }
  const oldest = Math.min(...[...simulated.ran.values()].flat().map((time) => time!))
  // The other half has its turns in time.
  expect(at - oldest).toBeLessThanOrEqual(rhythmOf(checks[0]!, 1_000) + 2 * secondsBetween)
})

test('P49 after a standstill a thousand practices are looked at within a minute, those that asked first', () => {
  const simulated = begin(1_000, 0)
  simulated.asked.add('practice 999')
  expect(step(simulated, 100_000)[0]).toBe('practice 999')
  for (let at = 100_005; at < 100_060; at += secondsBetween) step(simulated, at)
  expect([...simulated.ran.values()].every((times) => times.every((time) => time! >= 100_000))).toBe(true)
  // From then on evenly: not all at once again five minutes later.
  for (let at = 100_060; at < 101_200; at += secondsBetween)
    expect(step(simulated, at).length).toBeLessThanOrEqual(4 * secondsBetween)
})

test('P49 a practice whose look can’t be kept is tried once a minute, and keeps no other one waiting', () => {
  const simulated = begin(300, null)
  for (let place = 0; place < 200; place++) simulated.remembered.failed.set(`practice ${place}`, new Date(100_000_000))
  const first = step(simulated, 100_005)
  expect(first).toHaveLength(100)
  expect(first.every((practice) => Number(practice.slice(9)) >= 200)).toBe(true)
  expect(step(simulated, 100_060)).toHaveLength(100)
})

test('P49 rhythms widen in coarse steps, and when practices become fewer nothing that was in time is late', () => {
  const check = checks[0]!
  let before = rhythmOf(check, 1)
  const steps = new Set<number>()
  for (let count = 1; count <= 20_000; count++) {
    const rhythm = rhythmOf(check, count)
    steps.add(rhythm)
    expect(rhythm * 1000).toBeGreaterThanOrEqual(before * 1000)
    // Looked at a moment before its time by the longer rhythm, with the patience of the shorter one.
    expect(patienceOf(check, count - 1)).toBeGreaterThan((rhythm + 2 * secondsBetween) * 1000)
    before = rhythm
  }
  expect([...steps]).toEqual([20, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200])
})
