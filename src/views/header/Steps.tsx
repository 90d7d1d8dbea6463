import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { EXPORT_MENU } from '../decide/ExportMenu.tsx'
import { focusRegion } from '../shared/regions.ts'

/**
 * The four steps as buttons: each is enabled once there is something to do in it, and moves the focus there.
 */
export function Steps() {
  const hasData = useStore((state) => state.dataset !== null)
  const hasFindings = useStore((state) => state.findings !== null)
  const decisions = useStore((state) => state.authored.verdicts.length)
  const current = !hasFindings ? 'Data' : decisions === 0 ? 'Lessons' : 'Decide'

  const step = (name: string, lit: boolean, action: object) => (
    <li key={name}>
      <button
        className="step plain"
        disabled={!lit}
        aria-current={current === name ? 'step' : undefined}
        {...action}
      >
        {name}
      </button>
    </li>
  )

  return (
    <nav aria-label="Steps">
      <ol className="steps">
        {step('Data', hasData, { onClick: () => focusRegion('data') })}
        {step('Lessons', hasFindings, {
          onClick: () => {
            commands.showTable('lessons')
            focusRegion('concepts')
          },
        })}
        {step('Decide', hasFindings, {
          onClick: () => {
            commands.showPanel('decide')
            focusRegion(decisions > 0 ? 'decide' : 'evidence')
          },
        })}
        {step('Export', hasFindings, hasFindings ? { popoverTarget: EXPORT_MENU } : {})}
      </ol>
    </nav>
  )
}
