/** Loaded into the server by `--import`: SIGUSR2 starts recording where its CPU goes, and again writes it down. */
import { writeFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'

const file = process.env['BENCH_PROFILE'] ?? '/dev/null'
const session = new Session()
session.connect()
let recording = false

process.on('SIGUSR2', () => void turn())

async function turn(): Promise<void> {
  if (!recording) {
    await session.post('Profiler.enable')
    await session.post('Profiler.setSamplingInterval', { interval: 250 })
    await session.post('Profiler.start')
    recording = true
    return
  }
  recording = false
  const { profile } = await session.post('Profiler.stop')
  writeFileSync(file, JSON.stringify(profile))
}
