import { useStore } from '../../store/store.ts'
import type { Selection } from '../rows/useRows.ts'
import { useDecideWords } from './data-words.ts'
import { AllDecisions } from './AllDecisions.tsx'
import { DecidedMembers } from './DecidedMembers.tsx'
import { ProtocolEditor } from './ProtocolEditor.tsx'
import { PreviewPairs } from './PreviewPairs.tsx'
import { ProofSection } from './ProofSection.tsx'
import { useVerdict } from '../verdict/useVerdict.ts'

/** The workbench: the decision on the selected concept, the effect of all decisions, and their evaluation. */
export function DecidePanel({ selection }: { selection: Selection }) {
  const { row, scope } = selection
  const verdict = useVerdict(row.concept.id, scope)
  const { proof } = useDecideWords()
  const some = useStore((state) => state.authored.verdicts.length > 0)
  return (
    <div className="workbench">
      {verdict ? (
        <>
          <ProtocolEditor
            key={verdict.concept + verdict.scope}
            verdict={verdict}
            concept={row.concept}
            name={row.name}
          />
          <DecidedMembers verdict={verdict} />
          <PreviewPairs verdict={verdict} />
        </>
      ) : (
        <p className="soft">Nothing is decided on this concept yet: suppress, keep or amplify it above.</p>
      )}
      {some && (
        <>
          <AllDecisions />
          {proof && <ProofSection />}
        </>
      )}
    </div>
  )
}
