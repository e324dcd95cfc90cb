import { Icon } from '../../ui/icon.tsx'

/** Joined, and not let in yet. */
export function AwaitingApproval({
  onAgain,
  asking,
  wholePage = false,
}: {
  onAgain: () => void
  asking: boolean
  wholePage?: boolean
}) {
  const Heading = wholePage ? 'h1' : 'h2'
  return (
    <section className="empty">
      <Heading>
        <span className="state amber">
          <Icon name="clock" size={20} />
          Waiting for approval
        </span>
      </Heading>
      <p>Your password is right. A practice manager still has to approve you; until then nothing can be opened.</p>
      <div className="acts">
        <button type="button" className="button" onClick={onAgain} aria-disabled={asking}>
          <Icon name="try-again" />
          {asking ? 'Asking' : 'Look again'}
        </button>
      </div>
    </section>
  )
}
