/**
 * Output that appears at once. A worker's own `process.stdout` goes by way of its parent's event loop, which may be
 * blocked for ever; so threads write to the file descriptors themselves. A mutex for each stream in the arena keeps
 * lines whole, whatever they go to and however long they are.
 *
 * Who wakes a writer: the one before it, when its write has returned. A write to a full pipe blocks, and those behind it
 * with it, as in Python.
 */
import { fstatSync, writeSync } from "node:fs";
import { inspect } from "node:util";
import { BrokenPipeError, OSError } from "../base/errors.js";
import { monotonicMs } from "../memory/clock.js";
import { sleepUntil } from "../memory/futex.js";
import { ArenaHeader } from "../memory/layout.js";
import { lock, unlock } from "../memory/mutex.js";

export const STDOUT = 1;
export const STDERR = 2;

/** How long a writer pauses when a non-blocking pipe is full. */
const FULL_PIPE_PAUSE_MS = 1;

const mutexOf = (fd: number) => (fd === STDOUT ? ArenaHeader.STDOUT_MUTEX : ArenaHeader.STDERR_MUTEX);

/**
 * Writes all of the text before it returns.
 *
 * @throws BrokenPipeError when nobody reads any longer
 * @throws OSError when the stream cannot be written
 */
export function writeText(fd: number, text: string): void {
  if (text === "") return;
  writeChunk(fd, Buffer.from(text, "utf8"));
}

function writeAll(fd: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(fd, bytes, written);
    } catch (error) {
      const { code, errno } = error as NodeJS.ErrnoException;
      if (code === "EAGAIN") sleepUntil(monotonicMs() + FULL_PIPE_PAUSE_MS);
      else if (code === "EPIPE") throw new BrokenPipeError(32, "Broken pipe");
      else throw new OSError(Math.abs(errno ?? 0), (error as Error).message);
    }
  }
}

/** Writes to stderr, and says nothing when that fails: there is nowhere left to say it. */
export function writeError(text: string): void {
  tryWrite(STDERR, text);
}

/** Writes all of the text to a descriptor, if that can be written. */
export function tryWrite(fd: number, text: string): void {
  try {
    writeText(fd, text);
  } catch {
    // Closed or full for good.
  }
}

let reporter = (headline: string, error: unknown): void => {
  writeError(`${headline}\n${inspect(error)}\n`);
};

/** Says how uncaught errors are printed, which a module above this one knows. */
export function setReporter(report: (headline: string, error: unknown) => void): void {
  reporter = report;
}

/** Prints an error that nobody caught. */
export function report(headline: string, error: unknown): void {
  reporter(headline, error);
}

/** Whether the descriptor is a terminal. The module that knows is only loaded for what may be one. */
function isTerminal(fd: number): boolean {
  try {
    return fstatSync(fd).isCharacterDevice() && process.getBuiltinModule("node:tty").isatty(fd);
  } catch {
    return false;
  }
}

const terminalPrototype = () => process.getBuiltinModule("node:tty").WriteStream.prototype;

/** Writes a chunk of a thread's stream, in its turn. */
function writeChunk(fd: number, chunk: Uint8Array): void {
  const mutex = mutexOf(fd);
  lock(mutex);
  try {
    writeAll(fd, chunk);
  } finally {
    unlock(mutex);
  }
}

/**
 * Makes `process.stdout` and `process.stderr` of a thread write at once. The stream objects stay the ones that Node made,
 * since its own messages refer to them; only where they write to changes.
 */
export function redirectStreams(): void {
  for (const [stream, fd] of [
    [process.stdout, STDOUT],
    [process.stderr, STDERR],
  ] as const) {
    const isTTY = isTerminal(fd);
    Object.assign(stream, {
      fd,
      isTTY,
      _writev: null,
      _write(chunk: Uint8Array | string, encoding: BufferEncoding, done: (error?: Error | null) => void) {
        try {
          writeChunk(fd, typeof chunk === "string" ? Buffer.from(chunk, encoding) : chunk);
          done();
        } catch (error) {
          // As console.log does: output to a closed pipe is dropped.
          done(error instanceof BrokenPipeError ? null : (error as Error));
        }
      },
      getColorDepth(this: NodeJS.WriteStream, environment?: object) {
        return isTTY ? terminalPrototype().getColorDepth.call(this, environment) : 1;
      },
      hasColors(this: NodeJS.WriteStream, count = 16, environment?: object) {
        return isTTY && terminalPrototype().hasColors.call(this, count, environment);
      },
    });
  }
}

/** Lets main's own writes take their turn with those of the threads. */
export function guardMainStreams(): void {
  for (const [stream, fd] of [
    [process.stdout, STDOUT],
    [process.stderr, STDERR],
  ] as const) {
    // Something else may stand in for the stream, such as a test runner's.
    if ((stream as { fd?: number }).fd !== fd) continue;
    const write = stream.write;
    stream.write = function (this: typeof stream, ...args: unknown[]): boolean {
      const mutex = mutexOf(fd);
      lock(mutex);
      try {
        return (write as (...args: unknown[]) => boolean).apply(this, args);
      } finally {
        unlock(mutex);
      }
    } as typeof stream.write;
  }
}
