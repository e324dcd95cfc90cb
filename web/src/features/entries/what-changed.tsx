/** Before and after of every field that an entry changed, in words. */
import { Link } from '@tanstack/react-router'
import type { EntryChange, EntryInFull, FieldsChange, ResourceChange } from '@candour/contract/entries.ts'
import { Icon } from '../../ui/icon.tsx'
import { Lock } from '../../ui/lock.tsx'
import { typeWordsOf } from '../resources/element-words.ts'
import { textOf } from '../resources/fhir-tree.ts'
import { compareVersions, type Difference } from './compare-versions.ts'
import { shortened, wordDiff } from './word-diff.ts'
import './entry-detail.css'

export function WhatChanged({ full }: { full: EntryInFull }) {
  const { changes, more, opened, entry } = full
  return (
    <section className="what-changed">
      <h2>{changes.length === 0 ? 'What was opened' : 'What changed'}</h2>
      {changes.map((change, place) => (
        <Change key={place} change={change} />
      ))}
      {more > 0 && <p className="second">And {more} more, which are not shown here.</p>}
      {changes.length === 0 && opened.length === 0 && (
        <p className="second">
          {entry.kind === 'refused'
            ? 'Nothing: it was refused.'
            : 'Nothing in a record. All that there is stands beside it.'}
        </p>
      )}
      {changes.length === 0 && opened.length > 0 && (
        <p className="second">
          {opened
            .map(({ type, count }) => (count === 1 ? typeWordsOf(type) : `${typeWordsOf(type)}, ${count} times`))
            .join(' · ')}
        </p>
      )}
    </section>
  )
}

function Change({ change }: { change: EntryChange }) {
  if (change.of === 'fields') return <Fields change={change} />
  return <Versions change={change} />
}

function Fields({ change: { what, state, fields } }: { change: FieldsChange }) {
  const said = (value: string | string[] | null) => (Array.isArray(value) ? value.join('\n') : value)
  if (state === 'closed') return <Closed />
  return (
    <Table
      caption={what}
      heads={['Before', 'After']}
      rows={fields.map(({ label, before, after }) => ({ label, before: said(before), after: said(after) }))}
    />
  )
}

const why: Record<Exclude<ResourceChange['state'], 'open' | 'closed' | 'altered'>, string> = {
  gone: 'It was erased. What it held can’t be opened by anybody any more.',
  large: 'Too much to compare here. Both versions stand in the record.',
}

function Versions({ change }: { change: ResourceChange }) {
  const { type, version, state, before, after } = change
  if (state === 'closed') return <Closed />
  if (state === 'altered')
    return (
      <p className="change-refused" role="alert">
        <Lock state="refused" silent />
        {typeWordsOf(type)}, version {version}, was altered or taken away outside Candour. It is not shown.
      </p>
    )
  if (state !== 'open')
    return (
      <p className="second">
        {typeWordsOf(type)}, version {version}. {why[state]}
      </p>
    )
  const rows = compareVersions(before, after)
  return (
    <>
      <Table
        caption={captionOf(change)}
        heads={[version === 1 ? 'Before' : `Before · version ${version - 1}`, `After · version ${version}`]}
        rows={rows}
      />
      {rows.length === 0 && <p className="second">No field differs between the two versions.</p>}
      {before !== null && <Kept change={change} />}
    </>
  )
}

function captionOf({ type, before, after, version }: ResourceChange): string {
  const what = type === 'Composition' ? 'Note' : typeWordsOf(type)
  if (after === null) return `${what}, deleted`
  return before === null && version === 1 ? `${what}, new` : what
}

/** The addresses of the chart go by the FHIR id, which stands in the resource itself. */
function Kept({ change: { type, patient, version, before } }: { change: ResourceChange }) {
  const id = textOf((JSON.parse(before!) as { id?: string }).id)
  return (
    <p className="second change-kept">
      Both versions are kept.{' '}
      {patient !== null && type !== 'Patient' && (
        <Link to="/patients/$patient/timeline/$type/$item" params={{ patient, type, item: id }}>
          Read it in the record
        </Link>
      )}
      {patient !== null && type === 'Patient' && (
        <Link to="/patients/$patient/details" params={{ patient }}>
          Open the details
        </Link>
      )}
      {patient !== null && (
        <>
          {' · '}
          <Link
            to="/patients/$patient/history"
            params={{ patient }}
            search={type === 'Patient' ? {} : { type, item: id }}
          >
            Its history
          </Link>
        </>
      )}
      <span className="for-screen-readers"> (version {version - 1} and later)</span>
    </p>
  )
}

function Closed() {
  return (
    <p className="second change-closed">
      <Icon name="restricted" size={16} />
      What changed is shown to those alone who may open this record.
    </p>
  )
}

function Table({ caption, heads, rows }: { caption: string; heads: [string, string]; rows: readonly Difference[] }) {
  if (rows.length === 0) return <p className="change-caption">{caption}</p>
  return (
    <table className="changes">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <td />
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, place) => (
          <Row key={place} row={row} heads={heads} />
        ))}
      </tbody>
    </table>
  )
}

/** From here on a text shows where it changed, instead of standing there twice. */
const long = 120

function Row({ row: { label, before, after }, heads }: { row: Difference; heads: [string, string] }) {
  if (before !== null && after !== null && Math.max(before.length, after.length) > long)
    return (
      <tr>
        <th scope="row">{label}</th>
        <td colSpan={2} className="change-long">
          {shortened(wordDiff(before, after)).map(({ kind, text }, place) =>
            kind === 'same' ? (
              <span key={place}>{text}</span>
            ) : kind === 'gone' ? (
              <del key={place}>{text}</del>
            ) : (
              <ins key={place}>{text}</ins>
            ),
          )}
        </td>
      </tr>
    )
  return (
    <tr>
      <th scope="row">{label}</th>
      <td data-head={heads[0]}>{before === null ? <span className="quiet">Empty</span> : <del>{before}</del>}</td>
      <td data-head={heads[1]}>{after === null ? <span className="quiet">Empty</span> : <ins>{after}</ins>}</td>
    </tr>
  )
}
