/**
 * The same programs in every form that a platform takes: as they are, as plain JavaScript, as CommonJS, or bundled and
 * minified. Only esbuild is needed.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";

/** @typedef {"ts" | "ts-cjs" | "js" | "cjs" | "bundle-esm" | "bundle-cjs"} Form */

const programs = fileURLToPath(new URL("programs", import.meta.url));

/** What runs the rows where there is `import.meta`, and where there is none. */
export const entryOf = (/** @type {Form} */ form) => (form.endsWith("cjs") ? "main" : "esm");

/** The programs of this folder. @param {Form} form */
export const rowFiles = (form) =>
  readdirSync(programs)
    .filter((name) => name !== `${entryOf(form) === "esm" ? "main" : "esm"}.ts`)
    .map((name) => join(programs, name));

/**
 * Writes TypeScript files into a folder in that form; a bundle has those of `entries` alone, with the others in them.
 * @param {string} folder @param {Form} form @param {string[]} files @param {(file: string) => boolean} [isEntry]
 */
export async function write(folder, form, files, isEntry = () => true) {
  mkdirSync(folder, { recursive: true });
  const isCommonJs = form.endsWith("cjs");
  writeFileSync(join(folder, "package.json"), `{ "type": "${isCommonJs ? "commonjs" : "module"}" }\n`);
  const format = isCommonJs ? "cjs" : "esm";
  if (form.startsWith("bundle")) {
    const entryPoints = Object.fromEntries(files.filter(isEntry).map((file) => [basename(file, ".ts"), file]));
    const external = ["pythreads", "pythreads/*"];
    await build({ entryPoints, outdir: folder, bundle: true, minify: true, format, platform: "node", target: "node20", external, logLevel: "error" });
    return;
  }
  for (const file of files) {
    const text = readFileSync(file, "utf8");
    if (form.startsWith("ts")) writeFileSync(join(folder, basename(file)), text);
    else {
      const { code } = await transform(text, { loader: "ts", format, platform: "node", target: "node20" });
      const named = code.replace(/((?:from |require\(|import\()"\.\/[\w-]+)\.ts"/g, '$1.js"');
      writeFileSync(join(folder, `${basename(file, ".ts")}.js`), named);
    }
  }
}

/** How a file of that form ends. @param {Form} form */
export const endingOf = (form) => (form.startsWith("ts") ? "ts" : "js");
