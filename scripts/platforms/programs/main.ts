// @ts-nocheck
/** Runs the rows, but those that WITHOUT in the environment names, one a line, and prints what is wrong. */
import { print } from "pythreads/builtins";
import { complaints } from "./rows.ts";

complaints([], (process.env.WITHOUT ?? "").split("\n")).then((found) => {
  for (const complaint of found) print(complaint);
  print(found.length === 0 ? "all rows hold" : `${found.length} complaints`);
});
