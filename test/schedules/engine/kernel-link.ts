/** In the place of src/internal/runtime/kernel-link.ts: no kernel, only cases that play it. */
import type { KernelRequest } from "../../../src/internal/runtime/protocol.js";

let answer: (request: KernelRequest) => void = () => {};

/** Says what becomes of this thread's requests. */
export function answerKernelRequests(answerer: (request: KernelRequest) => void): void {
  answer = answerer;
}

export function askKernel(request: KernelRequest): void {
  answer(request);
}

/** Only a main thread starts a kernel, and there is none here. */
export function setKernelStarter(): void {}
export function connectMain(): void {}
export function connectFirstWorker(): void {}
export function connectKernel(): void {}

/** What is only asked of a kernel for reports, which no case asks for. */
export function askKernelAndWait(): never {
  throw new Error("there is no kernel in a case");
}

export const hasKernel = (): boolean => true;
