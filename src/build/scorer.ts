import { build } from 'vite'

/** whittle-scorer.mjs: src/scorer.ts and all that it imports in one script that needs Node alone. */
export async function bundleScorer(root: string): Promise<string> {
  const made = await build({
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: 'src/scorer.ts',
      write: false,
      minify: true,
      target: 'node20',
      rolldownOptions: { output: { format: 'es', codeSplitting: false } },
    },
  })
  const output = 'output' in made ? made.output : []
  const [script] = output
  if (script?.type !== 'chunk' || output.length !== 1) throw new Error('the scorer is not one script')
  return script.code
}
