/** C207 to C216 and what else is true of thread-locals; see programs/locals.mjs. */
import { testCasesOf } from "./run-cases.js";

await testCasesOf("locals.mjs");
