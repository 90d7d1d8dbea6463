/**
 * Times the conditional hypotheses, and the same work for data clusters in NumPy and SciPy:
 * tsx tests/bench/contexts.ts [pairs] [concepts]
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { dataClusterHypotheses } from '../../src/core/contexts/data-clusters.ts'
import { promptClusterHypotheses } from '../../src/core/contexts/prompt-clusters.ts'
import { pairColumn, rowsOf } from '../../src/core/linalg/sparse-matrix.ts'
import { clusterCount } from '../../src/core/contexts/spherical-kmeans.ts'
import { overallHypotheses } from '../../src/core/hypotheses/overall.ts'
import { lengthDifference } from '../../src/core/stats/length.ts'
import { packed, topical } from '../unit/contexts/topical.ts'

const sizes = process.argv[2] ? [Number(process.argv[2])] : [20_000, 100_000]
const features = Number(process.argv[3] ?? 1_100)
/** Habits of single topics, so that there is something to deal anew. */
const habits = Array.from({ length: 10 }, (_, h) => ({ topic: 3 * h, feature: 600 + 10 * h, share: 0.3 }))

// tsx compiles as it loads, which a page does not: the thread is there before anything is timed.
const beside = new Worker(
  `import('tsx/esm/api').then(({ tsImport }) => tsImport('./prompt-clusters.worker.ts', '${import.meta.url}'))`,
  { eval: true },
)
const told = () => new Promise((resolve) => beside.once('message', resolve))
await told()

for (const pairs of sizes) {
  // States as wide as the encoder's.
  const data = topical({ pairs, topics: 40, features, seed: 1, words: 60, habits, dim: 384 })
  const discordantPerPair = Math.round(data.disparities.pair.length / pairs)
  const show = (bench: string, figures: object) =>
    console.log(JSON.stringify({ bench, pairs, concepts: features, discordantPerPair, ...figures }))
  const timed = <T>(bench: string, run: () => T, tell: (result: T) => object): number => {
    const start = performance.now()
    const before = process.cpuUsage()
    const result = run()
    // On a machine that others use too, processor time is what the work costs.
    const used = process.cpuUsage(before)
    const processorSeconds = rounded((used.user + used.system) / 1e6)
    show(bench, {
      ...tell(result),
      seconds: rounded((performance.now() - start) / 1000),
      processorSeconds,
    })
    return processorSeconds
  }
  // As in the page: overall first, then prompt clusters in a worker of their own and data clusters here.
  for (const round of ['all scopes, code not compiled yet', 'all scopes']) await all(round, data)
  timed(
    'overall',
    () => overallHypotheses({ ...data, columns: data.responses }),
    ({ hypotheses }) => ({ tests: hypotheses.length }),
  )
  const clusters = timed(
    'data clusters',
    () => dataClusterHypotheses(data),
    ({ contexts, tests }) => ({ contexts: contexts.length, tests }),
  )
  timed(
    'prompt clusters',
    () => promptClusterHypotheses(data),
    ({ contexts, tests }) => ({ contexts: contexts.length, tests }),
  )
  const numpy = inNumpy(data)
  if (!numpy) console.log('python3 with NumPy and SciPy is missing: nothing to compare with.')
  else show('data clusters in NumPy', { ...numpy, ratio: rounded(clusters / numpy.processorSeconds) })
}
await beside.terminate()

function rounded(x: number): number {
  return Number(x.toFixed(2))
}

/** Times overall, and then both views of contexts at once, from handing over to the end of both. */
async function all(bench: string, data: ReturnType<typeof topical>): Promise<void> {
  const input = packed(data)
  const start = performance.now()
  const since = () => rounded((performance.now() - start) / 1000)
  overallHypotheses({ ...data, columns: data.responses })
  const overall = since()
  const there = told()
  beside.postMessage(input)
  dataClusterHypotheses(data)
  const dataClusters = since()
  await there
  const figures = { overall, dataClusters, seconds: since() }
  console.log(JSON.stringify({ bench, pairs: data.pairs.length, concepts: features, ...figures }))
}

/** Runs contexts.py on the same data; null where it cannot run. */
function inNumpy(data: ReturnType<typeof topical>): { readonly processorSeconds: number } | null {
  const folder = mkdtempSync(join(tmpdir(), 'whittle-'))
  try {
    const write = (name: string, column: Uint32Array | Float32Array | Float64Array) =>
      writeFileSync(join(folder, name), column)
    const { pairs, responses, disparities } = data
    const activity = rowsOf(
      pairs.length,
      Array.from({ length: responses.features }, (_, f) => pairColumn(responses, f, 1)),
    )
    write('activity.indptr', activity.indptr)
    write('activity.index', activity.column)
    write('activity.value', activity.value)
    write('u.indptr', disparities.indptr)
    write('u.index', disparities.pair)
    write('u.value', disparities.u)
    write('length', lengthDifference(pairs))
    const clusters = clusterCount(Math.floor(0.95 * pairs.length))
    const meta = { pairs: pairs.length, features: responses.features, clusters }
    writeFileSync(join(folder, 'meta.json'), JSON.stringify(meta))
    // One thread, as here.
    const env = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' }
    const script = join(import.meta.dirname, 'contexts.py')
    const { status, stdout, stderr } = spawnSync('python3', [script, folder], { env, encoding: 'utf8' })
    if (status === null || stderr?.includes('ModuleNotFoundError')) return null
    if (status !== 0) throw new Error(stderr)
    return JSON.parse(stdout) as { processorSeconds: number }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
