/** C172 to C202 and what else is true of queues; see programs/queues.mjs. */
import { testCasesOf } from "./run-cases.js";

await testCasesOf("queues.mjs");
