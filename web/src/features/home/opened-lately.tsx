/** The records that one opened today, then those before: most of a morning's work is to go back to one of them. */
import { Link } from '@tanstack/react-router'
import { showDay, showTime } from '@candour/contract/formatting.ts'
import { Empty } from '../../ui/empty.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { SectionHead } from '../../ui/page.tsx'
import { PatientName } from '../../ui/patient-name.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { openFinder } from '../patients/finder-door.ts'
import { useRecentPatients } from '../patients/patients.ts'

type Recent = NonNullable<ReturnType<typeof useRecentPatients>['data']>

export function OpenedLately() {
  const { data, isLoading, error, refetch } = useRecentPatients()
  const today = showDay(new Date())
  const isToday = ({ openedAt }: Recent[number]) => showDay(openedAt) === today
  const [now, before] = [data?.filter(isToday) ?? [], data?.filter((one) => !isToday(one)) ?? []]
  if (data === undefined || data.length === 0)
    return (
      <section>
        <SectionHead title="Opened lately" />
        {isLoading && <Loading lines={3} />}
        {error !== null && <Failure error={error} heading="The list can’t be shown" again={() => void refetch()} />}
        {data !== undefined && (
          <div className="home-none">
            <Empty
              heading="No record opened yet"
              text="Those that you open stand here. Find one by name, birth date or NHS number."
            >
              <button type="button" className="button" onClick={openFinder}>
                <Icon name="search" />
                Find a patient
              </button>
            </Empty>
          </div>
        )}
      </section>
    )
  return (
    <>
      {now.length > 0 && <Records title="Opened today" records={now} when={({ openedAt }) => showTime(openedAt)} />}
      {before.length > 0 && (
        <Records
          title={now.length > 0 ? 'Opened before' : 'Opened lately'}
          records={before}
          when={({ openedAt }) => showDay(openedAt).slice(0, 6)}
        />
      )}
    </>
  )
}

function Records({ title, records, when }: { title: string; records: Recent; when: (one: Recent[number]) => string }) {
  return (
    <section>
      <SectionHead title={title} count={records.length} />
      <ul className="home-recent">
        {records.map((patient) => (
          <li key={patient.id}>
            <Link to="/patients/$patient" params={{ patient: patient.id }}>
              <PatientName name={patient} />
              <span className="fixed quiet">{when(patient)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
