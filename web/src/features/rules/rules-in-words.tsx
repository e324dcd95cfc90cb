import type { Rules } from '@candour/contract/rules.ts'
import type { WorkingHours } from '@candour/contract/working-hours.ts'
import { SectionHead } from '../../ui/page.tsx'
import { rhythmWords } from '../reviews/reviews.ts'
import { useMembers } from '../members/members.ts'

/** The rules as sentences. */
export function RulesInWords({ rules, changed }: { rules: Rules; changed: string }) {
  const { data: members } = useMembers(rules.members.length > 0)
  const nameOf = (id: string) => members?.find((one) => one.id === id)?.name ?? 'A member'
  return (
    <>
      <section>
        <SectionHead title="Signing in" />
        <ul className="rows rules">
          <li>
            {rules.factorRequired ? (
              <>
                <strong>Everybody needs a second factor</strong>, asked for at every sign-in.{' '}
                {rules.factorGraceDays === 0
                  ? 'New members set it up before they see anything.'
                  : `New members have ${days(rules.factorGraceDays)} to set it up.`}
              </>
            ) : (
              <>
                <strong>A second factor is up to each member.</strong> Records are safer when everybody needs one.
              </>
            )}
          </li>
          {rules.factorRequired && (
            <li>
              {rules.administratorPasskey ? (
                <>
                  <strong>Administrators need a passkey</strong>, which no false page can ask out of them.
                </>
              ) : (
                <>
                  <strong>Administrators may use any second factor.</strong> A passkey is safer: no false page can ask
                  it out of them.
                </>
              )}
            </li>
          )}
          <li>
            <strong>A session ends after {rules.idleMinutes} minutes without use.</strong> What was being written is
            kept.
          </li>
          <li>
            {rules.reviewMonths === 0 ? (
              <>
                <strong>No review of sign-ins and access is asked for.</strong> They can be reviewed at any time.
              </>
            ) : (
              <>
                <strong>Sign-ins and access are reviewed {rhythmWords(rules.reviewMonths)}</strong>, and the review is
                signed.
              </>
            )}
          </li>
          <li>
            <strong>Passwords are long and not known from breaches.</strong>{' '}
            {rules.passwordMix
              ? 'They also mix upper case, lower case and digits.'
              : 'No kinds of letters are prescribed: length is what counts.'}
          </li>
        </ul>
      </section>
      <section>
        <SectionHead title="Support" />
        <p className="under-rule">
          <strong>The operator’s support {rules.supportAllowed ? 'may ask to be let in' : 'is kept out'}.</strong>{' '}
          {rules.supportAllowed
            ? 'A manager or administrator decides each time. It reads, for a while, and all that it looks at is recorded.'
            : 'An administrator switches it on under Support.'}
        </p>
      </section>
      <section>
        <SectionHead title="From where" />
        {rules.addresses.length === 0 ? (
          <p className="second under-rule">From anywhere. With ranges, Candour opens at the practice alone.</p>
        ) : (
          <Ranges ranges={rules.addresses} />
        )}
      </section>
      {rules.locations.length > 0 && (
        <section>
          <SectionHead title="Locations" count={rules.locations.length} />
          <ul className="rows rules">
            {rules.locations.map(({ id, name, addresses }) => (
              <li key={id}>
                <strong>{name}</strong>{' '}
                <span className="fixed second">{addresses.map(({ range }) => range).join(', ')}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {rules.members.length > 0 && (
        <section>
          <SectionHead title="Members with rules of their own" count={rules.members.length} />
          <ul className="rows rules">
            {rules.members.map(({ member, addresses, hours }) => (
              <li key={member}>
                <strong>{nameOf(member)}</strong>: {hours === null ? 'at any time' : hoursWords(hours)},{' '}
                {addresses === null
                  ? 'from where everybody works'
                  : `from ${addresses.map(({ name, range }) => `${name} (${range})`).join(', ')} alone`}
              </li>
            ))}
          </ul>
        </section>
      )}
      <p className="second">{changed}</p>
    </>
  )
}

function Ranges({ ranges }: { ranges: Rules['addresses'] }) {
  return (
    <ul className="rows rules">
      {ranges.map(({ range, name }) => (
        <li key={range} className="range">
          <strong>{name}</strong> <span className="fixed second">{range}</span>
        </li>
      ))}
    </ul>
  )
}

const days = (count: number) => (count === 1 ? 'one day' : `${count} days`)

/** "Monday to Friday, 08:30 to 18:00". */
export function hoursWords({ days: list, from, to }: WorkingHours): string {
  const [first, last] = [list[0]!, list.at(-1)!]
  const run = list.length > 2 ? `${first} to ${last}` : list.join(' and ')
  return `${run}, ${from} to ${to}${to <= from ? ' on the next day' : ''}`
}
