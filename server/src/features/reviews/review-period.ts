import { alertRules, type AlertRule } from '@candour/contract/alerts.ts'
import type { Person } from '@candour/contract/shapes.ts'
import type { Reviewed, ReviewedChange } from '@candour/contract/reviews.ts'
import { breather } from '../../platform/breathe.ts'
import type { Call } from '../../platform/http/endpoint.ts'
import { entries, type EntryRow } from '../../platform/ledger/ledger.store.ts'
import { openEntry } from '../../platform/ledger/open-entry.ts'
import { lookingThrough } from '../../platform/ledger/look-through.store.ts'
import { range, type Range } from '../../platform/ledger/range.store.ts'
import { openAlerts } from '../alerts/list-alerts.ts'
import { isAlone } from '../alerts/reviewers.ts'
import type { OpenedAlert } from '../alerts/sealed-alert.ts'
import { openingVerbs } from '../entries/opening-verbs.ts'
import { mayShow } from '../alerts/show-alert.ts'
import { whoDid, whoOf } from '../entries/list-entries.ts'
import { verbWords } from '../entries/words.ts'
import { nameMembers, type NamedMember } from '../members/list-members.ts'
import type { Reviews } from './sealed-review.ts'

/** A period that holds more is looked at in parts, one review after the other: nothing is left out. */
const mostEntries = 1_000_000
const mostSignIns = 50_000
const mostChanges = 200

const permissionVerbs = [
  'member.approve',
  'member.change-level',
  'member.give',
  'member.take',
  'member.end-grant',
  'member.say-own-record',
  'member.clear-own-record',
  'rules.change',
  'practice.lock',
  'practice.unlock',
  'support.approve',
  'support.end',
  'support.remove',
  'provider.set',
  'provider.revoke',
  'member.import',
]
/** The operator's command reads records by these, without anybody of the practice; */
const readingByOperator = ['transfer.export']
/** and each file that it made stands among the changes. */
const takenOutByOperator = ['transfer.pack']

/** From the entry after the last review's on, to `to` or what there is now. Null when there is nothing new, or `to` is no end of it. */
export async function periodOf(call: Call<unknown>, { opened }: Reviews, to?: number): Promise<Range | null> {
  const size = await entries.size(call.tx)
  const from = (opened[0]?.facts.reviewed.to ?? 0) + 1
  const last = Math.min(size, from + mostEntries - 1)
  const end = to ?? last
  return end < from || end > last ? null : { from, to: end }
}

/**
 * What there is to look at, as the actor is shown it. `alerts`: all of them, for everybody else; in what the actor is shown
 * those about themselves are left out.
 */
export async function reviewPeriod(
  call: Call<unknown>,
  period: Range,
): Promise<{ reviewed: Reviewed; alerts: Reviewed['alerts'] }> {
  const alone = await isAlone(call, call.actor.member)
  const { opened } = await openAlerts(call)
  const there = opened.filter(({ facts: { number } }) => period.from <= number && number <= period.to)
  const shown = there.filter((one) => mayShow(call, one, alone))
  return { reviewed: await countPeriod(call, period, countAlerts(shown)), alerts: countAlerts(there) }
}

/** What there is to look at, counted from the ledger. @param alerts those that it shows */
async function countPeriod(call: Call<unknown>, period: Range, alerts: Reviewed['alerts']): Promise<Reviewed> {
  const { tx } = call
  const whole = await range.whole(tx, period)
  const names = await nameMembers(call)
  const changes = [
    ...(await range.ofVerbs(tx, period, [...permissionVerbs, 'member.leave'], false, 5 * mostChanges)),
    ...(await range.byOperator(tx, period, takenOutByOperator, mostChanges)),
  ].toSorted((one, other) => other.number - one.number)
  const shown = changes.map((row) => ({ row, change: showChange(call, row, names) }))
  const isLeaving = (row: EntryRow) =>
    row.verb === 'member.leave' ||
    (row.verb === 'member.change-level' && openEntry(call.vault, call.keys, row).facts?.['levelAfter'] === 0)
  return {
    ...period,
    fromAt: (whole.first_at ?? call.now).toISOString(),
    toAt: (whole.last_at ?? call.now).toISOString(),
    hash: (whole.hash ?? Buffer.alloc(32)).toString('hex'),
    missing: period.to - period.from + 1 - whole.count,
    signIns: await countSignIns(call, period, names),
    access: await countOpened(call, period, names),
    alerts,
    glasses: await countGlasses(call, period, names),
    permissions: shown
      .filter(({ row }) => row.verb !== 'member.leave')
      .map(({ change }) => change)
      .slice(0, mostChanges),
    leavers: shown
      .filter(({ row }) => isLeaving(row))
      .map(({ change }) => change)
      .slice(0, mostChanges),
  }
}

