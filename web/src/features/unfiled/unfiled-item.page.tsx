import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Icon } from '../../ui/icon.tsx'
import { usePageTitle } from '../../ui/page.tsx'
import { ResourceReader } from '../resources/resource-reader.tsx'
import { useUnfiled } from './unfiled.ts'
import './unfiled.css'
import { useFiling } from './use-filing.tsx'

/** One of them, read whole, so that one can tell whose it is. */
export function UnfiledItemPage() {
  usePageTitle('Unfiled')
  const { type = '', item = '' } = useParams({ strict: false }) as { type?: string; item?: string }
  const navigate = useNavigate()
  const { data } = useUnfiled()
  const { mayFile, ask, dialog } = useFiling(
    (patient) =>
      void navigate({ to: '/patients/$patient/timeline/$type/$item', params: { patient: patient.id, type, item } }),
  )
  const listed = data?.items.find((one) => one.id === item && one.type === type)
  return (
    <div className="page unfiled-read">
      <h1 className="for-screen-readers">Unfiled</h1>
      <div className="unfiled-head no-print">
        <Link to="/unfiled" className="back">
          <Icon name="back" />
          All unfiled
        </Link>
        {mayFile && listed !== undefined && (
          <button
            type="button"
            className="button primary"
            onClick={() => ask(listed, listed.title === '' ? 'Untitled' : listed.title)}
          >
            <Icon name="user-plus" />
            File to a patient
          </button>
        )}
      </div>
      <ResourceReader key={`${type}/${item}`} type={type} id={item} patient="" />
      {dialog}
    </div>
  )
}
