/** What the bodies of a case say while a schedule runs, in the order in which it happened. */
import { Control, LOG_WORDS } from "./layout.js";

export interface Event {
  thread: number;
  text: string;
}

const HEADER_WORDS = 2;

/** Adds a line to the log; no point. */
export function addToLog(control: Int32Array, thread: number, text: string): void {
  const start = control[Control.LOG_LENGTH];
  if (start + HEADER_WORDS + text.length > LOG_WORDS) throw new Error("the log is full");
  control[Control.LOG + start] = thread;
  control[Control.LOG + start + 1] = text.length;
  for (let i = 0; i < text.length; i++) control[Control.LOG + start + HEADER_WORDS + i] = text.charCodeAt(i);
  control[Control.LOG_LENGTH] = start + HEADER_WORDS + text.length;
}

export function readLog(control: Int32Array): Event[] {
  const events: Event[] = [];
  const end = Control.LOG + control[Control.LOG_LENGTH];
  for (let at: number = Control.LOG; at < end; ) {
    const from = at + HEADER_WORDS;
    const to = from + control[at + 1];
    events.push({ thread: control[at], text: String.fromCharCode(...control.subarray(from, to)) });
    at = to;
  }
  return events;
}
