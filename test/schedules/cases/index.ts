/** All cases. */
import type { Case } from "../engine/case.js";
import { barrierCases } from "./barrier.js";
import { conditionCases } from "./condition.js";
import { containerCases } from "./containers.js";
import { eventCases } from "./event.js";
import { lockCases } from "./locks.js";
import { memoryCases } from "./memory.js";
import { mutexCases } from "./mutex.js";
import { queueCases } from "./queue.js";
import { semaphoreCases } from "./semaphore.js";
import { threadCases } from "./threads.js";

export const cases = [
  ...mutexCases,
  ...lockCases,
  ...conditionCases,
  ...semaphoreCases,
  ...eventCases,
  ...barrierCases,
  ...queueCases,
  ...memoryCases,
  ...containerCases,
  ...threadCases,
] as unknown as Case<any>[];
