import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** The three files of the page: `/`, `/page.js` and `/page.css`. */
export interface Page {
  readonly html: string
  readonly js: string
  readonly css: string
}

const HTML = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Stairway, local workspace</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/page.css">
    <script type="module" src="/page.js"></script>
  </head>
  <body><div id="page"></div></body>
</html>
`

/** Bundles the page in memory, about 0.1 s. Throws esbuild's error, which names file and line. */
export async function bundlePage(): Promise<Page> {
  const { outputFiles } = await build({
    entryPoints: ['page.tsx', 'page.css'].map((file) => fileURLToPath(new URL(file, import.meta.url))),
    outdir: 'page',
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'silent',
  })
  const textOf = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? ''
  return { html: HTML, js: textOf('.js'), css: textOf('.css') }
}
