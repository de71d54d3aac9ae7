/** All cases. */
import type { Case } from "../engine/case.js";
import { barrierCases } from "./barrier.js";
import { conditionCases } from "./condition.js";
import { eventCases } from "./event.js";
import { lockCases } from "./locks.js";
import { mutexCases } from "./mutex.js";
import { semaphoreCases } from "./semaphore.js";

export const cases = [
  ...mutexCases,
  ...lockCases,
  ...conditionCases,
  ...semaphoreCases,
  ...eventCases,
  ...barrierCases,
] as unknown as Case<any>[];
