/** Installs the packages that pythreads is measured against; what cannot be had is shown as such later. */
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { install } from "../scripts/install.mjs";

if (!(await install(dirname(fileURLToPath(import.meta.url)), "the packages to compare with"))) {
  console.error("the packages to compare with could not be installed: the tables will be without them");
}
