/** Documents and results that came without a patient: opened, and filed to one. */
import { showCount, showCountAsWord } from '@candour/contract/formatting.ts'
import { Empty } from '../../ui/empty.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHead, SectionHead, usePageTitle } from '../../ui/page.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { useSession } from '../sessions/session.ts'
import { useUnfiled } from './unfiled.ts'
import { UnfiledRows } from './unfiled-rows.tsx'
import { useFiling } from './use-filing.tsx'

export function UnfiledPage() {
  usePageTitle('Unfiled')
  const mayRead = useSession().can.includes('record.read')
  const { data, error, refetch } = useUnfiled(mayRead)
  const { mayFile, ask, dialog } = useFiling()
  if (!mayRead)
    return (
      <div className="page">
        <Empty
          wholePage
          heading="Unfiled documents are for clinicians"
          text="What they say may be clinical. Your level in this practice does not include it."
        />
      </div>
    )
  const count = data?.items.length ?? 0
  return (
    <div className="page">
      <PageHead
        title={
          data === undefined || count === 0
            ? 'Unfiled'
            : data.more
              ? `More than ${showCount(count)} documents wait to be filed`
              : `${showCountAsWord(count)} ${count === 1 ? 'document waits' : 'documents wait'} to be filed`
        }
        lead="What came from elsewhere without saying whose it is. Only your practice can open it; in a patient’s record it stands once it is filed."
      />
      {error !== null && <Failure error={error} heading="The list can’t be shown" again={() => void refetch()} />}
      {data === undefined && error === null && <Loading lines={5} />}
      {count > 0 && <SectionHead title="To file" count={count} />}
      <UnfiledRows items={data?.items ?? []} onFile={mayFile ? ask : undefined} />
      {data?.more === true && <p className="second files-more">Older ones stand here once these are filed.</p>}
      {data !== undefined && count === 0 && (
        <Empty
          heading="Nothing is unfiled"
          text="A document or a result that comes by import or through the FHIR door without a patient waits here."
        />
      )}
      {dialog}
    </div>
  )
}
