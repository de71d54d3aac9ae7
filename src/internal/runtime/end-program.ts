/**
 * How the kernel has main end the process: no worker can do that by itself.
 *
 * | main | how it notices |
 * |---|---|
 * | is in its event loop | by a message |
 * | waits in a call of this package | it is woken until it does (see attend.ts) |
 * | does something else | after a while it is stopped where it is, by way of the inspector |
 */
import { load, store } from "../memory/futex.js";
import { ArenaHeader } from "../memory/layout.js";
import { nudge } from "../memory/waits.js";
import type { KernelMessage } from "./protocol.js";

const NUDGE_EVERY_MS = 20;
const PATIENCE_MS = 500;

export function endProgram(code: number, tellMain: (message: KernelMessage) => void): void {
  store(ArenaHeader.EXIT_REQUEST, code + 1);
  tellMain({ type: "exit" });
  setInterval(() => nudge(load(ArenaHeader.MAIN_THREAD)), NUDGE_EVERY_MS);
  setTimeout(() => {
    if (load(ArenaHeader.EXIT_REQUEST) > 0) stopMain(code);
  }, PATIENCE_MS);
}

interface MainSession {
  connectToMainThread(): void;
  post(method: string, parameters: object): void;
}

/** Main is in code that does not look. Node says on stderr that it waits for a debugger, which is this session, and ends. */
function stopMain(code: number): void {
  const { Session } = process.getBuiltinModule("node:inspector") as unknown as { Session: new () => MainSession };
  const session = new Session();
  session.connectToMainThread();
  session.post("Runtime.evaluate", { expression: `process.exit(${code})` });
}
