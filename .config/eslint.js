import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

/** DESIGN 2: views → store → bridge → protocol → core; workers → encoder, core, protocol. */
const layers = {
  'src/core': ['encoder', 'protocol', 'bridge', 'store', 'views', 'build', 'cli', 'workers'],
  'src/protocol': ['encoder', 'bridge', 'store', 'views', 'build', 'cli', 'workers'],
  'src/encoder': ['protocol', 'bridge', 'store', 'views', 'build', 'cli', 'workers'],
  'src/bridge': ['encoder', 'store', 'views', 'build', 'cli'],
  'src/store': ['encoder', 'views', 'build', 'cli', 'workers'],
  'src/views': ['encoder', 'bridge', 'build', 'cli', 'workers'],
  workers: ['bridge', 'store', 'views', 'build', 'cli'],
}

/** Packages that the core must not know. */
const outside = ['react', 'react-dom', 'zustand', 'comlink', 'idb', 'onnxruntime-web', 'd3', 'node:*']

const direction = Object.entries(layers).map(([folder, forbidden]) => ({
  files: [`${folder}/**/*.{ts,tsx}`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: `^(\\.\\./)+(src/)?(${forbidden.join('|')})(/|\\.ts)`,
            message: `${folder} may not depend on this layer (DESIGN 2).`,
          },
          ...(folder === 'src/core'
            ? [
                {
                  group: [...outside, ...outside.map((name) => `${name}/*`)],
                  message: 'The core runs anywhere.',
                },
              ]
            : []),
        ],
      },
    ],
  },
}))

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
    },
  },
  ...direction,
  { files: ['src/cli.ts', 'src/cli/**', 'tests/**', 'src/build/**'], rules: { 'no-console': 'off' } },
)
