import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { plural } from '../shared/format.ts'
import { Icon } from '../shared/Icon.tsx'
import { regionId } from '../shared/regions.ts'
import { Consequences } from './Consequences.tsx'
import { useDecideWords } from './data-words.ts'
import { Decision } from './Decision.tsx'
import { ExportMenu } from './ExportMenu.tsx'
import { PROOF } from './ProofSection.tsx'
import { showWorkbench } from './showWorkbench.ts'
import { TrainerSelect } from './TrainerSelect.tsx'

function History() {
  const canUndo = useStore((state) => state.canUndo)
  const canRedo = useStore((state) => state.canRedo)
  return (
    <>
      <button
        className="plain icon"
        disabled={!canUndo}
        aria-label="Undo"
        title="Undo (u)"
        onClick={commands.undo}
      >
        <Icon name="undo" />
      </button>
      <button
        className="plain icon"
        disabled={!canRedo}
        aria-label="Redo"
        title="Redo (U)"
        onClick={commands.redo}
      >
        <Icon name="redo" />
      </button>
    </>
  )
}

/** Starts a proof and shows it. */
function Prove() {
  const running = useStore((state) => state.proof.kind === 'running')
  return (
    <button
      disabled={running}
      title="Fit a reward head on the data before and after, and compare"
      onClick={() => {
        showWorkbench()
        commands.prove()
        // The panel is drawn first.
        requestAnimationFrame(() => document.getElementById(PROOF)?.scrollIntoView({ block: 'nearest' }))
      }}
    >
      {running ? 'Proving…' : 'Prove it'}
    </button>
  )
}

/** The decisions so far and their effect on the data; always visible. */
export function DecisionBar() {
  const verdicts = useStore((state) => state.authored.verdicts)
  const { proof } = useDecideWords()
  return (
    <section id={regionId('decide')} className="decision-bar" aria-label="Decisions" tabIndex={-1}>
      {verdicts.length === 0 ? (
        <p className="soft no-decisions">
          No decisions yet. Mark a concept <kbd>s</kbd> suppress, <kbd>h</kbd> keep or <kbd>a</kbd> amplify.
        </p>
      ) : (
        <>
          <ul className="decisions" aria-label={plural(verdicts.length, 'decision')} tabIndex={0}>
            {verdicts.map((verdict) => (
              <Decision key={`${verdict.concept} ${verdict.scope}`} verdict={verdict} />
            ))}
          </ul>
          <Consequences />
        </>
      )}
      <div className="bar-actions">
        {verdicts.length > 0 && <TrainerSelect />}
        <History />
        {verdicts.length > 0 && proof && <Prove />}
        <ExportMenu />
      </div>
    </section>
  )
}
