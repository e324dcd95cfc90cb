import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeLocalCertificate } from '../../platform/vault/local-certificate.ts'
import { certificate } from './certificate.ts'
import type { CheckPlace } from './check-place.ts'

const day = 86_400_000
const now = new Date()
let folder: string
let server: Server
let address: string
/** Lasts seven more days: such a one is made for 397. */
const ending = makeLocalCertificate(['localhost'], new Date(now.getTime() - 390 * day))
const fresh = makeLocalCertificate(['localhost'], now)
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'candour-certificate-'))
  server = createServer({ cert: ending.certificate, key: ending.key })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  address = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true })
})

async function look(file: string, name = 'localhost', isLocal = true, at = now) {
  const path = join(folder, 'certificate.pem')
  await writeFile(path, file)
  const config = { tls: { certificate: path, key: '', isLocal }, origins: [`https://${name}`] }
  return certificate.run({ config, address, now: at } as unknown as CheckPlace)
}

test('P36 a certificate that ends within fourteen days fails and says when, and whether another one waits to be served', async () => {
  const found = await look(ending.certificate)
  expect([found.state, found.facts]).toEqual(['failing', { endsInDays: 6 }])
  expect(found.what).toMatch(/ends on \d\d-[A-Z][a-z]{2}-\d{4}\. Renew it\.$/)
  expect((await look(fresh.certificate)).what).toMatch(/Another one lies in its file: start Candour again\.$/)
  server.setSecureContext({ cert: fresh.certificate, key: fresh.key })
  expect(await look(fresh.certificate)).toMatchObject({ state: 'well', facts: { endsInDays: 396 } })
})

test('P36 it is told in words a month before, and is over when it is over', async () => {
  const at = (days: number) => look(fresh.certificate, 'localhost', true, new Date(now.getTime() + days * day))
  expect(await at(375)).toMatchObject({
    state: 'well',
    what: expect.stringMatching(/That is in 2\d days: renew it\.$/) as string,
  })
  expect(await at(384)).toMatchObject({ state: 'failing' })
  expect((await at(398)).what).toMatch(/ended on/)
})

test('P36 a certificate for another name, or by nobody known, fails; so does a server that is not there', async () => {
  expect(await look(fresh.certificate, 'records.example.nhs.uk', false)).toMatchObject({
    state: 'failing',
    what: expect.stringMatching(/not for records\.example\.nhs\.uk|does not lead to an issuer/) as string,
  })
  expect((await look(fresh.certificate, 'localhost', false)).what).toMatch(/DEPTH_ZERO_SELF_SIGNED_CERT/)
  const config = { tls: null, origins: ['https://localhost:1'] }
  const nobody = await certificate.run({ config, address, now } as unknown as CheckPlace)
  expect(nobody).toEqual({ state: 'failing', what: 'Nobody answers over an encrypted connection as localhost.' })
})
