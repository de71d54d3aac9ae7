/**
 * What all threads do, in words: who waits for what, since when, who holds it, where in the user's code, and whether the
 * waits form a cycle. Everything is read from the arena while the threads run on; no code of the user's runs.
 */
import { kindOf } from "../codec/kinds.js";
import { reprOf } from "../codec/repr.js";
import { readSlot, readStaged, stageCopy } from "../codec/slots.js";
import { releaseObject } from "../memory/alloc.js";
import { words } from "../memory/arena.js";
import { monotonicMs } from "../memory/clock.js";
import { load } from "../memory/futex.js";
import {
  BarrierBody,
  ConditionBody,
  EventBody,
  Kind,
  LockBody,
  NULL_PTR,
  OBJECT_HEADER_WORDS,
  ObjectHeader,
  type Ptr,
  QueueBody,
  RLockBody,
  SemaphoreBody,
  ThreadBlock,
  ThreadFlag,
  WaitKind,
} from "../memory/layout.js";
import { lock, unlock } from "../memory/mutex.js";
import { isSameWait, readWait, type WaitRecord } from "../memory/waits.js";
import { currentBlock } from "./current.js";
import type { Asker } from "./protocol.js";
import { hasMainEnded } from "./stuck.js";
import { liveThreadBlocks } from "./table.js";

/** Where threads are in the user's code, by their idents: frames, one a line. */
export type Stacks = ReadonlyMap<number, string>;

/** How the object is told that a thread waits for, and where in its body the line is that the thread stands in. */
const WORDING: Partial<Record<WaitKind, [line: number, before: string, after: string]>> = {
  [WaitKind.CONDITION]: [ConditionBody.WAITERS, "for a notification of ", ""],
  [WaitKind.SEMAPHORE]: [SemaphoreBody.WAITERS, "for a permit of ", ""],
  [WaitKind.EVENT]: [EventBody.WAITERS, "for ", " to be set"],
  [WaitKind.BARRIER]: [BarrierBody.WAITERS, "at ", " for more threads to come"],
  [WaitKind.BARRIER_ENTRY]: [BarrierBody.ENTRANTS, "at ", " for the action to end"],
  [WaitKind.GET]: [QueueBody.GETTERS, "for an item of ", ""],
  [WaitKind.PUT]: [QueueBody.PUTTERS, "for room in ", ""],
  [WaitKind.TASKS]: [QueueBody.JOINERS, "for all tasks of ", " to be done"],
};

/** How often a thread is looked at again whose wait ended while it was described. */
const MOST_LOOKS = 3;

/** One thread as it is told; `waitsFor` is the ident of the one that could let it go. */
interface Told {
  ident: number;
  text: string;
  waitsFor: number;
}

/** What a report is made for. */
export interface ReportOptions {
  /** Ident of the one thread that is told of; 0: all. */
  only?: number;
  asker?: Asker;
}

/** The report: the headline, a paragraph for each thread, and the cycles that their waits form. */
export function reportThreads(headline: string, stacks: Stacks, { only = 0, asker }: ReportOptions = {}): string {
  const blocks = liveThreadBlocks();
  const labels = new Map(blocks.map((block) => [identOf(block), labelOf(block)]));
  const told = blocks.map((block) => tell(block, labels));
  const paragraphs = told
    .filter(({ ident }) => only === 0 || ident === only)
    .map(({ ident, text }) => {
      const isAsker = ident === asker?.ident;
      const frames = isAsker ? asker.frames : stacks.get(ident);
      return `${labels.get(ident)} ${isAsker ? "runs and asks for this report" : text}${frames ? `:\n${frames}` : ""}`;
    });
  for (const block of blocks) releaseObject(block);
  return `${[headline, ...paragraphs, ...(only === 0 ? cyclesOf(told, labels) : [])].join("\n")}\n`;
}

const identOf = (block: Ptr): number => words[block + ThreadBlock.IDENT];

