import { useParams } from '@tanstack/react-router'
import { AddFiles } from './add-files.tsx'
import { FilesOfRecord } from './files-of-record.tsx'
import './files.css'

export function FilesPage() {
  const { patient } = useParams({ strict: false }) as { patient: string }
  return (
    <AddFiles patient={patient} className="pane files-page">
      <FilesOfRecord patient={patient} />
    </AddFiles>
  )
}
