/** Build the page into a folder: `node build.mjs FOLDER`. */
import { copyFile, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const folder = process.argv[2];
if (!folder) throw new Error("name the folder to build into");

await rm(folder, { recursive: true, force: true });
await mkdir(join(folder, "assets"), { recursive: true });
await build({
  entryPoints: {
    main: here("src/main.ts"),
    encoder: here("src/encoder.ts"),
    page: here("src/style/page.css"),
    watch: here("src/watch/main.ts"),
    watch_worker: here("src/watch/worker.ts"),
    "watch.style": here("src/style/watch.css"),
    history: here("src/history/main.ts"),
    "history.style": here("src/style/history.css"),
  },
  outdir: join(folder, "assets"),
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2022"],
  legalComments: "none",
  logLevel: "warning",
});
await copyFile(here("src/index.html"), join(folder, "index.html"));
await copyFile(here("src/watch.html"), join(folder, "watch.html"));
await copyFile(here("src/history.html"), join(folder, "history.html"));
await copyFile(here("src/icon.svg"), join(folder, "assets", "icon.svg"));
