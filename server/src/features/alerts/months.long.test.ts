import { expect, test } from 'vitest'
import { monthsTable } from '../../../test/months-table.ts'
import { singleLooks } from '../../../test/single-looks.ts'

/** What can't be told from work, wholly or in part: decision 0041. */
const hidden = new Set([
  'one look at a stranger',
  'one stranger, read through',
  'an ex-partner, only looked at: six looks in four weeks',
])

test.each([
  ['everybody said which record is theirs', 1, 0.9],
  ['half of them did', 0.5, 0.8],
  ['nobody did', 0, 0.8],
])(
  'P48 B8 the table of a hundred ordinary months, by seeds by which nothing was tuned: %s',
  async (_what, saying, least) => {
    const { alarms, memberWeeks, noticed, months } = await monthsTable('judged', 100, saying)
    const total = Object.values(alarms).reduce((sum, count) => sum + count, 0)
    const byRule = Map.groupBy(Object.entries(alarms), ([name]) => name.split(' ')[0]!)
    const lines = [
      `${months} months, ${memberWeeks} weeks of a member: ${total} false alarms, ${(total / memberWeeks).toFixed(2)} per member and week`,
      ...[...byRule].map(([rule, all]) => {
        const sum = all.reduce((so, [, count]) => so + count, 0)
        return `${rule.padEnd(18)} ${String(sum).padStart(5)}   ${(sum / memberWeeks).toFixed(3)}   ${all.map(([name, count]) => `${name.slice(rule.length + 1) || 'day'} ${count}`).join(', ')}`
      }),
      ...Object.entries(noticed).map(
        ([kind, row]) =>
          `${kind.padEnd(56)} ${row.noticed} of ${row.planted}  ${(row.noticed / row.planted).toFixed(2)}`,
      ),
    ]
    process.stdout.write(`${lines.join('\n')}\n`)
    expect(total / memberWeeks).toBeLessThan(1)
    for (const [kind, row] of Object.entries(noticed))
      if (!hidden.has(kind)) expect(row.noticed / row.planted, kind).toBeGreaterThanOrEqual(least)
  },
  1_800_000,
)

test('B8 one look at a stranger is not told from work by anybody who has these facts alone', async () => {
  for (const kind of ['one look at a stranger', 'one stranger, read through']) {
    const { half, nine } = await singleLooks('tuning', 100, kind)
    process.stdout.write(
      `${kind}: half of them cost ${half.toFixed(2)} false alarms per member and week, nine of ten ${nine.toFixed(2)}\n`,
    )
    if (kind === 'one look at a stranger') expect(nine).toBeGreaterThan(5)
  }
}, 1_800_000)
