// Before everything else: the content security policy forbids eval, so the schemas must not even try it (zod, jitless).
globalThis.__zod_globalConfig = { jitless: true }
