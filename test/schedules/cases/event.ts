/** Event: everybody who waits when it is set goes on, and a timeout does not take that back. */
import { EventBody } from "../../../src/internal/memory/layout.js";
import { Event } from "../../../src/threading/index.js";
import { bodyAt, copies, defineCase, expect, expectEqual, linesOf, type Say, threadsInLine } from "../engine/case.js";
import type { Event as LogEvent } from "../engine/log.js";
import { pause } from "../engine/pause.js";

type Objects = { event: Event };

const setup = (): Objects => ({ event: Event() });
const lineOf = ({ event }: Objects) => threadsInLine(bodyAt(event) + EventBody.WAITERS);

function waitAtMost(seconds: number) {
  return ({ event }: Objects, say: Say) => say(event.wait(seconds) ? "set" : "gave up");
}

/** Sets and clears at once; says who stood in line just before. */
function pulse({ event }: Objects, say: Say): void {
  say(`lets go ${lineOf({ event }).join()}`);
  event.set();
  event.clear();
}

function isAtRest(objects: Objects): void {
  expectEqual(lineOf(objects), [], "threads in line");
}

function thoseInLineWentOn(log: readonly LogEvent[]): void {
  for (const { text } of log) {
    if (!/^lets go \d/.test(text)) continue;
    // They may have come to line before this, and left it by their time: then they say so before `set` is reached.
    for (const thread of text.slice(8).split(",")) expectEqual(linesOf(log, Number(thread)).length, 1, `lines of thread ${thread}`);
  }
}

export const eventCases = [
  defineCase<Objects>({
    name: "Event: no wake-up is lost",
    setup,
    threads: [({ event }) => expect(event.wait(), "no timeout was given"), ({ event }) => expect(event.wait(), "no timeout was given"), ({ event }) => event.set()],
    check(objects) {
      isAtRest(objects);
      expect(objects.event.is_set(), "the flag is not set");
    },
  }),
  defineCase<Objects>({
    name: "Event: set and clear at once let those go who wait",
    setup,
    threads: [...copies(2, waitAtMost(1)), pulse],
    check(objects, log) {
      thoseInLineWentOn(log);
      isAtRest(objects);
      expect(!objects.event.is_set(), "the flag is set");
    },
  }),
  defineCase<Objects>({
    name: "Event: one sets it and one clears it",
    setup,
    threads: [waitAtMost(1), ({ event }) => event.clear(), ({ event }) => event.set()],
    check: isAtRest,
  }),
  defineCase<Objects>({
    name: "Event: promises, blocked threads and an abort",
    setup,
    threads: [
      async ({ event }, say) => {
        const controller = new AbortController();
        pause().then(() => controller.abort());
        const [one, other] = [event.wait_async({ signal: controller.signal }), event.wait_async(1)];
        say(await one.then(() => "set", () => "aborted"));
        say((await other) ? "set" : "gave up");
      },
      waitAtMost(1),
      ({ event }) => event.set(),
    ],
    check: isAtRest,
  }),
];
