import { Dialog } from './shared/Dialog.tsx'

const KEYS: readonly (readonly [string, readonly (readonly [readonly string[], string])[]])[] = [
  [
    'Move',
    [
      [['j', '↓'], 'next concept'],
      [['k', '↑'], 'previous concept'],
      [['e'], 'evidence or concept page'],
      [['d'], 'effect of the decisions'],
      [['c'], 'concepts overall or in contexts'],
      [['/'], 'search'],
      [['Esc'], 'close, or leave the search'],
    ],
  ],
  [
    'On a map',
    [
      [['+', '−'], 'zoom (or use the wheel)'],
      [['←', '→', '↑', '↓'], 'pan (or drag with Shift)'],
      [['0'], 'show all (or double-click)'],
    ],
  ],
  [
    'Decide on the selected concept',
    [
      [['s'], 'suppress: reward it less'],
      [['h'], 'keep: hold its effect unchanged'],
      [['a'], 'amplify: reward it more'],
      [['x'], 'withdraw the decision'],
      [['u', 'Ctrl Z'], 'undo'],
      [['U', 'Ctrl Y'], 'redo'],
    ],
  ],
]

export function HelpDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keyboard" onClose={onClose}>
      <div className="help">
        {KEYS.map(([title, keys]) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {keys.map(([names, meaning]) => (
                <div key={meaning}>
                  <dt>
                    {names.map((name) => (
                      <kbd key={name}>{name}</kbd>
                    ))}
                  </dt>
                  <dd>{meaning}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
