/**
 * This worker's view of the scheduler's memory. The first module that a worker loads: it also leaves the arena where the
 * package looks for it.
 */
import { workerData } from "node:worker_threads";
import type { EngineData } from "./layout.js";

const data = workerData as EngineData;
export const me = data.me;
export const control = new Int32Array(data.control);
export const controlFloats = new Float64Array(data.control);

/** The memory of the race check, of no length where races are not looked for. */
export const raceWords = new Int32Array(data.races);

/** Atomics as the engine has them. Everything else in the bundle gets scheduled ones. */
export const real = globalThis.Atomics;

const globals = globalThis as unknown as Record<symbol, unknown>;
globals[Symbol.for("pythreads.arena")] = data.arena;
globals[Symbol.for("pythreads.worker")] = data;
