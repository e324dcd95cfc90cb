import { Icon } from '../ui/icon.tsx'
import { Popover } from '../ui/popover.tsx'

const keys = [
  [['/'], 'or', ['Ctrl', 'K'], 'Find a patient'],
  [['Alt', 'N'], '', [], 'New note'],
  [['Ctrl', 'Enter'], '', [], 'Finish and seal a note'],
  [['Ctrl', ']'], '', [], 'Next open note'],
  [['Ctrl', 'Z'], '', [], 'Undo what the message at the bottom left says'],
  [['Ctrl', 'L'], '', [], 'Lock the screen'],
  [['Esc'], '', [], 'Close what is on top'],
] as const

export function Help() {
  return (
    <Popover
      label="Help"
      className="help-door"
      button={
        <>
          <Icon name="help" />
          <span className="help-word">Help</span>
        </>
      }
    >
      {() => (
        <div className="help">
          <h2>Keys</h2>
          <dl>
            {keys.map(([first, or, second, does]) => (
              <div key={does}>
                <dt>
                  {first.map((key) => (
                    <kbd key={key} className="keycap">
                      {key}
                    </kbd>
                  ))}
                  {or}
                  {second.map((key) => (
                    <kbd key={key} className="keycap">
                      {key}
                    </kbd>
                  ))}
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
          <h2>Good to know</h2>
          <p>What you write is saved within two seconds, on the practice server. Closing the window loses nothing.</p>
          <p>
            Opening a record is written down, with your name and the time. The lock on a record shows who opened it.
          </p>
        </div>
      )}
    </Popover>
  )
}
