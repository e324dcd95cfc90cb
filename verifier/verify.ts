#!/usr/bin/env node
/**
 * `node verifier/verify.ts FILE`: checks what Candour handed out. It needs Node 24 and this folder, nothing else: no network, no
 * package, nothing of the server's.
 */
import { styleText } from 'node:util'
import { verifyFile } from './check/verify-file.ts'
import { help, readFlags, type Asked } from './command/flags.ts'
import { fileSource, nodeMeans } from './command/node-means.ts'
import { reportWords } from './command/words.ts'

const exitCodes = { holds: 0, doesNot: 1, notChecked: 2 } as const

process.exitCode = await run(process.argv.slice(2))

async function run(words: readonly string[]): Promise<number> {
  const asked = readFlags(words)
  if (asked === 'help') {
    process.stdout.write(help)
    return exitCodes.holds
  }
  if ('wrong' in asked) {
    process.stderr.write(`${asked.wrong} candour verify --help says more.\n`)
    return exitCodes.notChecked
  }
  try {
    return await check(asked)
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException
    const known = { ENOENT: 'is not there', EACCES: 'may not be read', EISDIR: 'is a folder' }[code ?? '']
    const problem = known === undefined ? message : `${(error as NodeJS.ErrnoException).path} ${known}.`
    if (asked.json) process.stdout.write(`${JSON.stringify({ error: problem })}\n`)
    else process.stderr.write(`${problem}\n`)
    return exitCodes.notChecked
  }
}

async function check(asked: Asked): Promise<number> {
  await using source = await fileSource(asked.file)
  await using stack = new AsyncDisposableStack()
  const since = []
  for (const name of asked.since) since.push({ name, source: stack.use(await fileSource(name)) })
  const isWatched = process.stderr.isTTY && !asked.json
  const onProgress = (done: number, total: number) => {
    if (isWatched) process.stderr.write(`\r  ${Math.floor((100 * done) / total)}% read`)
  }
  const report = await verifyFile(nodeMeans, source, { ...asked, since, onProgress })
  if (isWatched) process.stderr.write('\r\u001b[K')
  const bold = (text: string) => styleText('bold', text, { stream: process.stdout })
  process.stdout.write(asked.json ? `${JSON.stringify(report)}\n` : reportWords(report, asked.file, bold))
  return report.holds ? exitCodes.holds : exitCodes.doesNot
}
