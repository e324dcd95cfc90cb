/** The comparison as a page: aims first, then everything. */
import { availableParallelism, cpus } from 'node:os'
import type { Compared } from './compare.ts'
import { ratio, type Summary } from './measure/cell.ts'
import { medplum } from './measure/medplum.ts'
import { operations } from './operations/operations.ts'
import { table } from './table.ts'
import { transfersTable } from './transfers/transfers.ts'

export function machine(): string {
  return `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.versions.node}`
}

export function report(compared: Compared, date: string): string {
  const { settings, ready, memory, limits, filled } = compared
  const { patients, rounds, seconds, practices } = settings
  const candour = memory.candour!
  return [
    `# Bench of ${date}`,
    `${machine()}. ${patients} patients in the practice, ${practices} practices in the mixed load, ${rounds} rounds of ` +
      `${seconds} s a measurement, medians. How: [METHOD.md](../METHOD.md).`,
    '## Aims',
    table(
      ['Aim', 'Is', 'Aimed at', ''],
      [
        ...aimsOfSafety(compared),
        ...aimsOfMedplum(compared),
        aim(
          'Server process, with the patients',
          `${candour.filled.pss} MiB (PSS)`,
          'under 280 MiB',
          candour.filled.pss < 280,
        ),
        aim('The same after the load', `${candour.used.pss} MiB (PSS)`, 'under 280 MiB', candour.used.pss < 280),
        aim('Ready, second start', seconds2(ready.second), 'within 5 s', ready.second < 5000),
      ],
    ),
    `Ready at the first start, the database made: ${seconds2(ready.first)}. RSS ${candour.filled.rss} MiB with the patients, ` +
      `${candour.used.rss} MiB after the load; the twin ${memory.twin === undefined ? '-' : `${memory.twin.filled.pss} and ${memory.twin.used.pss} MiB (PSS)`}. ` +
      `Filling: ${Object.entries(filled)
        .map(([name, speed]) => `${name} ${speed.toFixed(0)} patients/s`)
        .join(', ')}. ` +
      `Sealing and hashing alone: files ${limits.fileUp.toFixed(0)} MiB/s up and ${limits.fileDown.toFixed(0)} MiB/s down a core; ` +
      `${limits.read.toFixed(3)} ms of CPU a recorded read, ${limits.change.toFixed(3)} ms a recorded change; validating a Patient ${limits.validate.toFixed(3)} ms (aim: 0.3 or less). ` +
      `A synced write of 8 KiB alone, as each commit waits for: ${limits.sync.toFixed(2)} ms.`,
    differences(compared),
    '## The cost of safety',
    'CPU is server and database, milliseconds an operation; × is Candour to twin. Time is that of one operation at 1 connection.',
    costTable(compared),
    '## Beside Medplum 5.0.10',
    'Requests a second. Medplum’s figures were taken on such a machine, not in this run.',
    medplumTable(compared),
    ...(compared.transfers.length === 0 ? [] : ['## Import and export', transfersTable(compared.transfers)]),
    '## Everything',
    everything(compared.cells),
    '## What the operations are',
    operations.map(({ name, what }) => `- \`${name}\`: ${what}`).join('\n'),
    '',
  ].join('\n\n')
}

