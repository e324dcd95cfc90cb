/** All permissions of a member, in plain words: what is so now, why, and what the reader can change. */
import { showDay } from '@candour/contract/formatting.ts'
import type { MemberGrant, MemberPage } from '@candour/contract/members.ts'
import { isEssential, isGivable, type Permission } from '@candour/contract/permissions.ts'
import { Icon } from '../../ui/icon.tsx'
import { useSession } from '../sessions/session.ts'
import { anywhere, type GrantAct } from './grant-dialog.tsx'
import { groupedPermissions, sentenceOf } from './permission-list.ts'
import { usePlaces, type Where } from './places.ts'

export interface AskedGrant {
  permission: Permission
  act: GrantAct
  location: Where | null
}

interface RowsProps {
  page: MemberPage
  onAct: (asked: AskedGrant) => void
}

export function PermissionRows({ page, onAct }: RowsProps) {
  return (
    <div className="permission-groups">
      {groupedPermissions.map(([group, all]) => (
        <section key={group} aria-label={group}>
          <h3>{group}</h3>
          <ul className="rows">
            {all.map((permission) => (
              <PermissionRow key={permission} permission={permission} page={page} onAct={onAct} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

function PermissionRow({ permission, page, onAct }: RowsProps & { permission: Permission }) {
  const { can } = useSession()
  const { member, allowed, grants } = page
  const may = allowed.includes(permission)
  const about = grants.filter((one) => one.permission === permission)
  const grant = about.find(({ location }) => location === null)
  const local = about.filter(({ location }) => location !== null)
  const act = member.can.includes('grant') ? actOn(page, permission, grant, can) : null
  const places = usePlaces(grants, permission) ?? []
  const opposite = may ? 'take' : 'give'
  const mayDiffer =
    member.can.includes('grant') &&
    places.length > 0 &&
    (may ? !isEssential(member.level, permission) : isGivable(member.level, permission) && can.includes(permission))
  const words = { give: 'Give', take: 'Withdraw', endGrant: grant?.isOver === true ? 'Clear' : 'Back to the level' }
  return (
    <li className={may ? 'permission' : 'permission may-not'}>
      <span className={may ? 'state green' : 'state quiet'}>
        <Icon name={may ? 'check' : 'close'} size={16} />
        <span className="for-screen-readers">{may ? 'May' : 'May not'}</span>
      </span>
      <span>
        {sentenceOf(permission)}
        {grant !== undefined && <GrantLine grant={grant} />}
        {local.map((one) => (
          <span key={one.location!.id} className="local-grant">
            <GrantLine grant={one} />
            {member.can.includes('grant') && (one.given || one.isOver || can.includes(permission)) && (
              <button
                type="button"
                className="link"
                onClick={() => onAct({ permission, act: 'endGrant', location: one.location })}
              >
                End <span className="for-screen-readers">what holds at {one.location!.name} alone</span>
              </button>
            )}
          </span>
        ))}
      </span>
      <span className="permission-acts">
        {act !== null && (
          <button
            type="button"
            className="link"
            onClick={() => onAct({ permission, act, location: act === 'endGrant' ? anywhere : null })}
          >
            {words[act]} <span className="for-screen-readers">for “{sentenceOf(permission)}”</span>
          </button>
        )}
        {grant !== undefined && mayDiffer && (
          <button
            type="button"
            className="link"
            onClick={() => onAct({ permission, act: opposite, location: places.length === 1 ? places[0]! : null })}
          >
            {may ? 'Not at' : 'At'} one location{' '}
            <span className="for-screen-readers">for “{sentenceOf(permission)}”</span>
          </button>
        )}
      </span>
    </li>
  )
}

function actOn(
  { member, allowed }: MemberPage,
  permission: Permission,
  grant: MemberGrant | undefined,
  can: readonly Permission[],
): GrantAct | null {
  if (grant !== undefined) {
    const givesBack = !grant.given && !grant.isOver
    return givesBack && !can.includes(permission) ? null : 'endGrant'
  }
  if (!allowed.includes(permission)) return can.includes(permission) ? 'give' : null
  return isEssential(member.level, permission) ? null : 'take'
}

function GrantLine({ grant }: { grant: MemberGrant }) {
  const { given, until, location, reason, by, at, isOver, isNeedless } = grant
  const end = until === null ? '' : isOver ? `, ended ${showDay(until)}` : ` until ${showDay(until)}`
  const state = given ? 'Given' : 'Withdrawn'
  return (
    <span className={isOver || isNeedless ? 'second' : `second ${given ? 'green-text' : 'red-text'}`}>
      {state}
      {location !== null && ` at ${location.name}`}
      {end} by {by}, {showDay(at)}: {reason}
      {isNeedless && !isOver && ' (it would be the same without)'}
    </span>
  )
}
