import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { count, plural } from '../shared/format.ts'
import { Icon } from '../shared/Icon.tsx'
import { useTheme } from '../shared/useTheme.ts'
import { visibleText } from '../shared/visibleText.ts'
import { sideWords } from '../shared/words.ts'
import { Computes } from './Computes.tsx'
import { ProgressLine } from './ProgressLine.tsx'
import { Steps } from './Steps.tsx'

function OpenFile() {
  const dataset = useStore((state) => state.dataset)
  if (!dataset) return null
  const bad = dataset.rows - dataset.pairs
  return (
    <div className="open-file">
      <Icon name="file" />
      <span className="clipped data-name" title={visibleText(dataset.name)}>
        <bdi>{visibleText(dataset.name)}</bdi>
      </span>
      <span className="soft nowrap">
        {plural(dataset.pairs, sideWords(dataset).one)}
        {bad > 0 && ` of ${count(dataset.rows)} rows`}
      </span>
      <button
        className="plain icon"
        aria-label="Close this file"
        title="Close this file"
        onClick={commands.close}
      >
        <Icon name="close" />
      </button>
    </div>
  )
}

export function Header({ onHelp, onStored }: { onHelp: () => void; onStored: () => void }) {
  const [theme, switchTheme] = useTheme()
  const other = theme === 'dark' ? 'light' : 'dark'
  return (
    <header className="header">
      <h1 className="brand">Whittle</h1>
      <Steps />
      <OpenFile />
      <ProgressLine />
      <Computes />
      <button
        className="plain icon"
        aria-label={`Switch to ${other} colours`}
        title={`Switch to ${other} colours`}
        onClick={switchTheme}
      >
        <Icon name="theme" />
      </button>
      <button className="plain icon" aria-label="Stored data" title="Stored data" onClick={onStored}>
        <Icon name="storage" />
      </button>
      <button className="plain icon" aria-label="Help" title="Help (?)" onClick={onHelp}>
        <Icon name="help" />
      </button>
    </header>
  )
}
