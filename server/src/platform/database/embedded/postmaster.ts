/** Promise: a server that was started either takes connections or is gone, with its last words. */
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Log } from '../../log.ts'
import { logLinePrefix, readServerLog } from './server-log.ts'
import { serverEnvironment, serverSettings } from './settings.ts'
import type { SystemUser } from './unprivileged-user.ts'
import { OperatorError } from '../../operator-error.ts'

export interface PostmasterOptions {
  /** Path of the program `postgres`. */
  program: string
  cluster: string
  socketDirectory: string
  user: SystemUser | undefined
  /** Tells the kernel to stop the server when Candour dies, where `setpriv` is there. */
  dieWithParent: boolean
  log: Log
}

export interface Postmaster {
  id: number
  /** Settles when the process is gone, for whatever reason. */
  gone: Promise<void>
  /** Fast shutdown: open transactions are rolled back, everything committed is written out. */
  stop(): Promise<void>
}

const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find(existsSync)

/** Resolves when it takes connections; crash recovery may take its time. Throws with the server's own words. */
export async function startPostmaster(options: PostmasterOptions): Promise<Postmaster> {
  const { program, cluster, socketDirectory, user, log } = options
  // Whoever left it is gone (stopLeftBehind); its id may belong to a zombie or a stranger by now.
  await rm(join(cluster, 'postmaster.pid'), { force: true })
  const settings = { ...serverSettings, unix_socket_directories: socketDirectory, log_line_prefix: logLinePrefix }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const command = [program, '-D', cluster, ...flags]
  if (options.dieWithParent && setpriv !== undefined) command.unshift(setpriv, '--pdeathsig', 'INT')

  const child = spawn(command[0]!, command.slice(1), {
    cwd: cluster,
    env: serverEnvironment,
    stdio: ['ignore', 'ignore', 'pipe'],
    // A group of its own: Ctrl-C in a terminal reaches Candour, which still has work to finish with it.
    detached: true,
    ...(user === undefined ? {} : { uid: user.uid, gid: user.gid }),
  })
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  const words = readServerLog(child.stderr, log)
  const stop = () => stopChild(child, gone)
  if (!(await becomesReady(child, cluster))) {
    await wait(20)
    throw new OperatorError(
      `PostgreSQL did not start: ${words.lastWords() || `exit ${child.exitCode ?? child.signalCode}`}`,
    )
  }
  words.opened()
  return { id: child.pid!, gone, stop }
}

/** The postmaster writes its state into the eighth line of its pid file. */
async function becomesReady(child: ChildProcess, cluster: string): Promise<boolean> {
  let failed = false
  child.once('error', () => (failed = true))
  while (!failed && child.exitCode === null && child.signalCode === null) {
    const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
    if (lines[0] === String(child.pid) && lines[7]?.trim() === 'ready') return true
    await wait(10)
  }
  return false
}

async function stopChild(child: ChildProcess, gone: Promise<void>): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    child.kill(signal)
    const patience = new AbortController()
    const late = wait(signal === 'SIGINT' ? 8_000 : 2_000, true, { signal: patience.signal }).catch(() => false)
    const stillThere = await Promise.race([gone.then(() => false), late])
    patience.abort()
    if (!stillThere) return
  }
  await gone
}

/** Major version of the server that made a cluster. */
export function clusterVersion(cluster: string): string {
  return readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim()
}
