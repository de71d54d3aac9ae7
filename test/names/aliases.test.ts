/** Older names, keywords in any place, and the names that only 2.7 has; see programs/aliases.mjs. */
import { testCasesOf } from "./run-cases.js";

await testCasesOf("aliases.mjs");
