import * as Comlink from 'comlink'
import type { UnitTable } from '../src/core/activations.ts'
import { WhittleError } from '../src/core/failure.ts'
import { preview } from '../src/core/workspace/preview.ts'
import { prove, unreadTexts } from '../src/core/workspace/evaluate.ts'
import type { AnalyseApi } from '../src/protocol/analyse.ts'
import { reply } from '../src/protocol/reply.ts'
import { AnalyseSession } from './analyse-session.ts'
import { type Progress, throttled } from './progress.ts'

let session: AnalyseSession | null = null

function open(): AnalyseSession {
  if (!session) throw new WhittleError('internal', 'No file is open.')
  return session
}

/** Fixed, so that random evidence is the same after a reload. */
const EVIDENCE_SEED = 1

const api: AnalyseApi = {
  open: (file, mapping, base) =>
    reply(async () => {
      session?.close()
      session = null
      const { opened, session: next } = await AnalyseSession.open(file, mapping, base)
      session = next
      return opened
    }),
  badRows: () => reply(() => open().badRows()),
  plan: () => reply(() => open().restore()),
  next: () => reply(() => open().next()),
  add: (id, units: UnitTable) => reply(() => open().add(id, units)),
  analyse: (seed, progress) => reply(() => open().workspace.analyse(seed, throttled(progress))),
  explain: (seed) => reply(() => open().workspace.explain(seed)),
  contexts: (seed, progress, interrupt) =>
    reply(() => open().contexts(seed, interruptible(interrupt, throttled(progress)))),
  forest: (concept) => reply(() => open().workspace.forest(concept)),
  map: (seed, interrupt) =>
    reply(() =>
      open().workspace.map(
        seed,
        interruptible(interrupt, () => undefined),
      ),
    ),
  leanings: (concept, pairs) => reply(() => open().workspace.leanings(concept, pairs)),
  evidence: (concept, scope, kind, limit, near) =>
    reply(() => open().workspace.evidence(concept, scope, kind, limit, EVIDENCE_SEED, near)),
  detail: (concept) => reply(() => open().workspace.detail(concept)),
  prepare: (verdicts, looked, interrupt) =>
    reply(() => {
      const pause = interruptible(interrupt, () => undefined)
      open().workspace.prepare(() => pause(0, 1), verdicts, looked)
    }),
  impact: (verdicts) => reply(() => open().workspace.impact(verdicts)),
  exportSpec: (settings) => reply(() => open().exportSpec(settings)),
  exportData: (settings, format) => reply(() => open().exportData(settings, format)),
  exportReport: (settings) => reply(() => open().exportReport(settings)),
  exportArtefacts: (settings, artefacts, zip) =>
    reply(() => open().exportArtefacts(settings, artefacts, zip)),
  preview: (verdicts, of, limit) => reply(() => preview(open().workspace, verdicts, of, limit)),
  unreadTexts: (settings) => reply(() => unreadTexts(open().workspace, settings)),
  addRead: (texts, units) => reply(() => open().workspace.addEncoded(texts, units)),
  prove: (settings, progress, interrupt) =>
    reply(() => prove(open().workspace, settings, interruptible(interrupt, throttled(progress)))),
  saveSession: (settings, view) => reply(() => open().saveSession(settings, view)),
  openSession: (text) => reply(() => open().openSession(text)),
}

/** Gives up when the flag is raised: something that a person waits for has come in. */
function interruptible(interrupt: Int32Array | null, progress: Progress): Progress {
  return (done, total) => {
    if (interrupt && Atomics.load(interrupt, 0) === 1) {
      throw new WhittleError('cancelled', 'Something more urgent was asked for.')
    }
    progress(done, total)
  }
}

Comlink.expose(api)
