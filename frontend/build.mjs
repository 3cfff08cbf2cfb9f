// Bundles src/*.js into the folder given (server/static/build), and says in manifest.json which
// file, named by its content, holds which entry.
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { build } from "esbuild";

const here = import.meta.dirname ?? resolve(".");
const out = resolve(process.argv[2] ?? join(here, "../server/static/build"));
const fresh = `${out}.new`;

const names = (await readdir(join(here, "src"))).filter((name) => name.endsWith(".js"));
await rm(fresh, { recursive: true, force: true });
await mkdir(fresh, { recursive: true });
const result = await build({
  absWorkingDir: here,
  entryPoints: names.sort().map((name) => `src/${name}`),
  outdir: fresh,
  loader: { ".gif": "dataurl", ".png": "dataurl", ".svg": "dataurl" },
  entryNames: "[name]-[hash]",
  bundle: true,
  format: "esm",
  legalComments: "linked",
  metafile: true,
  minify: true,
  target: ["es2022"],
});
const manifest = {};
for (const [file, made] of Object.entries(result.metafile.outputs)) {
  if (!made.entryPoint) continue;
  manifest[basename(made.entryPoint)] = basename(file);
  if (made.cssBundle) {
    manifest[basename(made.entryPoint).replace(/\.js$/, ".css")] = basename(made.cssBundle);
  }
}
await writeFile(join(fresh, "manifest.json"), `${JSON.stringify(manifest, null, 1)}\n`);
// The old bundle goes only when the new one is complete.
await rm(out, { recursive: true, force: true });
await rename(fresh, out);
