/** A resource as it was sealed: what matters first, everything else after it, then its source. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { showDayAndTime } from '@candour/contract/formatting.ts'
import { readFhir } from '../../api/fhir.ts'
import { Loading } from '../../ui/loading.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { SealPill, useSeal } from '../seals/seal-pill.tsx'
import { OlderVersion, Versions } from '../seals/versions.tsx'
import { useCan } from '../sessions/session.ts'
import '../notes/note-reader.css'
import { CourseOfMeasurement } from './course-of-measurement.tsx'
import { typeWordsOf } from './element-words.ts'
import { Facts, partsOf } from './elements.tsx'
import { shapeOf } from './facts-of-type.ts'
import { elementsOf, findElement, isElement, readTree, textOf, type Element, type Tree } from './fhir-tree.ts'
import { FhirSource } from './fhir-source.tsx'
import './resources.css'
import { conceptWords } from './value-words.ts'
import { WithinEncounter } from './within-encounter.tsx'

interface ReaderProps {
  type: string
  id: string
  patient: string
}

function useResource(type: string, id: string, version: number | null) {
  return useQuery({
    queryKey: ['resource', type, id, version],
    queryFn: async () => {
      const source = await readFhir(type, id, version)
      return { source, resource: readTree(source) }
    },
    placeholderData: keepPreviousData,
  })
}

export function ResourceReader({ type, id, patient }: ReaderProps) {
  const [version, setVersion] = useState<number | null>(null)
  const { data, error, refetch } = useResource(type, id, version)
  const maySeeSeal = useCan('seal.read')
  if (error !== null)
    return (
      <div className="reading">
        <Failure
          error={error}
          heading="This entry can’t be shown"
          kept="Every version, as it was sealed."
          again={() => void refetch()}
        >
          {version !== null && (
            <button type="button" className="link" onClick={() => setVersion(null)}>
              Read the newest version
            </button>
          )}
        </Failure>
      </div>
    )
  if (data === undefined)
    return (
      <div className="reading">
        <Loading lines={6} what="Opening the entry" />
      </div>
    )
  const { resource, source } = data
  const title = titleOf(resource, type)
  const meta = isElement(resource['meta']) ? resource['meta'] : {}
  return (
    <article className="reading resource">
      <header className="note-head">
        <h2>{title}</h2>
        <div className="note-acts">
          <button type="button" className="link" onClick={() => window.print()}>
            Print
          </button>
          {maySeeSeal && <SealPill type={type} id={id} onVersion={setVersion} />}
        </div>
        <p className="note-by">
          <span>{typeWordsOf(type)}</span>
          {textOf(meta['lastUpdated']) !== '' && (
            <span className="fixed">kept {showDayAndTime(textOf(meta['lastUpdated']))}</span>
          )}
          {textOf(meta['versionId']) !== '' && <span>version {textOf(meta['versionId'])}</span>}
        </p>
      </header>
      {version !== null && maySeeSeal && <Older type={type} id={id} shown={version} onRead={() => setVersion(null)} />}
      <Readable patient={patient} type={type} resource={resource}>
        {type === 'Observation' && codeKeyOf(resource) !== '' && (
          <CourseOfMeasurement patient={patient} code={codeKeyOf(resource)} name={title} open={id} />
        )}
        {type === 'Encounter' && <WithinEncounter patient={patient} id={id} />}
      </Readable>
      {maySeeSeal && <History type={type} id={id} version={version} onRead={setVersion} />}
      <FhirSource source={source} />
    </article>
  )
}

const hidden = new Set(['resourceType', 'id', 'meta', 'implicitRules', 'language'])

interface ReadableProps {
  patient: string
  type: string
  resource: Element
  /** Between what matters and the rest. */
  children: ReactNode
}

/** What matters of this type, then the rest in the order in which the resource has it. */
function Readable({ patient, type, resource, children }: ReadableProps) {
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
    <>
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
    </>
  )
}

function Older({ type, id, shown, onRead }: { type: string; id: string; shown: number; onRead: () => void }) {
  const newest = useSeal(type, id).data?.version
  return newest === undefined || newest === shown ? null : (
    <OlderVersion shown={shown} newest={newest} onRead={onRead} />
  )
}

interface HistoryProps {
  type: string
  id: string
  version: number | null
  onRead: (version: number | null) => void
}

/** The seal knows all versions, and who wrote each. */
function History({ type, id, version, onRead }: HistoryProps) {
  const seal = useSeal(type, id).data
  if (seal === undefined || seal.history.length < 2) return null
  const versions = seal.history.map((one) => ({ version: one.version, at: one.at, name: one.by.name }))
  return <Versions versions={versions} shown={version ?? seal.version} onRead={onRead} />
}

function titleOf(resource: Element, type: string): string {
  for (const name of shapeOf(type).title) {
    const value = findElement(resource, name)?.[1]
    const one = Array.isArray(value) ? value.at(-1) : value
    const words = isElement(one) ? conceptWords(one) || textOf(one['display']) : textOf(one)
    if (words !== '') return words
  }
  return typeWordsOf(type)
}

/** As the server finds measurements of the same thing: the first coding with a code, else the words. */
function codeKeyOf(resource: Element): string {
  const code = isElement(resource['code']) ? resource['code'] : {}
  const coding = elementsOf(code['coding']).find((one) => textOf(one['code']) !== '')
  if (coding === undefined) return conceptWords(code).toLowerCase()
  return `${textOf(coding['system'])}|${textOf(coding['code'])}`.slice(0, 200)
}
