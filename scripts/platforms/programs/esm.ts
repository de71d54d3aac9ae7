// @ts-nocheck
/** The same as main.ts where there is `import.meta`. */
import { basename } from "node:path";
import { print } from "pythreads/builtins";
import { complaints } from "./rows.ts";

const rows = [["import.meta", () => basename(new URL(import.meta.url).pathname).replace(/\.\w+$/, ""), "esm"]];

const found = await complaints(rows, (process.env.WITHOUT ?? "").split("\n"));
for (const complaint of found) print(complaint);
print(found.length === 0 ? "all rows hold" : `${found.length} complaints`);
