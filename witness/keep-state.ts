/** What the witness saw last of each log, in one file that is always whole: it must never be forgotten, nor go back. */
import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, open, readdir, rename } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'

export interface Seen {
  size: number
  /** Base64. */
  root: string
}

export interface State {
  of(origin: string): Seen | undefined
  /** Returns once the file is on the disk. */
  keep(origin: string, seen: Seen): Promise<void>
  /** A signed checkpoint that contradicts what was seen: proof against the log. */
  keepEvidence(request: string): Promise<void>
}

const mostEvidence = 1_000

/** Opens the folder, or makes it with a key of its own. The key is readable to its owner alone. */
export async function openFolder(folder: string): Promise<{ state: State; privateKey: KeyObject }> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await beAlone(folder)
  const [keyFile, stateFile] = [join(folder, 'key.pem'), join(folder, 'state.json')]
  // The state comes first: a key without what it has signed would sign what contradicts it.
  if (!existsSync(keyFile)) {
    if (!existsSync(stateFile)) await replace(folder, 'state.json', '{}\n', 0o600)
    const pem = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' })
    await replace(folder, 'key.pem', pem as string, 0o400)
  }
  if (!existsSync(stateFile))
    throw new Error(
      `${stateFile} is missing, and with it what this key has signed. Bring it back, or begin with a new folder.`,
    )
  const seen = readState(stateFile)
  const state: State = {
    of: (origin) => seen.get(origin),
    async keep(origin, now) {
      const next = new Map(seen).set(origin, now)
      await replace(folder, 'state.json', `${JSON.stringify(Object.fromEntries(next), null, 2)}\n`, 0o600)
      seen.set(origin, now)
    },
    async keepEvidence(request) {
      const evidence = join(folder, 'evidence')
      await mkdir(evidence, { recursive: true, mode: 0o700 })
      if ((await readdir(evidence)).length >= mostEvidence) return
      const name = createHash('sha256').update(request).digest('hex').slice(0, 32)
      await replace(evidence, `${name}.txt`, request, 0o600)
    },
  }
  return { state, privateKey: createPrivateKey(readFileSync(keyFile)) }
}

function readState(path: string): Map<string, Seen> {
  const found = new Map(Object.entries(JSON.parse(readFileSync(path, 'utf8')) as Record<string, Seen>))
  for (const { size, root } of found.values())
    if (!Number.isSafeInteger(size) || size < 0 || Buffer.from(root, 'base64').length !== 32)
      throw new Error(`${path} is damaged. Bring back what it was, or begin with a new folder.`)
  return found
}

/** Written aside, synced, moved into place, and the folder synced: after a crash there is the old one or the new one. */
async function replace(folder: string, name: string, text: string, mode: number): Promise<void> {
  const fresh = join(folder, `${name}.new`)
  const file = await open(fresh, 'w', 0o600)
  try {
    await file.writeFile(text)
    await file.chmod(mode)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(fresh, join(folder, name))
  const directory = await open(folder)
  await directory.sync().finally(() => directory.close())
}

/** Two processes over one folder could sign what contradicts. The kernel gives such a name once, and takes it back at the end. */
async function beAlone(folder: string): Promise<void> {
  if (process.platform !== 'linux') return
  const name = createHash('sha256').update(folder).digest('hex')
  const holder = createServer()
  await new Promise<void>((resolve, reject) => {
    holder.once('error', () => reject(new Error(`Another witness works with ${folder} already.`)))
    holder.listen(`\0candour-witness-${name}`, resolve)
  })
  holder.unref()
}
