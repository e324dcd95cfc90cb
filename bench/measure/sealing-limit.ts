/** What sealing and hashing alone allow on one core, MiB a second: the limit for files, without a network or a disk. */
import { createCipheriv, createHash, createSecretKey, randomBytes } from 'node:crypto'

export interface SealingLimit {
  seal: number
  open: number
}

const chunk = 16 * 1024
const mebibyte = randomBytes(1024 ** 2)

/**
 * Upload: SHA-256 of what came, AES-256-GCM in chunks of 16 KiB, SHA-256 of each sealed MiB. Download: the latter two.
 */
export function measureSealingLimit(milliseconds = 400): SealingLimit {
  const key = createSecretKey(randomBytes(32))
  const encrypt = () => {
    for (let at = 0; at < mebibyte.length; at += chunk) {
      const cipher = createCipheriv('aes-256-gcm', key, randomBytes(12))
      cipher.update(mebibyte.subarray(at, at + chunk))
      cipher.final()
      cipher.getAuthTag()
    }
  }
  const hash = () => createHash('sha256').update(mebibyte).digest()
  const speed = (work: () => void) => {
    const cpu = process.cpuUsage()
    let rounds = 0
    for (const end = performance.now() + milliseconds; performance.now() < end; rounds++) work()
    const { user, system } = process.cpuUsage(cpu)
    return rounds / ((user + system) / 1e6)
  }
  return {
    seal: speed(() => (hash(), encrypt(), hash())),
    open: speed(() => (hash(), encrypt())),
  }
}
