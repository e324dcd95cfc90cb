import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { showDeadline } from '@candour/contract/incident-clocks.ts'
import { showDayAndTime } from '@candour/contract/formatting.ts'
import { taskPhases } from '@candour/contract/incident-words.ts'
import { incidentRoutes, type Incident } from '@candour/contract/incidents.ts'
import { call } from '../../api/client.ts'
import { FormError } from '../../ui/form-error.tsx'
import { SectionHead } from '../../ui/page.tsx'
import { incidentChanged, readAgain } from './incidents.ts'
import { TaskDialog } from './work-dialogs.tsx'

type Task = Incident['taskList'][number]

export function CaseTasks({ incident, now }: { incident: Incident; now: Date }) {
  const { id, taskList, tasks, can } = incident
  const [asked, setAsked] = useState<Task | 'new' | null>(null)
  const [ticked, setTicked] = useState<{ in: readonly Task[]; number: number } | null>(null)
  const mayWork = can.includes('work')
  const change = useMutation({
    mutationFn: ({ number, owner, dueAt, done }: Task) =>
      call(incidentRoutes.changeTask, { id, task: number, owner: owner?.member ?? null, dueAt, isDone: done === null }),
    onError: (error) => {
      setTicked(null)
      readAgain(error)
    },
    onSuccess: (changed) => void incidentChanged(changed),
  })
  // Shown as ticked in the same moment, until the list says so itself.
  const tick = (task: Task) => {
    if (change.isPending) return
    setTicked({ in: taskList, number: task.number })
    change.mutate(task)
  }
  return (
    <section>
      <SectionHead title="Tasks" count={`${tasks.done} of ${tasks.of} done`}>
        {mayWork && (
          <button type="button" className="link" onClick={() => setAsked('new')}>
            Add a task
          </button>
        )}
      </SectionHead>
      <FormError error={change.error} />
      <ul className="rows">
        {taskList.map((task) => (
          <li key={task.number} className="incident-task">
            <label>
              <input
                type="checkbox"
                checked={(task.done !== null) !== (ticked?.in === taskList && ticked.number === task.number)}
                disabled={!mayWork}
                onChange={() => tick(task)}
              />
              <span>
                <span className="second">{taskPhases[task.phase]}</span>
                <span className={task.done === null ? '' : 'incident-done'}>{task.title}</span>
              </span>
            </label>
            <TaskFacts task={task} now={now} />
            {mayWork && (
              <button
                type="button"
                className="link"
                aria-label={`Change: ${task.title}`}
                onClick={() => setAsked(task)}
              >
                Change
              </button>
            )}
          </li>
        ))}
      </ul>
      {asked !== null && (
        <TaskDialog incident={incident} task={asked === 'new' ? null : asked} onClose={() => setAsked(null)} />
      )}
    </section>
  )
}

function TaskFacts({ task: { owner, dueAt, done }, now }: { task: Task; now: Date }) {
  if (done !== null)
    return (
      <span className="second">
        {done.by.name} <span className="fixed">{showDayAndTime(done.at)}</span>
      </span>
    )
  const isLate = dueAt !== null && dueAt < now.toISOString()
  return (
    <span className="second">
      {owner === null ? 'Nobody yet' : owner.name}
      {dueAt !== null && (
        <span className={isLate ? 'incident-late fixed' : 'fixed'}>
          {isLate ? 'Was due' : 'By'} {showDeadline(dueAt)}
        </span>
      )}
    </span>
  )
}
