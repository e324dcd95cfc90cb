/** The elements of a resource, in the order in which one asks for them. */
import type { ReactNode } from 'react'
import { typeWordsOf } from './element-words.ts'
import { Facts, partsOf } from './elements.tsx'
import { shapeOf } from './facts-of-type.ts'
import { elementsOf, findElement, isElement, textOf, type Element, type Tree } from './fhir-tree.ts'
import { NamesOfReferences, useNames } from './reference-names.ts'

const hidden = new Set(['resourceType', 'id', 'meta', 'implicitRules', 'language'])

interface ReadableProps {
  patient: string
  type: string
  resource: Element
  /** Between what matters and the rest. */
  children?: ReactNode
}

/** What matters of this type, then the rest in the order in which the resource has it. */
export function Readable({ patient, type, resource, children }: ReadableProps) {
  const names = useNames(patient, resource)
  const { title, facts } = shapeOf(type)
  const shown = new Set([...hidden, 'subject', 'patient', 'contained', 'text'])
  const titleFrom = title.map((name) => findElement(resource, name)).find((found) => found !== null)
  const first = facts.flatMap(([label, ...names]) => {
    const found = names.map((name) => findElement(resource, name)).filter((one) => one !== null)
    for (const [key] of found) shown.add(key)
    return found.map(([key, value]): [string, Tree, string] => [label, value, key])
  })
  const rest = partsOf(resource).filter(([, , name]) => !shown.has(name))
  const inside = elementsOf(resource['contained'])
  const narrative = isElement(resource['text']) ? textOf(resource['text']['div']) : ''
  const codes = rest.filter(([, , name]) => name === titleFrom?.[0])
  const others = rest.filter(([, , name]) => name !== titleFrom?.[0])
  return (
    <NamesOfReferences value={names}>
      <Facts
        patient={patient}
        facts={[...first, ...codes.map(([, value, name]): [string, Tree, string] => ['Coded as', value, name])]}
      />
      {children}
      {others.length + inside.length > 0 || narrative !== '' ? (
        <section className="reading-part">
          <div className="section-head">
            <h3>Everything else</h3>
          </div>
          <Facts
            patient={patient}
            facts={[
              ...others,
              ...inside.map((one): [string, Tree, string] => [
                `${typeWordsOf(textOf(one['resourceType']))}, inside`,
                Object.fromEntries(Object.entries(one).filter(([name]) => !hidden.has(name))),
                'contained',
              ]),
              ...(narrative === '' ? [] : [['In its sender’s words', narrative, 'div'] as [string, Tree, string]]),
            ]}
          />
        </section>
      ) : null}
    </NamesOfReferences>
  )
}
