import react from '@vitejs/plugin-react'
import { defaultClientConditions, type Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { serviceWorker } from './src/build/service-worker.ts'
import { modelAssets } from './src/build/vite-assets.ts'

/** Cross-origin isolation gives WASM its threads. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

/** No request leaves the origin, no eval; 'wasm-unsafe-eval' compiles WebAssembly and nothing else. */
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
].join('; ')

/** In the page itself too, so that a plain static host is as strict as `npm start`. */
function contentSecurityPolicy(): Plugin {
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: policy },
        injectTo: 'head-prepend',
      },
    ],
  }
}

export default defineConfig({
  base: './',
  // One page: a file that is missing is a 404, not the page again.
  appType: 'mpa',
  plugins: [react(), contentSecurityPolicy(), modelAssets(), serviceWorker()],
  // onnxruntime takes its WebAssembly from the files that workers/runtime.ts names, not from inside its
  // bundle.
  resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
  optimizeDeps: { exclude: ['onnxruntime-web'] },
  build: {
    target: 'es2023',
    chunkSizeWarningLimit: 1500,
    // A slow machine is no fault of the build.
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  worker: { format: 'es' },
  server: { headers: isolation },
  preview: {
    headers: {
      ...isolation,
      'Content-Security-Policy': `${policy}; frame-ancestors 'none'`,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
    },
  },
  test: {
    // Two cores: the extractor's own threads need them.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/{unit,golden,bridge}/**/*.test.{ts,tsx}'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        // Shares of many random runs: slow, and right but for a chance that each states.
        test: {
          name: 'monte-carlo',
          include: ['tests/monte-carlo/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
    coverage: {
      // Views are tested end to end.
      include: ['src/{core,encoder,protocol,bridge,store,cli}/**/*.ts', 'workers/*.ts'],
      reporter: ['json-summary', 'json'],
      reportsDirectory: 'test-results/coverage',
      reportOnFailure: true,
    },
  },
})
