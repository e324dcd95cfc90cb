import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { fakeApi } from './dev/fake-api.ts'

/** `CANDOUR_API=http://localhost:3000 npx vite` develops against a running server instead of the fake one. */
const server = process.env['CANDOUR_API']

export default defineConfig({
  plugins: [react(), server === undefined ? fakeApi() : null],
  server: server === undefined ? {} : { proxy: { '/api': server, '/health': server } },
  build: {
    target: 'es2023',
    // light-dark() and nesting are known to every browser since 2024; lowering them doubles the style sheet
    cssTarget: ['chrome123', 'firefox121', 'safari17.5'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
})
