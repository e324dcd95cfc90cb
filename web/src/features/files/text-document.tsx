import { DatedText } from '../../ui/dated-text.tsx'
import './text-document.css'
import { blocksOf, type Block } from './text-lines.ts'

function Shown({ block }: { block: Block }) {
  if (block.kind === 'heading') return block.depth === 1 ? <h3>{block.text}</h3> : <h4>{block.text}</h4>
  if (block.kind === 'paragraph')
    return (
      <p>
        <DatedText text={block.text} />
      </p>
    )
  return (
    <ul>
      {block.items.map((item, place) => (
        <li key={place}>
          <DatedText text={item} />
        </li>
      ))}
    </ul>
  )
}

export function TextDocument({ text }: { text: string }) {
  return (
    <div className="text-document">
      {blocksOf(text).map((block, place) => (
        <Shown key={place} block={block} />
      ))}
    </div>
  )
}
