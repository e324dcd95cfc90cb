import bcrypt from 'bcryptjs'
import { pbkdf2Sync } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readForeignHash } from './foreign-hash.ts'
import { trialVault, type TrialVault } from './trial-vault.ts'
import { SealBroken } from './vault-errors.ts'

let trial: TrialVault
beforeAll(async () => {
  trial = await trialVault()
})
afterAll(() => trial.remove())

const password = 'harbour lantern quilt 9'
const salt = Buffer.from('a salt of 16 by.')
const pbkdf2 = (rounds: number) =>
  pbkdf2Sync(password, salt, rounds, 32, 'sha256').toString('base64').replaceAll('=', '')

test.each([
  ['bcrypt 2a', bcrypt.hashSync(password, 4).replace('$2b$', '$2a$')],
  ['bcrypt 2b', bcrypt.hashSync(password, 4)],
  ['bcrypt 2y', bcrypt.hashSync(password, 4).replace('$2b$', '$2y$')],
  ['PBKDF2 as PHC has it', `$pbkdf2-sha256$i=2000,l=32$${salt.toString('base64').replaceAll('=', '')}$${pbkdf2(2000)}`],
  [
    'PBKDF2 as passlib has it',
    `$pbkdf2-sha256$2000$${salt.toString('base64').replaceAll('=', '').replaceAll('+', '.')}$${pbkdf2(2000).replaceAll('+', '.')}`,
  ],
])(
  'P15 a password that another system hashed by %s opens, no other does, and it is to be hashed anew',
  async (_what, stored) => {
    const { vault } = trial
    expect(await vault.verifyPassword(stored, password)).toBe(true)
    expect(await vault.verifyPassword(stored, `${password}!`)).toBe(false)
    expect(await vault.verifyPassword(stored, '')).toBe(false)
    expect(vault.isPasswordOutdated(stored)).toBe(true)
  },
)

test.each([
  '$2b$13$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234',
  '$2b$31$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234',
  '$2x$10$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234',
  '$pbkdf2-sha256$999999999$c2FsdHNhbHQ$c2FsdHNhbHRzYWx0c2FsdHNhbHQ',
  '$pbkdf2-sha256$1$c2FsdHNhbHQ$c2FsdHNhbHRzYWx0c2FsdHNhbHQ',
  '$pbkdf2-sha1$2000$c2FsdHNhbHQ$c2FsdHNhbHRzYWx0c2FsdHNhbHQ',
  '5f4dcc3b5aa765d61d8327deb882cf99',
])('a hash that is none of these, or costs minutes, is not taken: %s', async (stored) => {
  expect(readForeignHash(stored)).toBeNull()
  await expect(trial.vault.verifyPassword(stored, password)).rejects.toThrow(SealBroken)
})
