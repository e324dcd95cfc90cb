/** Promise: passwords are hashed here, below everything else's priority, in threads that serve nothing else. */
import bcrypt from 'bcryptjs'
import { argon2, pbkdf2 } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import { promisify } from 'node:util'
import type { ForeignWork, PasswordAnswer, PasswordJob } from './password-process.ts'

lowerPriority()
process.on('disconnect', () => process.exit(0))
process.on('message', (job: PasswordJob) => {
  if ('foreign' in job) {
    hashAsElsewhere(job).then(
      (tag) => answer({ id: job.id, tag }),
      () => answer({ id: job.id }),
    )
    return
  }
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

async function hashAsElsewhere({ password, foreign }: ForeignWork): Promise<Uint8Array> {
  // In slices of 100 ms, so that others are answered meanwhile.
  if (foreign.kind === 'bcrypt')
    return Buffer.from(await bcrypt.hash(Buffer.from(password).toString(), foreign.setting))
  const { salt, rounds, tag } = foreign
  return promisify(pbkdf2)(password, salt, rounds, tag.length, 'sha256')
}

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
