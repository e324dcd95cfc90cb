/** For tests: a disk that writes down what is asked of it, in order, and fails where it is told to. */
import { localDisk, type Disk, type DiskFile } from './disk.ts'

export interface TracedDisk extends Disk {
  /** Such as `open wx /a/b`, `write 12 /a/b`, `sync /a/b`, `link /a/b /a/c`. */
  readonly trace: string[]
  /** Throws to let the step fail. */
  before: (step: string) => void
}

export function tracedDisk(shorten: (path: string) => string = (path) => path): TracedDisk {
  const trace: string[] = []

  function note(...words: (string | number)[]): void {
    const step = words.join(' ')
    traced.before(step)
    trace.push(step)
  }

  const traced: TracedDisk = {
    trace,
    before: () => undefined,
    async open(path, flags, mode) {
      note('open', flags, shorten(path))
      const file = await localDisk.open(path, flags, mode)
      const observed: DiskFile = {
        read: ((...args: Parameters<DiskFile['read']>) => file.read(...args)) as DiskFile['read'],
        write: (async (bytes: Uint8Array, at: number, length: number) => {
          note('write', length, shorten(path))
          return file.write(bytes, at, length)
        }) as unknown as DiskFile['write'],
        stat: (() => file.stat()) as DiskFile['stat'],
        async sync() {
          note('sync', shorten(path))
          await file.sync()
        },
        async close() {
          trace.push(`close ${shorten(path)}`)
          await file.close()
        },
      }
      return observed
    },
    async link(from, to) {
      note('link', shorten(from), shorten(to))
      await localDisk.link(from, to)
    },
    async rename(from, to) {
      note('rename', shorten(from), shorten(to))
      await localDisk.rename(from, to)
    },
    async unlink(path) {
      note('unlink', shorten(path))
      await localDisk.unlink(path)
    },
    async mkdir(path, mode) {
      note('mkdir', shorten(path))
      await localDisk.mkdir(path, mode)
    },
    async chmod(path, mode) {
      note('chmod', mode.toString(8), shorten(path))
      await localDisk.chmod(path, mode)
    },
    async readdir(path) {
      note('readdir', shorten(path))
      return localDisk.readdir(path)
    },
  }
  return traced
}

/** An error as the operating system gives it. */
export function diskError(code: string): Error {
  return Object.assign(new Error(code), { code })
}
