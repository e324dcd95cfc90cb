import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises'
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { expect, test } from 'vitest'
import { checkedRecipient, sealForOutside, type Outside } from './seal-for-outside.ts'

async function* pieces(bytes: Buffer) {
  for (let at = 0; at < bytes.length; at += 50_000) yield bytes.subarray(at, at + 50_000)
}

async function sealed(bytes: Buffer, to: Outside): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(sealForOutside(pieces(bytes), to)))
}

const contents = Buffer.from('Dear patient. '.repeat(20_000))

test('what was sealed for a passphrase opens with it, and with no other', async () => {
  const bytes = await sealed(contents, { passphrase: 'harbour lantern quilt' })
  expect(bytes.toString('latin1', 0, 21)).toBe('age-encryption.org/v1')
  expect(bytes.includes('Dear patient')).toBe(false)
  const opener = new Decrypter()
  opener.addPassphrase('harbour lantern quilt')
  expect(Buffer.from(await opener.decrypt(bytes)).equals(contents)).toBe(true)
  const other = new Decrypter()
  other.addPassphrase('harbour lantern quill')
  await expect(other.decrypt(bytes)).rejects.toThrow()
})

test('what was sealed for a key opens with it; a changed or missing byte is refused', async () => {
  const identity = await generateX25519Identity()
  const bytes = await sealed(contents, { recipient: await identityToRecipient(identity) })
  const open = (given: Buffer) => {
    const opener = new Decrypter()
    opener.addIdentity(identity)
    return opener.decrypt(given)
  }
  expect(Buffer.from(await open(bytes)).equals(contents)).toBe(true)
  const changed = Buffer.from(bytes)
  changed[bytes.length - 100]! ^= 1
  await expect(open(changed)).rejects.toThrow()
  await expect(open(bytes.subarray(0, -70_000))).rejects.toThrow()
})

test('given up in the middle it asks its source for no more, lets it go, and throws nowhere', async () => {
  const uncaught: unknown[] = []
  const note = (error: unknown) => void uncaught.push(error)
  const others = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException')
  process.on('uncaughtException', note)
  try {
    const recipient = await identityToRecipient(await generateX25519Identity())
    let closed = 0
    async function* endless(turns: boolean) {
      try {
        for (;;) {
          if (turns) await nextTurn()
          yield Buffer.alloc(50_000)
        }
      } finally {
        closed++
      }
    }
    for (let round = 0; round < 40; round++) {
      let taken = 0
      for await (const piece of sealForOutside(endless(round % 2 === 0), { recipient }))
        if (piece.length > 0 && ++taken > round % 7) break
    }
    await expect.poll(() => closed).toBe(40)
    await wait(50)
    expect(uncaught).toEqual([])
  } finally {
    process.off('uncaughtException', note)
    for (const other of others) process.on('uncaughtException', other)
  }
})

test('what is no public key is said so, before anything is sealed', () => {
  expect(() => checkedRecipient('age1notakey')).toThrow('begins with age1')
})

const age = ['/usr/bin/age', '/usr/local/bin/age'].find((path) => {
  try {
    execFileSync(path, ['--version'])
    return true
  } catch {
    return false
  }
})

test.skipIf(age === undefined)(
  `the age command opens it${age === undefined ? ' (skipped: age is not installed)' : ''}`,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'candour-age-'))
    try {
      const identity = await generateX25519Identity()
      writeFileSync(join(folder, 'key'), identity)
      writeFileSync(join(folder, 'sealed'), await sealed(contents, { recipient: await identityToRecipient(identity) }))
      const opened = execFileSync(age!, ['-d', '-i', join(folder, 'key'), join(folder, 'sealed')])
      expect(opened.equals(contents)).toBe(true)
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
)
