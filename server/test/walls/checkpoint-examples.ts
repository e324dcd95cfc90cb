/** Examples of the calls by which a practice's ledger is checked elsewhere. */
import { checkpointRoutes } from '@candour/contract/checkpoints.ts'
import type { Example } from './factor-examples.ts'
import type { House } from './house.ts'

/** Something was signed, and what waited is in the tree. */
async function signed({ candour, admin }: House): Promise<void> {
  await candour.settle()
  await admin.browser.call(checkpointRoutes.sign, {})
}

export const checkpointExamples: Record<string, Example> = {
  'checkpoint.read': () => Promise.resolve({ input: {} }),
  'checkpoint.sign': () => Promise.resolve({ input: {} }),
  'checkpoint.anchors': () => Promise.resolve({ input: { before: 100 } }),
  'checkpoint.mail': async ({ admin }) => {
    const { revision } = await admin.browser.call(checkpointRoutes.read, {})
    return { input: { mailedTo: ['auditor@example.org'], baseRevision: revision } }
  },
  'checkpoint.newest': async (house) => {
    await signed(house)
    return { input: {} }
  },
  'checkpoint.tile': async ({ candour }) => {
    await candour.settle()
    return { input: { level: '0', '*': '000.p/1' } }
  },
  'checkpoint.key': () => Promise.resolve({ input: {} }),
  'checkpoint.prove': async ({ candour }) => {
    await candour.settle()
    return { input: { number: '1' } }
  },
  'checkpoint.bundle': async ({ candour }) => {
    await candour.settle()
    return { input: {} }
  },
}
