export function FinderFoot({ choosing, mayWrite }: { choosing: boolean; mayWrite: boolean }) {
  return (
    <div className="finder-foot">
      <span>
        <kbd className="keycap">↑</kbd> <kbd className="keycap">↓</kbd> choose
      </span>
      <span>
        <kbd className="keycap">Enter</kbd> {choosing ? 'take' : 'open'}
      </span>
      {!choosing && mayWrite && (
        <span>
          <kbd className="keycap">Alt N</kbd> new note
        </span>
      )}
      <span className="finder-foot-hint">Name, birth date, NHS number, phone, email, postcode, in any order</span>
    </div>
  )
}
