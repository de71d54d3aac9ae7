/** C086 to C125, C146 to C157 and C164 to C165, what is of one process; the rest is in shutdown.test.ts. */
import { testCasesOf } from "./run-cases.js";

await testCasesOf("threads.mjs");
await testCasesOf("exceptions.mjs");
await testCasesOf("timers.mjs");
await testCasesOf("threads-subclasses.mjs");
