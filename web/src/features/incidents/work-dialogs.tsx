/** Small acts in a case: its times, a note, a task, a count. */
import { useState } from 'react'
import { taskPhases, type TaskPhase } from '@candour/contract/incident-words.ts'
import { incidentRoutes, type Incident } from '@candour/contract/incidents.ts'
import { call } from '../../api/client.ts'
import { Field } from '../../ui/field.tsx'
import { MomentField } from '../../ui/moment-field.tsx'
import { Select } from '../../ui/select.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { useMembers } from '../members/members.ts'
import { CaseDialog, type DialogOf } from './case-dialog.tsx'
import { noSuchTime, useMoment } from './moments.ts'

export function TimesDialog({ incident, onClose }: DialogOf) {
  const { id, revision } = incident
  const aware = useMoment(incident.awareAt)
  const happened = useMoment(incident.happenedAt)
  const [reason, setReason] = useState('')
  const isGiven = happened.typed === '' || happened.instant !== null
  return (
    <CaseDialog
      heading="Correct the times"
      label="Correct them"
      done="Corrected"
      onClose={onClose}
      isWhole={aware.instant !== null && isGiven && reason.trim() !== ''}
      save={() =>
        call(incidentRoutes.correct, {
          id,
          baseRevision: revision,
          awareAt: aware.instant!,
          happenedAt: happened.instant,
          reason,
        })
      }
    >
      {(asked) => (
        <>
          <p>What was said before stays in the timeline. The clocks follow the new times.</p>
          <MomentField
            label="When you became aware"
            value={aware.typed}
            onChange={aware.setTyped}
            error={asked && aware.instant === null ? noSuchTime : undefined}
          />
          <MomentField
            label="When it happened (if known)"
            value={happened.typed}
            onChange={happened.setTyped}
            error={asked && !isGiven ? noSuchTime : undefined}
          />
          <Field
            label="Why"
            name="reason"
            value={reason}
            onChange={setReason}
            maxLength={500}
            error={asked && reason.trim() === '' ? 'Say why the times are others.' : undefined}
          />
        </>
      )}
    </CaseDialog>
  )
}

export function NoteDialog({ incident: { id }, onClose }: DialogOf) {
  const at = useMoment(new Date())
  const [text, setText] = useState('')
  return (
    <CaseDialog
      heading="Add a note"
      label="Add it"
      done="Added"
      onClose={onClose}
      isWhole={at.instant !== null && text.trim() !== ''}
      save={() => call(incidentRoutes.addNote, { id, at: at.instant!, text })}
    >
      {(asked) => (
        <>
          <TextArea
            label="What was seen, said or done"
            hint="It stays as it is; a further note can put it right"
            value={text}
            onChange={setText}
            maxLength={4000}
            error={asked && text.trim() === '' ? 'Write the note.' : undefined}
          />
          <MomentField
            label="When that was"
            value={at.typed}
            onChange={at.setTyped}
            error={asked && at.instant === null ? noSuchTime : undefined}
          />
        </>
      )}
    </CaseDialog>
  )
}

type Task = Incident['taskList'][number]

/** A new task, or who does one and until when. */
export function TaskDialog({ incident: { id, handlers }, task, onClose }: DialogOf & { task: Task | null }) {
  const [phase, setPhase] = useState<TaskPhase>('contain')
  const [title, setTitle] = useState(task?.title ?? '')
  const [owner, setOwner] = useState(task?.owner?.member ?? '')
  const due = useMoment(task?.dueAt ?? null)
  const isGiven = due.typed === '' || due.instant !== null
  const given = { id, owner: owner === '' ? null : owner, dueAt: due.instant }
  const save = () =>
    task === null
      ? call(incidentRoutes.addTask, { ...given, phase, title })
      : call(incidentRoutes.changeTask, { ...given, task: task.number, isDone: task.done !== null })
  const known = handlers.flatMap(({ member, name }) => (member === null ? [] : [[member, name] as const]))
  const other = task?.owner ?? null
  const former =
    other === null || other.member === null || known.some(([member]) => member === other.member)
      ? []
      : [[other.member, other.name] as const]
  return (
    <CaseDialog
      heading={task === null ? 'Add a task' : 'Change the task'}
      label={task === null ? 'Add it' : 'Change it'}
      done={task === null ? 'Added' : 'Changed'}
      onClose={onClose}
      isWhole={title.trim() !== '' && isGiven}
      save={save}
    >
      {(asked) => (
        <>
          {task === null ? (
            <>
              <Field
                label="What is to be done"
                name="title"
                value={title}
                onChange={setTitle}
                maxLength={200}
                error={asked && title.trim() === '' ? 'Say what is to be done.' : undefined}
              />
              <Select
                label="What for"
                value={phase}
                choices={Object.entries(taskPhases) as [TaskPhase, string][]}
                onChange={setPhase}
              />
            </>
          ) : (
            <p>{task.title}</p>
          )}
          <Select
            label="Who does it"
            value={owner}
            choices={[['', 'Nobody yet'], ...known, ...former]}
            onChange={setOwner}
          />
          <MomentField
            label="Until when (if there is a time)"
            value={due.typed}
            onChange={due.setTyped}
            error={asked && !isGiven ? noSuchTime : undefined}
          />
        </>
      )}
    </CaseDialog>
  )
}

export function CountDialog({ incident, onClose }: DialogOf) {
  const { id, revision, who, counted, happenedAt, awareAt } = incident
  const last = counted.at(-1)
  const [member, setMember] = useState(last?.who?.member ?? who?.member ?? '')
  const from = useMoment(last?.fromAt ?? happenedAt ?? awareAt)
  const to = useMoment(new Date())
  const team = useMembers().data ?? []
  return (
    <CaseDialog
      heading="Count from the ledger"
      label="Count them"
      done="Counted"
      onClose={onClose}
      isWhole={from.instant !== null && to.instant !== null}
      save={() =>
        call(incidentRoutes.count, {
          id,
          baseRevision: revision,
          member: member === '' ? null : member,
          fromAt: from.instant!,
          toAt: to.instant!,
        })
      }
    >
      {(asked) => (
        <>
          <p>The different records that were opened, and how often. It takes the place of the figures before.</p>
          <Select
            label="Opened by"
            value={member}
            choices={[['', 'Anybody'], ...team.map(({ id: one, name }) => [one, name] as const)]}
            onChange={setMember}
          />
          <MomentField
            label="From"
            value={from.typed}
            onChange={from.setTyped}
            error={asked && from.instant === null ? noSuchTime : undefined}
          />
          <MomentField
            label="To"
            value={to.typed}
            onChange={to.setTyped}
            error={asked && to.instant === null ? noSuchTime : undefined}
          />
        </>
      )}
    </CaseDialog>
  )
}