function labelOf(block: Ptr): string {
  return `${nameOf(block)} (ident ${identOf(block)})`;
}

/** The calling thread, as reports call it. */
export function currentLabel(): string {
  return labelOf(currentBlock());
}

function nameOf(block: Ptr): string {
  const object = load(block + ThreadBlock.OBJECT);
  if (object === NULL_PTR)
    return words[block + ThreadBlock.FLAGS] & ThreadFlag.MAIN ? String(readSlot(block + ThreadBlock.NAME)) : "Raw thread";
  lock(object + ObjectHeader.GUARD);
  const staged = stageCopy(block + ThreadBlock.NAME);
  unlock(object + ObjectHeader.GUARD);
  return String(readStaged(staged));
}

function tell(block: Ptr, labels: ReadonlyMap<number, string>): Told {
  const ident = identOf(block);
  for (let looks = 0; looks < MOST_LOOKS; looks++) {
    const wait = readWait(block);
    if (wait === undefined) return { ident, text: withoutWait(block), waitsFor: 0 };
    const waitsFor = couldLetGo(wait);
    const other = waitsFor === ident ? "itself" : (labels.get(waitsFor) ?? `a thread that has ended (ident ${waitsFor})`);
    const text = `has waited ${duration(wait.since)} ${reasonOf(wait, waitsFor, other)}${wait.isTimed ? ", with a timeout" : ""}`;
    if (isSameWait(block, wait))
      return { ident, text: wait.kind === WaitKind.SLEEP ? `has slept ${duration(wait.since)}` : text, waitsFor };
  }
  return { ident, text: "runs", waitsFor: 0 };
}

function withoutWait(block: Ptr): string {
  if (!isMain(block)) return load(block + ThreadBlock.NATIVE_ID) === 0 ? "starts" : "runs";
  return hasMainEnded() ? `has ended and waits ${FOR_THREADS}` : "runs";
}

const FOR_THREADS = "for the threads that are not daemons";

const isMain = (block: Ptr): boolean => (words[block + ThreadBlock.FLAGS] & ThreadFlag.MAIN) !== 0;

const duration = (since: number): string => `${((monotonicMs() - since) / 1e3).toFixed(1)} s`;

/** Ident of the thread that holds the lock, or that is joined; 0 when it is not one thread. */
function couldLetGo({ kind, on }: WaitRecord): number {
  if (kind === WaitKind.JOIN) return identOf(on);
  if (kind !== WaitKind.LOCK) return 0;
  return kindOf(on - OBJECT_HEADER_WORDS) === Kind.RLOCK ? words[on + RLockBody.OWNER] : words[on + LockBody.HOLDER];
}

function reasonOf({ kind, on }: WaitRecord, waitsFor: number, other: string): string {
  if (kind === WaitKind.JOIN) return `for the end of ${other}`;
  if (kind === WaitKind.LOCK) return `for ${reprOf(on - OBJECT_HEADER_WORDS)}${waitsFor === 0 ? "" : `, held by ${other}`}`;
  const wording = WORDING[kind];
  if (wording === undefined) return FOR_THREADS;
  const [line, before, after] = wording;
  return `${before}${reprOf(on - line - OBJECT_HEADER_WORDS)}${after}`;
}

/** Threads that wait for each other in a cycle, each cycle once. */
function cyclesOf(told: readonly Told[], labels: ReadonlyMap<number, string>): string[] {
  const next = new Map(told.map(({ ident, waitsFor }) => [ident, waitsFor]));
  const seen = new Set<number>();
  const cycles: string[] = [];
  for (const { ident } of told) {
    const path: number[] = [];
    let at = ident;
    for (; labels.has(at) && !seen.has(at); at = next.get(at) ?? 0) {
      seen.add(at);
      path.push(at);
    }
    const start = path.indexOf(at);
    if (start >= 0) cycles.push(`Cycle: ${[...path.slice(start), at].map((member) => labels.get(member)).join(" -> ")}`);
  }
  return cycles;
}
