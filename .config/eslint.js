import { join } from 'node:path'
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

/**
 * What each folder may import, besides itself: the picture in docs/architecture.md. Both tables are directed
 * graphs, in order: a folder may only name folders above it.
 */
const layers = {
  'src/core': [],
  'src/encoder': ['core'],
  'src/protocol': ['core'],
  'src/bridge': ['core', 'protocol', 'workers'],
  'src/store': ['core', 'protocol', 'bridge'],
  'src/views': ['core', 'protocol', 'store'],
  workers: ['core', 'protocol', 'encoder'],
}

/** Folders of core. Files directly in src/core are the ground floor: every folder may import them. */
const core = {
  linalg: [],
  concepts: [],
  parse: [],
  extract: [],
  stats: ['linalg', 'concepts'],
  surface: ['concepts'],
  phrases: ['concepts', 'surface'],
  own: ['linalg', 'concepts', 'parse', 'stats', 'surface', 'phrases'],
  dataset: ['parse', 'stats'],
  hypotheses: ['concepts', 'stats'],
  contexts: ['linalg', 'concepts', 'stats', 'surface', 'hypotheses'],
  lessons: ['linalg', 'concepts', 'extract', 'stats', 'surface', 'phrases', 'hypotheses', 'contexts'],
  shape: ['linalg', 'concepts', 'stats', 'surface', 'phrases', 'hypotheses'],
  export: ['concepts', 'parse', 'extract', 'own', 'dataset', 'surface', 'hypotheses', 'shape'],
  scoring: ['parse', 'surface', 'phrases', 'own', 'shape', 'export'],
  workspace: [
    ...['linalg', 'concepts', 'parse', 'extract', 'stats', 'surface', 'phrases', 'own', 'dataset'],
    ...['hypotheses', 'contexts', 'lessons', 'shape', 'export', 'scoring'],
  ],
}

/** Folders of views. */
const views = {
  styles: [],
  shared: [],
  charts: ['shared'],
  text: ['shared'],
  narrowing: ['shared'],
  reader: ['shared', 'text'],
  verdict: ['shared'],
  rows: ['shared', 'verdict'],
  maps: ['shared', 'rows'],
  mapping: ['shared'],
  own: ['shared'],
  dataset: ['shared', 'charts', 'narrowing', 'rows', 'maps'],
  contexts: ['shared', 'charts', 'rows'],
  lessons: ['shared', 'text', 'verdict', 'rows'],
  pairs: ['shared', 'narrowing', 'rows'],
  table: ['shared', 'charts', 'narrowing', 'rows', 'own', 'pairs', 'contexts', 'lessons'],
  decide: ['shared', 'charts', 'text', 'verdict', 'rows'],
  evidence: ['shared', 'charts', 'text', 'reader', 'verdict', 'rows', 'maps', 'contexts', 'decide'],
  header: ['shared', 'decide'],
}

const tops = ['core', 'encoder', 'protocol', 'bridge', 'store', 'views', 'build', 'cli', 'workers']

/** Packages that the core must not know. */
const outside = ['react', 'react-dom', 'zustand', 'comlink', 'idb', 'onnxruntime-web', 'd3', 'node:*']

const runsAnywhere = {
  group: [...outside, ...outside.map((name) => `${name}/*`)],
  message: 'The core runs anywhere.',
}

/** Imports of a layer that it may not have. */
function layerPatterns(folder) {
  const own = folder.split('/').at(-1)
  const forbidden = tops.filter((top) => top !== own && !layers[folder].includes(top))
  return [
    {
      regex: `^(\\.\\./)+(src/)?(${forbidden.join('|')})(/|\\.ts)`,
      message: `${folder} may not import this layer: see docs/architecture.md.`,
    },
    ...(folder === 'src/core' ? [runsAnywhere] : []),
  ]
}

/**
 * Rules of the folders inside a layer, each with those of the layer, since the last rule that matches stands
 * alone.
 */
function folderRules(layer, folders) {
  const names = Object.keys(folders)
  for (const [folder, allowed] of Object.entries(folders)) {
    const late = allowed.filter((name) => names.indexOf(name) >= names.indexOf(folder))
    if (late.length > 0) throw new Error(`${layer}/${folder} names ${late}, which do not stand above it`)
  }
  const forbiddenTo = (own, allowed) => names.filter((name) => name !== own && !allowed.includes(name))
  const rule = (files, forbidden, message) => ({
    files,
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            ...layerPatterns(layer),
            { regex: `^\\.\\.?/(\\.\\./)*(${forbidden.join('|')})/`, message },
          ],
        },
      ],
    },
  })
  return names.map((name) =>
    rule(
      [`${layer}/${name}/**`],
      forbiddenTo(name, folders[name]),
      `${layer}/${name} may not import this folder: see docs/architecture.md.`,
    ),
  )
}

const direction = [
  ...Object.keys(layers).map((folder) => ({
    files: [`${folder}/**/*.{ts,tsx}`],
    rules: { 'no-restricted-imports': ['error', { patterns: layerPatterns(folder) }] },
  })),
  {
    files: ['src/core/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            ...layerPatterns('src/core'),
            {
              regex: `^\\./(${Object.keys(core)
                .filter((name) => name !== 'parse')
                .join('|')})/`,
              message: 'The ground floor imports no folder of core but parse.',
            },
          ],
        },
      ],
    },
  },
  ...folderRules('src/core', core),
  ...folderRules('src/views', views),
]

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'public'] },
  ...tseslint.configs.strict,
  ...tseslint.configs.stylistic,
  {
    files: ['src/views/**', 'src/main.tsx'],
    plugins: { 'react-hooks': reactHooks },
    rules: reactHooks.configs.recommended.rules,
  },
  {
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
      // Typed-array reads are `number | undefined` under noUncheckedIndexedAccess.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/prefer-for-of': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Pass a seeded Random (src/core/random.ts).' },
      ],
      'no-eval': 'error',
      'no-console': ['error', { allow: ['warn', 'error'] }],
      eqeqeq: 'error',
      // Prettier wraps code, but not comments.
      'max-len': ['error', { code: 1000, comments: 110 }],
    },
  },
  {
    // Rules that need types: a promise that nobody waits for hides its failure; a switch that misses a case,
    // too.
    files: ['src/**/*.{ts,tsx}', 'workers/**/*.ts', 'tests/**/*.ts', '.config/*.ts', 'vite.config.ts'],
    languageOptions: {
      parserOptions: {
        project: join(import.meta.dirname, 'tsconfig.lint.json'),
      },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  ...direction,
  { files: ['src/cli.ts', 'src/cli/**', 'tests/**', 'src/build/**'], rules: { 'no-console': 'off' } },
)
