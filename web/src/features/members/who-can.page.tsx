/** Who can do what: the policy itself, as the server enforces it, and what differs for single members. */
import { Link } from '@tanstack/react-router'
import { csvText } from '@candour/contract/csv.ts'
import { showDay } from '@candour/contract/formatting.ts'
import type { MemberAccess } from '@candour/contract/members.ts'
import { permissionWords } from '@candour/contract/permission-words.ts'
import { levels, mayDo, permissions, type Level, type Permission } from '@candour/contract/permissions.ts'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHead, SectionHead, usePageTitle } from '../../ui/page.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { useCan, useSession } from '../sessions/session.ts'
import { useAccess } from './members.ts'
import { groupedPermissions, sentenceOf } from './permission-list.ts'
import './members.css'
import './who-can.css'

const shown = [1, 2, 3, 4] as const satisfies readonly Level[]

export function WhoCanPage() {
  usePageTitle('Who can do what')
  const { practice } = useSession()
  const seesMembers = useCan('member.change')
  const { data, error, refetch } = useAccess(seesMembers)
  return (
    <div className="page who-can">
      <p className="member-back">
        <Link to="/team">
          <Icon name="back" size={16} />
          Team
        </Link>
      </p>
      <PageHead
        title="Who can do what"
        lead={`At ${practice.name}, today. This is the list by which the server itself decides, at every request.`}
      >
        <button type="button" className="button" onClick={() => download(data ?? [], practice.name)}>
          <Icon name="download" />
          Download as CSV
        </button>
        <button type="button" className="button" onClick={() => window.print()}>
          <Icon name="print" />
          Print
        </button>
      </PageHead>
      <div className="team">
        <section>
          <SectionHead title="By level" />
          <Matrix />
          <p className="second who-can-foot">Without access (level 0) nothing opens; what was done stays on record.</p>
        </section>
        {seesMembers && (
          <section>
            <SectionHead title="By person" count={data?.length} />
            {error !== null && <Failure error={error} heading="The team can’t be shown" again={() => void refetch()} />}
            {data === undefined && error === null && <Loading />}
            <ul className="rows">
              {data?.map((member) => (
                <PersonRow key={member.id} member={member} />
              ))}
            </ul>
          </section>
        )}
      </div>
    </div>
  )
}

function Matrix() {
  return (
    <table className="matrix">
      <thead>
        <tr>
          <th scope="col">May</th>
          {shown.map((level) => (
            <th key={level} scope="col">
              {levels[level]}
            </th>
          ))}
        </tr>
      </thead>
      {groupedPermissions.map(([group, all]) => (
        <tbody key={group}>
          <tr>
            <th scope="rowgroup" colSpan={5}>
              {group}
            </th>
          </tr>
          {all.map((permission) => (
            <tr key={permission}>
              <th scope="row">{sentenceOf(permission)}</th>
              {shown.map((level) => (
                <td key={level}>
                  <YesOrNo yes={mayDo(level, permission)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  )
}

function YesOrNo({ yes }: { yes: boolean }) {
  return yes ? (
    <span className="matrix-yes">
      <Icon name="check" size={18} />
      <span className="for-screen-readers">yes</span>
    </span>
  ) : (
    <span className="quiet">
      <span aria-hidden="true">–</span>
      <span className="for-screen-readers">no</span>
    </span>
  )
}

type Holding = MemberAccess['grants'][number]
const endOf = ({ until, location }: Holding) =>
  (location === null ? '' : `, at ${location.name}`) + (until === null ? '' : `, until ${showDay(until)}`)

function PersonRow({ member }: { member: MemberAccess }) {
  const { id, name, role, level, grants } = member
  const line = (given: boolean) =>
    grants
      .filter((one) => one.given === given)
      .map((grant) => permissionWords[grant.permission].may + endOf(grant))
      .join('; ')
  return (
    <li className="who-can-person">
      <span>
        <Link to="/team/$member" params={{ member: id }} className="member-name">
          {name}
        </Link>
        <span className="second">{role}</span>
      </span>
      <span>{levels[level]}</span>
      <span>
        {grants.length === 0 && <span className="quiet">As the level says</span>}
        {line(true) !== '' && (
          <span className="who-can-differs">
            <b>Also:</b> {line(true)}
          </span>
        )}
        {line(false) !== '' && (
          <span className="who-can-differs">
            <b>Not:</b> {line(false)}
          </span>
        )}
      </span>
    </li>
  )
}

function cellOf({ allowed, grants }: MemberAccess, permission: Permission): string {
  const about = grants.filter((one) => one.permission === permission)
  const yes = allowed.includes(permission) ? 'yes' : 'no'
  return [yes, ...about.map((grant) => (grant.given ? 'given' : 'withdrawn') + endOf(grant))].join(', ')
}

/** Of what is on the page, so that the file can't say anything else. */
function download(members: readonly MemberAccess[], practice: string) {
  const heading = ['Permission', 'May', ...shown.map((level) => levels[level]), ...members.map(personHead)]
  const rows = permissions.map((permission) => [
    permission,
    permissionWords[permission].may,
    ...shown.map((level) => (mayDo(level, permission) ? 'yes' : 'no')),
    ...members.map((member) => cellOf(member, permission)),
  ])
  const url = URL.createObjectURL(new Blob([csvText(heading, rows)], { type: 'text/csv' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `Who can do what, ${practice}, ${showDay(new Date())}.csv`
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

const personHead = ({ name, level }: MemberAccess) => `${name} (${levels[level]})`
