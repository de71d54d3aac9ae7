/** Installs what a folder's package.json asks for, where it is missing or is not what its package-lock.json says. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { npm } from "./run.mjs";

/** @param {string} file @returns {Record<string, { version?: string, optional?: boolean }>} */
const packages = (file) => JSON.parse(readFileSync(file, "utf8")).packages;

/** @param {string} folder */
function isInstalled(folder) {
  // npm writes this file last, so it also tells an installation that was cut off.
  const record = join(folder, "node_modules/.package-lock.json");
  if (!existsSync(record)) return false;
  const wanted = packages(join(folder, "package-lock.json"));
  const present = packages(record);
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === "") return true;
    if (!(path in present)) return optional === true;
    return present[path].version === version;
  });
}

/** Returns whether all is there afterwards. @param {string} folder @param {string} what as the user is told */
export async function install(folder, what) {
  if (isInstalled(folder)) return true;
  console.log(`installing ${what} …`);
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
  const options = { cwd: folder };
  // npm ci insists on a lock file that names every platform's variant, and a registry that lacks some cannot write one.
  return (await npm(["ci", ...quiet], options)).code === 0 || (await npm(["install", "--no-save", ...quiet], options)).code === 0;
}
