/** What arithmetic allows, in this process, without HTTP, disk or database: no batching takes these away. */
import { createCipheriv, createHash, createSecretKey, randomBytes, randomUUID } from 'node:crypto'
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openMessage, sealMessage } from '../../server/src/platform/vault/chunked-encryption.ts'
import { validateResource } from '../../server/src/platform/fhir/validate-resource.ts'
import { leafHash } from '../../server/src/platform/ledger/leaf.ts'
import { fhirPatient } from '../operations/people.ts'

export interface Limits {
  /** Sealing and hashing a file on one core, MiB a second of CPU. */
  fileUp: number
  fileDown: number
  /** CPU of sealing, hashing and the ledger's leaf for one recorded read, and for one recorded change, milliseconds. */
  read: number
  change: number
  /** CPU of validating a full Patient, milliseconds. */
  validate: number
  /** A write of 8 KiB that is synced to the disk, as each commit is: milliseconds, median of 300. */
  sync: number
}

const chunk = 16 * 1024

export function measureLimits(): Limits {
  const mebibyte = randomBytes(1024 ** 2)
  const key = createSecretKey(randomBytes(32))
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()
  const encrypt = () => {
    for (let at = 0; at < mebibyte.length; at += chunk) {
      const cipher = createCipheriv('aes-256-gcm', key, randomBytes(12))
      cipher.update(mebibyte.subarray(at, at + chunk))
      cipher.final()
      cipher.getAuthTag()
    }
  }
  const context = randomBytes(160)
  const patient = fhirPatient(1)
  const resource = Buffer.from(JSON.stringify(patient))
  const sealed = sealMessage(key, context, resource)
  const detail = {
    id: randomUUID(),
    address: '127.0.0.1',
    device: 'A program',
    session: randomUUID(),
    request: randomUUID(),
    route: '/fhir/R4/:type/:id',
    touched: [{ type: 'Patient', id: randomUUID(), version: 1, hash: sha256(sealed).toString('hex') }],
  }
  const leaf = { actorKind: 'member', actor: randomUUID(), verb: 'resource.read', outcome: 'opened' }
  const enter = () => {
    const sealedDetail = sealMessage(key, context, Buffer.from(JSON.stringify(detail)))
    const nonce = randomBytes(16)
    leafHash({ ...leaf, nonce, at: new Date(), subjects: [detail.session], detailHash: sha256(sealedDetail) })
  }
  const read = cpuOf(() => (sha256(sealed), openMessage(key, context, sealed), enter()))
  // The resource and its summary are sealed, and the entry's detail.
  const change = cpuOf(() => {
    sha256(sealMessage(key, context, resource))
    sealMessage(key, context, resource.subarray(0, 200))
    enter()
  })
  return {
    fileUp: 1000 / cpuOf(() => (sha256(mebibyte), encrypt(), sha256(mebibyte))),
    fileDown: 1000 / cpuOf(() => (sha256(mebibyte), encrypt())),
    read,
    change,
    validate: cpuOf(() => validateResource('Patient', patient)),
    sync: measureSync(),
  }
}

/** What PostgreSQL waits for at a commit (`wal_sync_method = fdatasync`), into a file that has its length already. */
function measureSync(): number {
  const folder = mkdtempSync(join(tmpdir(), 'candour-sync-'))
  const file = openSync(join(folder, 'log'), 'w')
  const page = randomBytes(8192)
  const times: number[] = []
  for (let at = 0; at < 400; at++) writeSync(file, page, 0, page.length, at * page.length)
  fdatasyncSync(file)
  for (let at = 0; at < 400; at++) {
    const began = performance.now()
    writeSync(file, page, 0, page.length, at * page.length)
    fdatasyncSync(file)
    if (at >= 100) times.push(performance.now() - began)
  }
  closeSync(file)
  rmSync(folder, { recursive: true })
  return times.toSorted((a, b) => a - b)[times.length / 2]!
}

/** Milliseconds of CPU, after a warm-up. */
function cpuOf(work: () => void): number {
  let each = 0
  for (let turn = 0; turn < 2; turn++) {
    const cpu = process.cpuUsage()
    let rounds = 0
    for (const end = performance.now() + 400; performance.now() < end; rounds++) work()
    const { user, system } = process.cpuUsage(cpu)
    each = (user + system) / 1000 / rounds
  }
  return each
}
