/** What a page holds in memory, after a collection: every string of the DOM, the caches and whatever else. */
import type { BrowserContext, Page } from 'playwright-core'

/** The snapshot of the page's heap, as V8 writes it: JSON. */
export async function heapOf(context: BrowserContext, page: Page): Promise<string> {
  const inspector = await context.newCDPSession(page)
  const parts: string[] = []
  inspector.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => parts.push(chunk))
  await inspector.send('HeapProfiler.collectGarbage')
  await inspector.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  await inspector.detach()
  return parts.join('')
}

interface Snapshot {
  snapshot: { meta: { node_fields: string[]; edge_fields: string[]; edge_types: [string[]] } }
  nodes: number[]
  edges: number[]
  strings: string[]
}

/** Empty where the heap holds no such words; else who holds the first of them, from the words to the root, so that a failure can be read. */
export function whoHolds(heap: string, words: string): string[] {
  if (!heap.includes(words)) return []
  const { snapshot, nodes, edges, strings } = JSON.parse(heap) as Snapshot
  const { node_fields: fields, edge_fields: edgeFields } = snapshot.meta
  const [nameAt, countAt] = [fields.indexOf('name'), fields.indexOf('edge_count')]
  const [edgeName, toNode] = [edgeFields.indexOf('name_or_index'), edgeFields.indexOf('to_node')]
  const called = (node: number) => strings[nodes[node + nameAt]!]!.slice(0, 60)
  const heldBy = new Map<number, [by: number, edge: number]>()
  // From the root outwards: the first way to each is the shortest.
  const first: number[] = []
  for (let node = 0, edge = 0; node < nodes.length; node += fields.length) {
    first.push(edge)
    edge += nodes[node + countAt]! * edgeFields.length
  }
  const queue = [0]
  for (const node of queue) {
    // A list of all texts, held by whoever else.
    if (called(node) === '(External strings)') continue
    const from = first[node / fields.length]!
    const to = from + nodes[node + countAt]! * edgeFields.length
    for (let edge = from; edge < to; edge += edgeFields.length) {
      const next = edges[edge + toNode]!
      if (next === 0 || heldBy.has(next)) continue
      heldBy.set(next, [node, edge])
      queue.push(next)
    }
  }
  const found = queue.find((node) => strings[nodes[node + nameAt]!]!.includes(words))
  const path = [`“${words}” is in the heap`]
  for (let at = found; at !== undefined && at !== 0 && path.length < 40;) {
    const [by, edge] = heldBy.get(at)!
    const name = edges[edge + edgeName]!
    path.push(`${called(at)} is held by ${called(by)}, as ${strings[name]?.slice(0, 60) ?? ''} (${name})`)
    at = by
  }
  return path
}
