import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { thisMachine } from '../platform/config/machine.ts'
import type { TlsFiles } from '../platform/config.ts'
import { fingerprintOf, isStillGood, makeLocalCertificate } from '../platform/vault/local-certificate.ts'

/** Makes the local certificate, or makes it afresh near its end or when this machine got another name or address. */
export function keepCertificate(files: TlsFiles, now: Date): { names: string[]; fingerprint: string } {
  const { names } = thisMachine()
  const all = ['localhost', '127.0.0.1', '::1', ...names]
  const known =
    existsSync(files.certificate) && existsSync(files.key) ? readFileSync(files.certificate, 'utf8') : undefined
  if (known !== undefined && isStillGood(known, all, now)) return { names, fingerprint: fingerprintOf(known) }
  const made = makeLocalCertificate(all, now)
  write(files.key, made.key)
  write(files.certificate, made.certificate)
  return { names, fingerprint: fingerprintOf(made.certificate) }
}

function write(path: string, text: string): void {
  writeFileSync(`${path}.new`, text, { mode: 0o600 })
  renameSync(`${path}.new`, path)
}
