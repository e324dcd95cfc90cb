/** The load, in a process of its own: closed loops, one request at a time on each connection. */
import { check, WrongAnswer, type Act, type Operation } from '../operations/operation.ts'
import { operations } from '../operations/operations.ts'
import { fillings } from '../targets/fillings.ts'
import { openConnection } from './connection.ts'
import type { Asked, Loaded } from './load.ts'

const known = new Map<string, Operation>([...operations, ...fillings].map((one) => [one.name, one]))
let next = Number(process.argv[2])

process.on('message', (asked: Asked) => {
  void run(asked).then(
    (loaded) => process.send!(loaded),
    (error: unknown) =>
      process.send!({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  )
})
process.on('disconnect', () => process.exit(0))

async function run({
  address,
  operation: name,
  connections,
  seconds,
  count,
  practices,
  spread,
}: Asked): Promise<Loaded> {
  const operation = known.get(name)!
  const latencies: number[] = []
  const errors: Record<string, number> = {}
  const ids: string[][] = practices.map(() => [])
  let bytes = 0
  let left = count ?? Infinity
  const opened = await Promise.all(Array.from({ length: connections }, () => openConnection(address)))
  const cpu = process.cpuUsage()
  const started = performance.now()
  const end = started + (seconds ?? 3600) * 1000

  await Promise.all(
    opened.map(async (first, place) => {
      let connection = first
      const seeded = random(place + 1)
      for (let turn = 0; left > 0 && performance.now() < end; turn++) {
        left -= 1
        // While filling, each practice in turn gets its share; under load a connection stays with its practice.
        const whose = spread ? seeded(practices.length) : (count === undefined ? place : left) % practices.length
        const act: Act = {
          stock: practices[whose]!,
          random: seeded,
          next: () => next++,
          async ask(request, expected) {
            const answer = await connection.send(request)
            bytes += answer.size
            check(answer, expected, request)
            return answer
          },
        }
        const began = performance.now()
        try {
          const id = await operation.act(act)
          if (id !== undefined && count !== undefined) ids[whose]!.push(id)
          latencies.push(performance.now() - began)
        } catch (error) {
          const message = (error as Error).message.replace(/"requestId":"[^"]*"/, '"requestId":…')
          errors[message] = (errors[message] ?? 0) + 1
          if (error instanceof WrongAnswer) continue
          connection.close()
          connection = await openConnection(address)
        }
      }
      connection.close()
    }),
  )
  const took = (performance.now() - started) / 1000
  const { user, system } = process.cpuUsage(cpu)
  latencies.sort((a, b) => a - b)
  const at = (share: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0
  return {
    done: latencies.length,
    seconds: took,
    errors,
    p50: at(0.5),
    p99: at(0.99),
    bytes: Math.round(bytes / Math.max(1, latencies.length)),
    loadCpuMs: (user + system) / 1000,
    ids,
  }
}

/** mulberry32 */
function random(seed: number): (below: number) => number {
  let state = (seed * 0x9e3779b9) ^ Math.trunc(performance.now() * 1000)
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}
