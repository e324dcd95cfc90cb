import { Icon } from '../../ui/icon.tsx'

/** Joined, and not let in yet. */
export function AwaitingApproval({ onAgain, asking }: { onAgain: () => void; asking: boolean }) {
  return (
    <section className="empty">
      <h2>
        <span className="state amber">
          <Icon name="clock" size={20} />
          Waiting for approval
        </span>
      </h2>
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
