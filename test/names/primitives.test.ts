/** C026 to C085: events, conditions, semaphores, barriers and raw threads; see programs/. */
import { describe } from "vitest";
import { testCasesOf } from "./run-cases.js";

describe("events", () => testCasesOf("events.mjs"));
describe("conditions", () => testCasesOf("conditions.mjs"));
describe("semaphores", () => testCasesOf("semaphores.mjs"));
describe("barriers", () => testCasesOf("barriers.mjs"));
describe("raw threads", () => testCasesOf("raw-threads.mjs"));
