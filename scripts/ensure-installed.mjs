/**
 * Installs the development dependencies when they are missing or are not those of package-lock.json.
 * Every npm script calls it first, so that `npm run samples` and `npm test` are enough on a fresh clone.
 */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { npm } from "./run.mjs";

/** @param {string} file */
const read = (file) => fileURLToPath(new URL(`../${file}`, import.meta.url));

/** @param {string} file @returns {Record<string, { version?: string, optional?: boolean }>} */
const packages = (file) => JSON.parse(readFileSync(read(file), "utf8")).packages;

function installed() {
  // npm writes this file last, so it also tells an installation that was cut off.
  if (!existsSync(read("node_modules/.package-lock.json"))) return false;
  const wanted = packages("package-lock.json");
  const present = packages("node_modules/.package-lock.json");
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === "") return true;
    if (!(path in present)) return optional === true;
    return present[path].version === version;
  });
}

if (!installed()) {
  console.log("installing the development dependencies …");
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
  // npm ci insists on a lock file that names every platform's variant, and a registry that lacks some cannot write one.
  const done = (await npm(["ci", ...quiet])).code === 0 || (await npm(["install", "--no-save", ...quiet])).code === 0;
  if (!done) {
    console.error("the development dependencies could not be installed");
    process.exit(1);
  }
}
