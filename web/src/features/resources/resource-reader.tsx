/** A resource as it was sealed: what matters first, everything else after it, then its source. */
import { useState } from 'react'
import { showDayAndTime } from '@candour/contract/formatting.ts'
import { Loading } from '../../ui/loading.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { SealPill, useSeal } from '../seals/seal-pill.tsx'
import { OlderVersion, Versions } from '../seals/versions.tsx'
import { useCan } from '../sessions/session.ts'
import '../notes/note-reader.css'
import { Attachments } from './attachments.tsx'
import { CourseOfMeasurement } from './course-of-measurement.tsx'
import { typeWordsOf } from './element-words.ts'
import { shapeOf } from './facts-of-type.ts'
import { elementsOf, findElement, isElement, textOf, type Element } from './fhir-tree.ts'
import { FhirSource } from './fhir-source.tsx'
import { Readable } from './readable.tsx'
import './resources.css'
import { useResource } from './use-resource.ts'
import { conceptWords } from './value-words.ts'
import { WithinEncounter } from './within-encounter.tsx'

interface ReaderProps {
  type: string
  id: string
  /** Empty for what lies in no record yet. */
  patient: string
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
      {patient === '' && type === 'DocumentReference' && <Attachments id={id} />}
      <Readable patient={patient} type={type} resource={resource}>
        {patient !== '' && type === 'Observation' && codeKeyOf(resource) !== '' && (
          <CourseOfMeasurement patient={patient} code={codeKeyOf(resource)} name={title} open={id} />
        )}
        {patient !== '' && type === 'Encounter' && <WithinEncounter patient={patient} id={id} />}
      </Readable>
      {maySeeSeal && <History type={type} id={id} version={version} onRead={setVersion} />}
      <FhirSource source={source} />
    </article>
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

/** As in the timeline: SNOMED CT ends its full names with the branch of its tree. "Coded as" says them whole. */
const semanticTag =
  / \((?:disorder|finding|procedure|situation|event|regime\/therapy|observable entity|substance|person)\)$/

function titleOf(resource: Element, type: string): string {
  for (const name of shapeOf(type).title) {
    const value = findElement(resource, name)?.[1]
    const one = Array.isArray(value) ? value.at(-1) : value
    const words = isElement(one) ? conceptWords(one) || textOf(one['display']) : textOf(one)
    if (words !== '') return words.replace(semanticTag, '')
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
