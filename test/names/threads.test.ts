/** C086 to C125, what is of one process; see programs/threads.mjs. The rest is in shutdown.test.ts. */
import { testCasesOf } from "./run-cases.js";

await testCasesOf("threads.mjs");
