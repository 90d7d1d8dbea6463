import { toFailure } from '../core/failure.ts'
import type { ExportedFile } from '../protocol/data.ts'
import type { CommandTools } from './create-commands.ts'
import type { Commands } from './state.ts'

const about = ({ name, summary, notes = [] }: ExportedFile) => ({ name, summary, notes })

type ExportCommands = Pick<Commands, 'exportFiles' | 'previewExport' | 'downloadBadRows'>

/**
 * Everything that leaves as a file: made by the analysis worker, handed over, and said where it was asked
 * for.
 */
export function exportCommands(tools: CommandTools): ExportCommands {
  const { store, analyser, page, notices, exportSettings } = tools
  return {
    exportFiles(artefacts, { zip = false, told }) {
      store.setState({ exported: [] })
      analyser
        .call((api) => api.exportFiles(exportSettings(), artefacts, zip))
        .then((files) => {
          files.forEach(page.download)
          if (told === 'dialog') store.setState({ exported: files.map(about) })
          else files.forEach((file) => tellExported(tools, file))
        }, notices.reportOf('The export'))
    },
    previewExport(artefacts) {
      analyser
        .call((api) => api.previewExport(exportSettings(), artefacts))
        .then(
          (exportPreview) => store.setState({ exportPreview }),
          (error: unknown) => store.setState({ exportPreview: toFailure(error).message }),
        )
    },
    downloadBadRows() {
      analyser
        .call((api) => api.badRows())
        .then((file) => handOver(tools, file), notices.reportOf('The list of bad rows'))
    },
  }
}

/** Hands a file to the person and says what it holds. */
export function handOver(tools: Pick<CommandTools, 'page' | 'notices'>, file: ExportedFile): void {
  tools.page.download(file)
  tellExported(tools, file)
}

function tellExported(
  { notices }: Pick<CommandTools, 'notices'>,
  { name, summary, notes = [] }: ExportedFile,
): void {
  notices.notify('info', `${name}: ${summary}`)
  for (const note of notes) notices.notify('warning', note)
}
