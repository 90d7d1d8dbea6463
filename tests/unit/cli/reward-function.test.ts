import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { serveScorer } from '../../../src/cli/score-server.ts'
import { REWARD_FUNCTION } from '../../../src/core/export/script/reward-function.ts'

const hasPython =
  spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 10))']).status === 0

const PROGRAM = `
import json, whittle_reward as w
print(json.dumps([
  w.whittle_reward(prompts=["Q", "Q"], completions=["four", [{"role": "assistant", "content": "seven.."}]], step=1),
  w.compute_score("data", "four", "truth", {"reward": 10}),
  w.compute_scores(data_sources=["d"], solution_strs=["four"], ground_truths=[""], extra_infos=[None]),
  w.shaped(["Q"] * 3000, ["x"] * 3000)[2999],
]))
try:
  w.shaped(["Q"], [None])
except ValueError as error:
  print(error)
`

test.skipIf(!hasPython)('whittle_reward.py speaks to the server by each trainer’s signature', async () => {
  const { server, port } = await serveScorer(
    () =>
      Promise.resolve({
        score: (requests) =>
          Promise.resolve(
            requests.map(({ completion, reward }) => ({ shaped: reward - completion.length, concepts: {} })),
          ),
        dispose: () => Promise.resolve(),
      }),
    { port: 0, about: {} },
  )
  const cwd = mkdtempSync(join(tmpdir(), 'whittle-reward-'))
  writeFileSync(join(cwd, 'whittle_reward.py'), REWARD_FUNCTION)
  const env = { ...process.env, WHITTLE_URL: `http://127.0.0.1:${port}` }
  const { stdout } = await promisify(execFile)('python3', ['-c', PROGRAM], { cwd, env })
  server.close()
  const [values, error] = stdout.trim().split('\n')
  expect(JSON.parse(values!)).toEqual([[-4, -7], 6, [-4], -1])
  expect(error).toBe('Item 1: "completion" is neither text nor a list of messages.')
})
