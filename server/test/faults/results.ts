/** Keeps what the long tests found, a dated line each, in files that are committed. */
import { execFileSync } from 'node:child_process'
import { appendFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'

export async function keepResult(subject: string, result: string): Promise<void> {
  const revision = execFileSync('git', ['describe', '--always', '--dirty'], {
    cwd: import.meta.dirname,
    encoding: 'utf8',
  })
  const line = `${new Date().toISOString()}  ${revision.trim()}, Node ${process.versions.node}, ${availableParallelism()} cores: ${result}\n`
  await appendFile(join(import.meta.dirname, 'results', `${subject}.txt`), line)
}
