/** Runs one program and notes what it prints and when each line arrived here. */
import { spawn } from "node:child_process";
import { root } from "../run.mjs";

/**
 * @typedef {object} Line
 * @property {string} text
 * @property {number} at     when it arrived, in ms since the program was started
 * @property {number} wall   the same moment as a time of day, in ms since the epoch
 *
 * @typedef {object} Observation
 * @property {Line[]} lines
 * @property {string} stderr
 * @property {number | null} code
 * @property {string | null} signal        the signal that ended it
 * @property {number | null} interruptedAt when Ctrl-C was sent, in ms since the start
 * @property {number} endedAt              in ms since the start
 * @property {boolean} killed              it had to be killed: it did not end when it should have
 *
 * @typedef {object} Plan
 * @property {(lines: Line[], elapsed: number) => boolean} [interruptWhen] send Ctrl-C once this holds; without it the program ends by itself
 * @property {number} limit                kill it after so many ms
 * @property {(text: string) => void} [echo] told each line as it arrives
 */

/** How long a program may live on after Ctrl-C before it counts as one that does not end. */
const graceMs = 3000;

/**
 * @param {string} command
 * @param {string[]} args
 * @param {Plan} plan
 * @param {import("node:child_process").SpawnOptions} [options]
 * @returns {Promise<Observation>}
 */
export function observe(command, args, plan, options = {}) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const elapsed = () => performance.now() - start;
    const child = spawn(command, args, { cwd: root, ...options, stdio: ["ignore", "pipe", "pipe"] });

    /** @type {Line[]} */
    const lines = [];
    let rest = "";
    let stderr = "";
    let killed = false;
    /** @type {number | null} */
    let interruptedAt = null;

    const kill = () => {
      killed = true;
      child.kill("SIGKILL");
    };
    const limit = setTimeout(kill, plan.limit);
    /** @type {NodeJS.Timeout | undefined} */
    let grace;
    const watch = setInterval(() => {
      if (interruptedAt !== null || !plan.interruptWhen?.(lines, elapsed())) return;
      interruptedAt = elapsed();
      child.kill("SIGINT");
      grace = setTimeout(kill, graceMs);
    }, 50);

    child.stdout?.setEncoding("utf8").on("data", (chunk) => {
      const at = elapsed();
      const wall = Date.now();
      const texts = (rest + chunk).split("\n");
      rest = texts.pop() ?? "";
      for (const text of texts) {
        lines.push({ text, at, wall });
        plan.echo?.(text);
      }
    });
    child.stderr?.setEncoding("utf8").on("data", (chunk) => {
      stderr += chunk;
    });
    child.once("error", reject);
    let endedAt = 0;
    child.once("exit", () => {
      endedAt = elapsed();
    });
    child.once("close", (code, signal) => {
      clearTimeout(limit);
      clearTimeout(grace);
      clearInterval(watch);
      if (rest !== "") lines.push({ text: `${rest} [and no end of line]`, at: elapsed(), wall: Date.now() });
      resolve({ lines, stderr, code, signal, interruptedAt, endedAt, killed });
    });
  });
}
