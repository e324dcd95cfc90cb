/** The links of a record: made, waiting, opened, over; and the way to make another. */
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { accessLinkRoutes, type AccessLink } from '@candour/contract/access-links.ts'
import { showDayAndTime } from '@candour/contract/formatting.ts'
import { call } from '../../api/client.ts'
import { FormError } from '../../ui/form-error.tsx'
import { Icon } from '../../ui/icon.tsx'
import { SectionHead } from '../../ui/page.tsx'
import { announce } from '../../ui/toast.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { linksChanged, linkWords, useLinks } from './access-links.ts'
import { MakeLinkDialog } from './make-link-dialog.tsx'

export function LinksOfRecord({ patient }: { patient: string }) {
  const { data, error } = useLinks(patient, true)
  const [making, setMaking] = useState(false)
  return (
    <section>
      <SectionHead title="Show it to the patient" count={data?.links.length || undefined} />
      <p className="second under-rule">
        A link opens this list once, on one device, for 30 minutes. It takes a code that you hand over apart from it.
      </p>
      {error !== null && <Failure error={error} heading="The links can’t be shown" />}
      {data !== undefined && (
        <button type="button" className="button primary" onClick={() => setMaking(true)}>
          <Icon name="plus" />
          Make a link
        </button>
      )}
      <ul className="rows">
        {data?.links.map((link) => (
          <LinkRow key={link.id} link={link} patient={patient} />
        ))}
      </ul>
      {making && data !== undefined && (
        <MakeLinkDialog
          patient={patient}
          staff={data.staff}
          isRestricted={data.isRestricted}
          onClose={() => setMaking(false)}
        />
      )}
    </section>
  )
}

const tones: Record<AccessLink['state'], string> = { waiting: 'amber', ready: '', open: 'amber', over: 'quiet' }

function LinkRow({ link, patient }: { link: AccessLink; patient: string }) {
  const { id, made, endsAt, state, openedAt, tries, safety, confirmed, can } = link
  const act = useMutation({
    mutationFn: (what: 'confirm' | 'revoke') => call(accessLinkRoutes[what], { id }),
    onSuccess: (_, what) => announce(what === 'confirm' ? 'The link opens now' : 'The link opens nothing any more'),
    onSettled: () => void linksChanged(patient),
  })
  const hidden = safety.allHidden
    ? 'Shows roles, no names.'
    : safety.hidden.length === 0
      ? 'Shows names.'
      : `Shows names, but for ${safety.hidden.map(({ name }) => name).join(', ')}.`
  return (
    <li>
      <span className={tones[state]}>
        <b>{linkWords(link)}</b>
        {state === 'over' || openedAt !== null ? '' : `, until ${showDayAndTime(endsAt)}`}
      </span>
      <span className="second">
        Made by {made.by.name}, <span className="fixed">{showDayAndTime(made.at)}</span>
        {openedAt !== null && `; opened ${showDayAndTime(openedAt)}`}
        {tries > 0 && `; ${tries} wrong ${tries === 1 ? 'code' : 'codes'}`}
      </span>
      <span className="second">
        {hidden} {safety.isAnybodyAtRisk ? 'Somebody is at risk' : 'Nobody is at risk'}: {safety.words}
      </span>
      {confirmed !== null && (
        <span className="second">
          Agreed by {confirmed.by.name}, <span className="fixed">{showDayAndTime(confirmed.at)}</span>
        </span>
      )}
      {can.length > 0 && (
        <span className="acts">
          {can.includes('confirm') && (
            <button type="button" className="button" onClick={() => !act.isPending && act.mutate('confirm')}>
              Agree to it
            </button>
          )}
          {can.includes('revoke') && (
            <button type="button" className="link" onClick={() => !act.isPending && act.mutate('revoke')}>
              End it now
            </button>
          )}
        </span>
      )}
      <FormError error={act.error} />
    </li>
  )
}
