/**
 * Installs the development dependencies when they are missing or are not those of package-lock.json.
 * Every npm script calls it first, so that `npm run samples` and `npm test` are enough on a fresh clone.
 */
import { install } from "./install.mjs";
import { root } from "./run.mjs";

if (!(await install(root, "the development dependencies"))) {
  console.error("the development dependencies could not be installed");
  process.exit(1);
}
