/** What Candour tells the practice by itself. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { showWhen } from '@candour/contract/formatting.ts'
import { noticeRoutes } from '@candour/contract/notices.ts'
import { call } from '../../api/client.ts'
import { readAnew } from '../../api/refresh.ts'
import { Icon } from '../../ui/icon.tsx'
import { SectionHead } from '../../ui/page.tsx'
import { OpenCase } from '../incidents/open-case.tsx'
import './notices.css'

const key = ['notices']

export function Notices() {
  const { data } = useQuery({ queryKey: key, queryFn: async () => (await call(noticeRoutes.list, {})).notices })
  const dismiss = useMutation({
    mutationFn: (id: string) => call(noticeRoutes.dismiss, { id }),
    onSettled: () => void readAnew(key),
  })
  if (data === undefined || data.length === 0) return null
  return (
    <section>
      <SectionHead title="Notices" count={data.length} />
      <ul className="rows">
        {data.map((notice) => (
          <li key={notice.id} className="notice">
            <p className="notice-head">
              <b>{notice.heading}</b>
              <span className="fixed quiet">{showWhen(notice.at, new Date())}</span>
            </p>
            <p className="second">{notice.text}</p>
            {notice.proposes === 'incident' && <OpenCase notice={notice.id} />}
            <button
              type="button"
              className="icon-button"
              aria-label={`Put away: ${notice.heading}`}
              onClick={() => dismiss.mutate(notice.id)}
            >
              <Icon name="close" size={16} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
