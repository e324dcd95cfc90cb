import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** `npx vite` in this folder develops against a running Candour: http://localhost:3000, or the one that CANDOUR_API names. */
const server = process.env['CANDOUR_API'] ?? 'http://localhost:3000'

export default defineConfig({
  plugins: [react()],
  server: { proxy: { '/api': server, '/fhir': server, '/health': server } },
  build: {
    target: 'es2023',
    // light-dark() and nesting are known to every browser since 2024; lowering them doubles the style sheet
    cssTarget: ['chrome123', 'firefox121', 'safari17.5'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
})
