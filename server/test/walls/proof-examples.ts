/** Examples of the calls about promises, their proof and evidence. */
import { evidenceRoutes } from '@candour/contract/evidence.ts'
import { promiseRoutes } from '@candour/contract/promises.ts'
import type { Example } from './factor-examples.ts'
import { newWord, type House } from './house.ts'

const bytes = Buffer.from('A dated register of who may reach the servers.')

function evidence() {
  const title = `Register ${newWord()}`
  const expiresOn = new Date(Date.now() + 200 * 86_400_000).toISOString().slice(0, 10)
  return {
    promise: 'P11',
    title,
    note: 'Looked at with the operator',
    expiresOn,
    file: 'register.txt',
    size: bytes.length,
  }
}

async function announced({ admin }: House): Promise<string> {
  return (await admin.browser.call(evidenceRoutes.announce, evidence())).id
}

/** The id of evidence whose bytes are there. */
async function filed(house: House): Promise<string> {
  const id = await announced(house)
  const { status } = await house.admin.browser.send('PUT', `/api/evidence/${id}/content`, bytes)
  if (status !== 201) throw new Error(`the evidence was not filed: ${status}`)
  return id
}

async function published({ admin }: House): Promise<string> {
  return (await admin.browser.call(promiseRoutes.publish, { indexed: false })).name!
}

const input = (fields: Record<string, unknown>) => Promise.resolve({ input: fields })
const visit = () => ({ visit: 'cqc', reason: `The visit ${newWord()}` }) as const

export const proofExamples: Record<string, Example> = {
  'proof.show': () => input({}),
  'proof.read': () => input({ promise: 'P11' }),
  'proof.run': () => input({}),
  'proof.publish': () => input({ indexed: true }),
  'proof.unpublish': async (house) => {
    await published(house)
    return { input: {} }
  },
  'proof.read-published': async (house) => ({ input: { name: await published(house) } }),
  'pack.make': () => input(visit()),
  // Fetched by who made it.
  'pack.read-content': async (house, caller) => {
    const by = caller.session.member.level >= 3 ? caller : house.admin
    return { input: { id: (await by.browser.call(promiseRoutes.pack, visit())).id } }
  },
  'evidence.announce': () => input(evidence()),
  'evidence.upload': async (house) => ({ input: { id: await announced(house) }, bytes }),
  'evidence.read-content': async (house) => ({ input: { id: await filed(house) } }),
  'evidence.withdraw': async (house) => ({ input: { id: await filed(house), reason: 'The wrong file' } }),
  'evidence.file-again': async (house) => {
    const id = await filed(house)
    await house.admin.browser.call(evidenceRoutes.withdraw, { id, reason: 'The wrong file' })
    return { input: { id } }
  },
  'evidence.name-owner': ({ admin }) => input({ promise: 'P11', member: admin.session.member.id }),
}
