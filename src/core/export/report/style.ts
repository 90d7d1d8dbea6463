/** The report's stylesheet: readable on screen, light and dark, and on paper. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ink: #1b1f24; --soft: #57606a; --rule: #d8dee4; --paper: #fff; --wash: #f6f8fa;
  --chosen: #0b66c3; --rejected: #b5500b;
}
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --soft: #9aa5b1; --rule: #30363d; --paper: #0d1117; --wash: #161b22;
    --chosen: #6cb0ff; --rejected: #f0a060; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 3rem 2rem 4rem; max-width: 66rem; background: var(--paper); color: var(--ink);
  font: 15px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; font-variant-numeric: tabular-nums; }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.25; letter-spacing: -0.015em; overflow-wrap: anywhere; }
h2 { margin: 2.75rem 0 0.75rem; padding-top: 0.9rem; border-top: 1px solid var(--rule); font-size: 1.15rem; letter-spacing: -0.005em; }
h3 { margin: 1.6rem 0 0.4rem; font-size: 0.95rem; }
p { margin: 0.5rem 0; max-width: 46rem; }
.eyebrow { margin: 0 0 0.4rem; color: var(--soft); font-size: 0.8rem; letter-spacing: 0.06em; text-transform: uppercase; }
.lead { margin-top: 0.9rem; font-size: 1.05rem; }
.soft, small { color: var(--soft); }
bdi { overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.3rem 1.5rem; margin: 0.75rem 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; font-size: 0.88rem; line-height: 1.35; }
caption { padding-bottom: 0.5rem; text-align: left; color: var(--soft); }
th { padding: 0.3rem 0.6rem; border-bottom: 1px solid var(--ink); text-align: left; line-height: 1.25; vertical-align: bottom; font-weight: 600; }
td { padding: 0.4rem 0.6rem; border-bottom: 1px solid var(--rule); vertical-align: middle; }
th:first-child, td:first-child { padding-left: 0; } th:last-child, td:last-child { padding-right: 0; }
.number { text-align: right; } td.number { white-space: nowrap; }
td:first-child { min-width: 9rem; } td bdi { overflow-wrap: break-word; }
td small { display: block; line-height: 1.3; }
.tag { display: inline-block; padding: 0 0.5em; border: 1px solid currentColor; border-radius: 1em; font-size: 0.78rem; font-weight: 600; }
.chosen { color: var(--chosen); } .rejected { color: var(--rejected); }
.note { margin: 0.15rem 0 0; padding-left: 0.7rem; border-left: 2px solid var(--rule); color: var(--soft); white-space: pre-wrap; }
svg { display: block; max-width: 100%; height: auto; overflow: visible; font-size: 12px; fill: currentColor; }
svg text { fill: var(--ink); } svg.axis text { fill: var(--soft); font-size: 10px; font-weight: 400; }
svg .zero { stroke: var(--soft); stroke-width: 1; } svg .whisker { stroke: currentColor; stroke-width: 2; }
svg.interval, svg.axis { max-width: none; } svg.interval .zero { stroke: var(--rule); }
svg.bars, svg.histogram { width: 35rem; margin: 0.9rem 0; } svg.bars rect, svg.histogram rect { fill: var(--chosen); }
svg.histogram rect { opacity: 0.85; }
code { font: 0.86em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.formulas dt code { color: var(--ink); } .formulas { grid-template-columns: 1fr; gap: 0.1rem; }
.formulas dd { margin-bottom: 0.7rem; color: var(--soft); }
.formulas code { display: inline-block; padding: 0.15rem 0.5rem; border-radius: 4px; background: var(--wash); }
li { margin: 0.3rem 0; max-width: 46rem; } ul { padding-left: 1.2rem; }
@page { margin: 16mm; }
@media print {
  :root { --ink: #000; --soft: #444; --rule: #bbb; --paper: #fff; --wash: #f2f2f2; --chosen: #0b56a3; --rejected: #964000; }
  body { max-width: none; padding: 0; font-size: 10pt; } table { font-size: 8.5pt; }
  th, td { padding: 0.2rem 0.4rem; } .scroll { overflow: visible; }
  h2 { break-after: avoid; } tr, svg, dd { break-inside: avoid; } thead { display: table-header-group; }
  svg { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
@media screen and (max-width: 48rem) { body { padding: 1.5rem 1rem; } .scroll { overflow-x: auto; } }
`