const cpu = (cell: Summary) => cell.serverMs + cell.databaseMs
const seconds2 = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`
const short = (number: number) =>
  number >= 100 ? number.toFixed(0) : number >= 10 ? number.toFixed(1) : number.toFixed(2)

function find({ cells }: Compared, target: string, operation: string, connections: number, many = false) {
  return cells.find(
    (cell) =>
      cell.target === target &&
      cell.operation === operation &&
      cell.connections === connections &&
      cell.practices > 1 === many,
  )
}

function differences(compared: Compared): string {
  const different = pairs(compared).filter(({ candour, twin }) => Math.abs(candour.bytes / twin.bytes - 1) > 0.1)
  if (different.length === 0) return 'Candour’s answers and the twin’s are of the same size, within a tenth.'
  const named = different.map(({ candour, twin }) => `${candour.operation} ${candour.bytes} and ${twin.bytes} bytes`)
  return `Answers that differ in size, Candour’s and the twin’s: ${[...new Set(named)].join('; ')}.`
}

function aim(what: string, is: string, wanted: string, reached: boolean): string[] {
  return [what, is, wanted, reached ? 'reached' : '**missed**']
}

function pairs(compared: Compared): { candour: Summary; twin: Summary }[] {
  return compared.cells
    .filter(({ target }) => target === 'candour')
    .flatMap((candour) => {
      const twin = find(compared, 'twin', candour.operation, candour.connections, candour.practices > 1)
      return twin === undefined ? [] : [{ candour, twin }]
    })
}

const kindOf = new Map(operations.map(({ name, kind }) => [name, kind]))

function aimsOfSafety(compared: Compared): string[][] {
  return pairs(compared)
    .filter(({ candour }) => candour.practices === 1 && ['read', 'write'].includes(kindOf.get(candour.operation)!))
    .map(({ candour, twin }) => {
      const isOne = candour.connections === 1
      const is = ratio(isOne ? 'p50' : 'cpu', candour, twin)
      const most = isOne ? 2.5 : 1.6
      const what = `${candour.operation}, ${candour.connections} connections: ${isOne ? 'time' : 'CPU'} to the twin’s`
      return aim(what, `${is.toFixed(2)} ×`, `at most ${most} ×`, is <= most)
    })
}

function aimsOfMedplum(compared: Compared): string[][] {
  const { limits } = compared
  const faster = medplum.flatMap(({ operation, aim: times, of, ...figures }) =>
    Object.entries(times).flatMap(([connections, wanted]) => {
      const cell = find(compared, 'candour', operation, Number(connections))
      const base = figures[of]?.[Number(connections)]
      if (cell === undefined || base === undefined) return []
      const is = cell.perSecond / base
      return [
        aim(
          `${operation}, ${connections} connections: to Medplum, ${of}`,
          `${is.toFixed(1)} ×`,
          `${wanted} ×`,
          is >= wanted,
        ),
      ]
    }),
  )
  const recorded = [10, 50].flatMap((connections) => {
    const cell = find(compared, 'candour', 'read-patient', connections)
    if (cell === undefined) return []
    return [
      aim(
        `A recorded read, ${connections} connections: CPU`,
        `${cpu(cell).toFixed(2)} ms`,
        'at most 0.45 ms',
        cpu(cell) <= 0.45,
      ),
    ]
  })
  const files = (['upload', 'download'] as const).flatMap((way) => {
    const speeds = compared.cells
      .filter(({ target, operation }) => target === 'candour' && operation === `${way}-20mb`)
      .map(({ perSecond }) => perSecond * 20)
    if (speeds.length === 0) return []
    const limit = way === 'upload' ? limits.fileUp : limits.fileDown
    const share = (Math.max(...speeds) / limit) * 100
    return [aim(`${way}: of what sealing and hashing allow on a core`, `${share.toFixed(0)}%`, '70%', share >= 70)]
  })
  return [...recorded, ...faster, ...files]
}

function costTable(compared: Compared): string {
  return table(
    [
      'Operation',
      'Conn.',
      'Practices',
      'Candour server + db',
      'Twin server + db',
      'CPU ×',
      'Candour p50',
      'Twin p50',
      'Time ×',
    ],
    pairs(compared).map(({ candour, twin }) => [
      candour.operation,
      String(candour.connections),
      String(candour.practices),
      `${short(candour.serverMs)} + ${short(candour.databaseMs)}`,
      `${short(twin.serverMs)} + ${short(twin.databaseMs)}`,
      ratio('cpu', candour, twin).toFixed(2),
      short(candour.p50),
      short(twin.p50),
      ratio('p50', candour, twin).toFixed(2),
    ]),
  )
}

function medplumTable(compared: Compared): string {
  const rows = medplum.flatMap(({ operation, plain, audited, cpuMs = '' }) =>
    [1, 10, 50].flatMap((connections) => {
      const cell = find(compared, 'candour', operation, connections)
      const twin = find(compared, 'twin', operation, connections)
      if (cell === undefined) return []
      const show = (number: number | undefined) => (number === undefined ? '-' : short(number))
      return [
        [
          operation,
          String(connections),
          show(cell.perSecond),
          show(twin?.perSecond),
          show(plain[connections]),
          show(audited?.[connections]),
          cpu(cell).toFixed(2),
          cpuMs,
        ],
      ]
    }),
  )
  const titles = [
    'Operation',
    'Conn.',
    'Candour',
    'Twin',
    'Medplum',
    'Medplum audited',
    'Candour CPU ms',
    'Medplum CPU ms',
  ]
  return table(titles, rows)
}

function everything(cells: Summary[]): string {
  const titles = [
    '',
    'Operation',
    'Conn.',
    'Practices',
    '/s',
    'slowest–fastest round',
    'p50 ms',
    'p99 ms',
    'errors',
    'server ms',
    'db ms',
    'load ms',
    'bytes',
  ]
  return table(
    titles,
    cells.map((cell) => [
      cell.target,
      cell.operation,
      String(cell.connections),
      String(cell.practices),
      short(cell.perSecond),
      cell.spread.map(short).join('–'),
      short(cell.p50),
      short(cell.p99),
      String(cell.errors),
      cell.serverMs.toFixed(3),
      cell.databaseMs.toFixed(3),
      cell.loadMs.toFixed(3),
      String(cell.bytes),
    ]),
  )
}
