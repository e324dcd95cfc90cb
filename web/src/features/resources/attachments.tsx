/** What a document from elsewhere carries inside, where that is no text: pictures are shown, the rest can be taken out. */
import { useEffect, useState } from 'react'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { xhtmlText } from '@candour/contract/xhtml-text.ts'
import '../files/files.css'
import { ImageViewer } from '../files/image-viewer.tsx'
import { TextDocument } from '../files/text-document.tsx'
import { elementsOf, isElement, textOf, type Element } from './fhir-tree.ts'
import { useResource } from './use-resource.ts'

export function Attachments({ id }: { id: string }) {
  const { data, error, refetch } = useResource('DocumentReference', id)
  if (error !== null)
    return <Failure error={error} heading="What it carries can’t be shown" again={() => void refetch()} />
  if (data === undefined) return <Loading lines={5} what="Opening what it carries" />
  const attachments = elementsOf(data.resource['content'])
    .map((one) => one['attachment'])
    .filter(isElement)
  if (attachments.length === 0) return <p className="second">This document holds no content.</p>
  return attachments.map((attachment, place) => <Attachment key={place} attachment={attachment} />)
}

function Attachment({ attachment }: { attachment: Element }) {
  const type = textOf(attachment['contentType'])
  const data = textOf(attachment['data'])
  const name = textOf(attachment['title']) || 'Document'
  const address = useAddress(data, type)
  if (data === '')
    return (
      <p className="not-shown">
        <Icon name="document" size={20} />
        <span>
          {textOf(attachment['url']) === ''
            ? 'This document holds no content.'
            : `Only its address came with it: ${textOf(attachment['url'])}`}
        </span>
      </p>
    )
  const words = wordsIn(data, type)
  if (words !== null) return <TextDocument text={words} />
  if (address === '') return <Loading />
  if (address === null)
    return <p className="second">What it carries is damaged: it is no base64. It stands in the FHIR source.</p>
  if (/^image\/(jpeg|png|webp|gif)$/.test(type)) return <ImageViewer url={address} name={name} />
  return (
    <p className="not-shown">
      <Icon name="document" size={20} />
      <span>
        It is kept whole:{' '}
        <a href={address} download={name}>
          download it
        </a>
        .
      </span>
    </p>
  )
}

/** Text and HTML as their words; null for anything else, or what is no base64. */
function wordsIn(base64: string, type: string): string | null {
  if (!/^text\/(plain|html)|xhtml/.test(type)) return null
  try {
    const bytes = Uint8Array.from(atob(base64.replace(/\s/g, '')), (sign) => sign.charCodeAt(0))
    const text = new TextDecoder().decode(bytes)
    return type.startsWith('text/plain') ? text : xhtmlText(text)
  } catch {
    return null
  }
}

/** An address of this page alone for the bytes; null when they are not base64. */
function useAddress(base64: string, type: string): string | null {
  const [address, setAddress] = useState<string | null>('')
  useEffect(() => {
    let bytes: Uint8Array<ArrayBuffer>
    try {
      bytes = Uint8Array.from(atob(base64.replace(/\s/g, '')), (sign) => sign.charCodeAt(0))
    } catch {
      setAddress(null)
      return
    }
    // Never as HTML or SVG: a blob of this page would run as this page
    const made = URL.createObjectURL(
      new Blob([bytes], {
        type: type.startsWith('image/') && !type.includes('svg') ? type : 'application/octet-stream',
      }),
    )
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [base64, type])
  return address
}
