/**
 * Makes `import "pythreads/…"` work in the programs of a bench folder. Its package.json ends the scope of the package's own,
 * so that the package does not find itself there by its name any more.
 */
import { mkdirSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";

/** @param {string} bench @param {string} root where the package is */
export function linkPackage(bench, root) {
  const link = join(bench, "node_modules/pythreads");
  if (targetOf(link) === realpathSync(root)) return;
  mkdirSync(join(bench, "node_modules"), { recursive: true });
  rmSync(link, { recursive: true, force: true });
  symlinkSync(root, link, "junction");
}

/** @param {string} link */
function targetOf(link) {
  try {
    return realpathSync(link);
  } catch {
    return undefined;
  }
}
