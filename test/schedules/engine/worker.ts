/** The script of each worker of an exploration. The first one directs; the others do what their turn says. */
import { control, me } from "./control.js";
import { parentPort } from "node:worker_threads";
import "../../../src/modules.js";
import { cases } from "../cases/index.js";
import { explore, type Order } from "./director.js";
import { Command, Control } from "./layout.js";
import { awaitTurn, endThread, fail, signalTurn } from "./schedule.js";
import { begin, obey } from "./thread.js";

if (me === 0) direct();
else void serve();

async function serve(): Promise<void> {
  awaitTurn();
  begin();
  signalTurn(0);
  for (;;) {
    awaitTurn();
    const pending = obey();
    if (pending !== undefined) await pending;
    // When all have ended it is the director's turn, as it is after every other command.
    signalTurn(control[Control.COMMAND] === Command.RUN ? Math.max(0, endThread()) : 0);
  }
}

function direct(): void {
  begin();
  for (let thread = 1; thread < control[Control.THREADS]; thread++) {
    signalTurn(thread);
    awaitTurn();
  }
  parentPort?.on("message", (order: Order) => {
    explore(order).then(
      (report) => parentPort?.postMessage({ type: "done", report }),
      (error) => fail(error instanceof Error ? String(error.stack) : String(error)),
    );
  });
  const known = cases.map(({ name, threads }) => ({ name, threads: threads.length }));
  parentPort?.postMessage({ type: "ready", cases: known });
}