const byName = (one: Person, other: Person) => one.name.localeCompare(other.name, 'en-GB')

async function countSignIns(
  call: Call<unknown>,
  period: Range,
  names: Map<string, NamedMember>,
): Promise<Reviewed['signIns']> {
  const breathe = breather()
  const counts = new Map<string, { came: number; failed: number; newDevices: number }>()
  for (const row of await range.ofVerbs(call.tx, period, ['session.sign-in'], true, mostSignIns)) {
    if (row.actor === null) continue
    await breathe()
    const count = counts.get(row.actor) ?? { came: 0, failed: 0, newDevices: 0 }
    counts.set(row.actor, count)
    if (row.outcome === 'refused') count.failed += 1
    else count.came += 1
    if (openEntry(call.vault, call.keys, row).facts?.['device'] === 'new') count.newDevices += 1
  }
  return [...counts]
    .map(([member, count]) => ({ who: whoOf(member, names), ...count }))
    .toSorted((one, other) => byName(one.who, other.who))
}

async function countOpened(
  call: Call<unknown>,
  period: Range,
  names: Map<string, NamedMember>,
): Promise<Reviewed['access']> {
  const rows = await range.opened(call.tx, period, openingVerbs, readingByOperator)
  // The name of support stands in its entries alone.
  const visits = rows.filter(({ kind }) => kind === 'support').map(({ newest }) => newest)
  const entered = new Map((await lookingThrough.numbered(call.tx, visits)).map((row) => [row.number, row]))
  return rows
    .map(({ kind, actor, newest, records, openings }) => {
      const row = entered.get(newest)
      const detail = row === undefined ? {} : openEntry(call.vault, call.keys, row)
      const who = whoDid({ actor, actor_kind: kind }, detail, names)
      return { who, records, openings, ...(kind === 'support' && { request: actor! }) }
    })
    .toSorted(
      (one, other) =>
        other.records - one.records ||
        byName(one.who, other.who) ||
        (one.request ?? '').localeCompare(other.request ?? ''),
    )
}

function countAlerts(opened: readonly OpenedAlert[]): Reviewed['alerts'] {
  return (Object.keys(alertRules) as AlertRule[]).flatMap((rule) => {
    const raised = opened.filter(({ facts }) => facts.rule === rule)
    return raised.length === 0
      ? []
      : [{ rule, raised: raised.length, open: raised.filter(({ state }) => state === 'open').length }]
  })
}

async function countGlasses(
  call: Call<unknown>,
  period: Range,
  names: Map<string, NamedMember>,
): Promise<Reviewed['glasses']> {
  const rows = await range.ofVerbs(call.tx, period, ['glass.break', 'glass.settle'], false, mostSignIns)
  const of = (verb: string, member: string) => rows.filter((row) => row.verb === verb && row.actor === member).length
  return [...new Set(rows.flatMap(({ actor }) => actor ?? []))].map((member) => ({
    who: whoOf(member, names),
    broken: of('glass.break', member),
    settled: of('glass.settle', member),
  }))
}

function showChange(call: Call<unknown>, row: EntryRow, names: Map<string, NamedMember>): ReviewedChange {
  const about = row.subjects.find((subject) => names.has(subject))
  const detail = openEntry(call.vault, call.keys, row)
  return {
    number: row.number,
    at: row.at.toISOString(),
    by: whoDid(row, detail, names),
    what: verbWords[row.verb] ?? row.verb,
    about: about === undefined ? null : whoOf(about, names),
    // Of a command, which it was.
    reason: detail.reason ?? (row.actor_kind === 'operator' ? (detail.device ?? null) : null),
  }
}
