/**
 * Flags of V8's, which all threads of the process share. What V8 has compiled and kept is of use only under the flags that it
 * was made under: that is this package's code, which workers are started with, and Node's own, without which a worker
 * boots for twice as long. So a flag is set no longer than it is needed, by one thread at a time.
 *
 * Who wakes a thread that waits for ENGINE_FLAGS_MUTEX: the one that holds it, which runs no code of the program.
 */
import { ArenaHeader } from "./layout.js";
import { lock, unlock } from "./mutex.js";
import { ensureRoom } from "./stack-room.js";

/** Runs `body` with the flag, which is off otherwise. */
export function withEngineFlag<T>(flag: string, body: () => T): T {
  const { setFlagsFromString } = process.getBuiltinModule("node:v8");
  ensureRoom();
  lock(ArenaHeader.ENGINE_FLAGS_MUTEX);
  setFlagsFromString(`--${flag}`);
  try {
    return body();
  } finally {
    setFlagsFromString(`--no-${flag}`);
    unlock(ArenaHeader.ENGINE_FLAGS_MUTEX);
  }
}
