import { GLOSSARY, HOW_TO_READ } from './glossary.ts'
import { Dialog } from './shared/Dialog.tsx'

const KEYS: readonly (readonly [string, readonly (readonly [readonly string[], string])[]])[] = [
  [
    'Move',
    [
      [['j', '↓'], 'next lesson or concept'],
      [['k', '↑'], 'previous lesson or concept'],
      [['e'], 'evidence or concept page'],
      [['d'], 'what the decisions do'],
      [['c'], 'lessons, all concepts, contexts, or rows'],
      [['r'], 'the rows of the file'],
      [['n'], 'read the next row'],
      [['p'], 'read the previous row'],
      [['/'], 'search'],
      [['Esc'], 'close, or leave the search'],
    ],
  ],
  [
    'On a map',
    [
      [['+', '−'], 'zoom, as the wheel does'],
      [['←', '→', '↑', '↓'], 'move, as Shift and a drag do'],
      [['0'], 'show all, as a double click does'],
    ],
  ],
  [
    'Decide on what is selected',
    [
      [['s'], 'suppress: reward it less'],
      [['h'], 'keep: hold it where it is'],
      [['a'], 'amplify: reward it more'],
      [['x'], 'withdraw the decision'],
      [['u', 'Ctrl Z'], 'undo'],
      [['U', 'Ctrl Y'], 'redo'],
    ],
  ],
]

function Keys() {
  return KEYS.map(([title, keys]) => (
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
  ))
}

/** How to read the page, its words, and its keys. */
export function HelpDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Help" onClose={onClose}>
      <div className="help-page" tabIndex={0} role="region" aria-label="Help">
        <section>
          <h3>How to read this page</h3>
          <ol className="how-to-read">
            {HOW_TO_READ.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ol>
        </section>
        <section>
          <h3>Words</h3>
          <dl className="glossary">
            {GLOSSARY.map(([word, meaning]) => (
              <div key={word}>
                <dt>{word}</dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
        </section>
        <section aria-label="Keyboard">
          <h3>Keyboard</h3>
          <div className="help">
            <Keys />
          </div>
        </section>
      </div>
    </Dialog>
  )
}
