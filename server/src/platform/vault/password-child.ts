/** Promise: passwords are hashed here, below everything else's priority, in threads that serve nothing else. */
import { argon2 } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import type { PasswordJob, PasswordAnswer } from './password-process.ts'

lowerPriority()
process.on('disconnect', () => process.exit(0))
process.on('message', (job: PasswordJob) => {
  const { memory, passes, lanes } = job.cost
  const parameters = {
    message: job.password,
    nonce: job.salt,
    secret: job.pepper,
    parallelism: lanes,
    tagLength: 32,
    memory,
    passes,
  }
  try {
    argon2('argon2id', parameters, (error, tag) => answer(error ? { id: job.id } : { id: job.id, tag }))
  } catch {
    answer({ id: job.id })
  }
})

function answer(message: PasswordAnswer): void {
  process.send?.(message)
}

/** On Linux a priority belongs to a thread: those that run already are lowered one by one, later ones inherit it. */
function lowerPriority(): void {
  const lower = constants.priority.PRIORITY_BELOW_NORMAL
  setPriority(lower)
  if (process.platform !== 'linux') return
  for (const thread of readdirSync('/proc/self/task')) {
    try {
      setPriority(Number(thread), lower)
    } catch {
      // a thread that has ended since
    }
  }
}
