/** This thread's line to the kernel. */
import { type MessagePort, parentPort, receiveMessageOnPort } from "node:worker_threads";
import { SystemError } from "../base/errors.js";
import { setBufferTransport } from "../codec/shared-buffers.js";
import { alloc, release } from "../memory/alloc.js";
import { load, wait } from "../memory/futex.js";
import type { Ptr } from "../memory/layout.js";
import { isPoolWorker } from "./current.js";
import type { BufferAnswer, KernelRequest } from "./protocol.js";

let mainPort: MessagePort | undefined;
let kernelPort: MessagePort | undefined;
let startKernel: () => void = () => {};

/** Says how main makes its kernel; `connectMain` then names the port. */
export function setKernelStarter(starter: () => void): void {
  startKernel = starter;
}

/** Main's first worker reaches the kernel by a channel of its own; the kernel is the parent of all others. */
export function connectFirstWorker(port: MessagePort): void {
  kernelPort = port;
}

export function connectMain(port: MessagePort): void {
  mainPort = port;
}

/** Makes the kernel if there is none yet. */
export function connectKernel(): void {
  if (!isPoolWorker && mainPort === undefined) startKernel();
}

function port(): MessagePort {
  if (isPoolWorker) return kernelPort ?? (parentPort as MessagePort);
  connectKernel();
  return mainPort as MessagePort;
}

/**
 * Sends a request and waits until the kernel has served it, which it says in the word that it is given: 1 and more, or a
 * negative number when it failed. Returns that number, or one less than the positive one.
 */
export function askKernelAndWait(request: (done: Ptr) => KernelRequest): number {
  const done = alloc(2);
  askKernel(request(done));
  // The kernel never blocks, and if it dies the process ends.
  while (load(done) === 0) wait(done, 0, Number.POSITIVE_INFINITY);
  const outcome = load(done);
  release(done);
  return outcome < 0 ? outcome : outcome - 1;
}

export function hasKernel(): boolean {
  return isPoolWorker || mainPort !== undefined;
}

/** Sends a request; it is on its way even if this thread blocks at once. */
export function askKernel(request: KernelRequest): void {
  port().postMessage(request);
}

setBufferTransport({
  keep: (number, buffer) => askKernel({ type: "keep", number, buffer }),
  drop: (number) => askKernel({ type: "drop", number }),
  fetch(number) {
    askKernelAndWait((done) => ({ type: "fetch", number, done }));
    const answer = receiveMessageOnPort(port()) as { message: BufferAnswer } | undefined;
    if (answer === undefined) throw new SystemError(`the kernel sent no buffer for number ${number}`);
    return answer.message.buffer;
  },
});
