/** Where the server's CPU goes: a profile of Candour under 50 connections, operation by operation. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startLoad } from './load/load.ts'
import { readProfile, type Cost, type Profile } from './measure/read-profile.ts'
import { operations } from './operations/operations.ts'
import { say } from './say.ts'
import type { Settings } from './settings.ts'
import { startCandour } from './targets/candour.ts'
import { fill } from './targets/fill.ts'
import { pause } from './targets/target.ts'

const recorder = join(import.meta.dirname, 'measure/profile-on-signal.ts')

export async function profile({ patients, seconds, only }: Settings, home: string): Promise<void> {
  const file = join(home, 'profile.json')
  await using started = new AsyncDisposableStack()
  const load = startLoad()
  started.defer(() => load.stop())
  const candour = await startCandour(join(home, 'candour'), ['--import', recorder], { BENCH_PROFILE: file })
  started.defer(() => candour.stop())
  const practices = [await candour.openPractice('One')]
  await fill(load, candour, practices, { patients, charts: Math.min(100, patients / 10), files: [1, 20] })
  for (const { name } of operations.filter(({ name }) => only.test(name))) {
    const asked = { address: candour.address, operation: name, connections: 50, practices }
    await load.run({ ...asked, seconds })
    candour.signal('SIGUSR2')
    await pause(200)
    const { done } = await load.run({ ...asked, seconds: seconds * 2 })
    candour.signal('SIGUSR2')
    await pause(1500)
    const { self, below } = readProfile(JSON.parse(readFileSync(file, 'utf8')) as Profile)
    say(`\n== ${name}: ${(done / (seconds * 2)).toFixed(0)}/s\nItself, per cent of the time that was not idle:`)
    show(self.slice(0, 25))
    say('With what it calls:')
    show(below.filter(({ where }) => /server\/src|fastify|^\w+ pg/.test(where)).slice(0, 45))
  }
}

function show(costs: Cost[]): void {
  for (const { where, share } of costs) say(`${share.toFixed(1).padStart(6)}  ${where}`)
}
