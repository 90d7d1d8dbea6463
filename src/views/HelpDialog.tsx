import { Dialog } from './shared/Dialog.tsx'

const KEYS: readonly (readonly [string, readonly (readonly [readonly string[], string])[]])[] = [
  [
    'Move',
    [
      [['j', '↓'], 'next concept'],
      [['k', '↑'], 'previous concept'],
      [['e'], 'evidence or concept page'],
      [['d'], 'what the decisions do'],
      [['c'], 'concepts overall or in contexts'],
      [['/'], 'search'],
      [['Esc'], 'close, or leave the search'],
    ],
  ],
  [
    'Decide on the selected concept',
    [
      [['s'], 'suppress: take it out of the reward'],
      [['h'], 'keep: hold it where it is'],
      [['a'], 'amplify: add to it'],
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
