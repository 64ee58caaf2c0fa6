// Rules of a style sheet whose classes stand in the pages: node used_css.mjs SHEET OUT FILE …
import { writeFileSync } from "node:fs";
import { PurgeCSS } from "purgecss";

const [sheet, out, ...content] = process.argv.slice(2);
const [cut] = await new PurgeCSS().purge({
  css: [sheet],
  content,
  safelist: { standard: ["html", "body"], greedy: [/data-bs-theme/] },
  variables: true,
});
writeFileSync(out, cut.css);
