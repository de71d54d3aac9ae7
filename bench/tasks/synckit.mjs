import { runAsWorker } from "synckit";
import { tasks } from "./exported.mjs";

runAsWorker(async (/** @type {string} */ name, /** @type {any} */ argument) => tasks[name](argument));
