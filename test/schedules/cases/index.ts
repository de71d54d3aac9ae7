/** All cases. */
import type { Case } from "../engine/case.js";
import { mutexCases } from "./mutex.js";

export const cases = [...mutexCases] as unknown as Case<any>[];
