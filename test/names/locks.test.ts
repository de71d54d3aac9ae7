/** C001 to C025 and what else is true of locks; see programs/locks.mjs. */
import { testCasesOf } from "./run-cases.js";

await testCasesOf("locks.mjs");
