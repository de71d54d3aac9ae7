/**
 * Who does the work. A subject takes part in a scenario when the scenario's folder has its file; a new one is an entry here
 * and such files.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const bench = dirname(fileURLToPath(import.meta.url));

/**
 * @typedef {object} Subject
 * @property {string} name     as the table shows it
 * @property {string} file     its program in a scenario's folder
 * @property {string} command
 * @property {string[]} args   before the program's path
 */

/** Without -S, what is installed beside a Python may import `threading` before the program does. */
const pythonArgs = ["-B", "-S"];

/** Every Python that the table may show; what is not on the PATH, or is only a stub there, is left out. */
const pythons = ["python2.7", "python3", "python3.13t", "python3.14t"];

/** @returns {Subject[]} */
export function findSubjects() {
  const node = { command: process.execPath, args: [] };
  return [
    { name: "pythreads", file: "pythreads.mjs", ...node },
    { name: "bare", file: "bare.mjs", ...node },
    ...pythons.flatMap((command) => {
      const name = nameOfPython(command);
      return name === undefined ? [] : [{ name, file: "cpython.py", command, args: pythonArgs }];
    }),
  ];
}

/** @param {string} command @returns {string | undefined} */
function nameOfPython(command) {
  const program = [
    "import platform, sys",
    "free = not getattr(sys, '_is_gil_enabled', lambda: True)()",
    "print(platform.python_implementation() + ' ' + platform.python_version() + ('t' if free else ''))",
  ];
  const { status, stdout } = spawnSync(command, ["-c", program.join("\n")], { encoding: "utf8", timeout: 20_000 });
  return status === 0 ? stdout.trim() : undefined;
}

/** @param {Subject} subject @param {string} scenario */
const programOf = (subject, scenario) => join(bench, "scenarios", scenario, subject.file);

/** @param {Subject} subject @param {string} scenario */
export const takesPart = (subject, scenario) => existsSync(programOf(subject, scenario));

const limitMs = 120_000;

/**
 * Runs a subject's program in a process of its own and returns what it reports: numbers by the names of the rows.
 * @param {Subject} subject @param {string} scenario @param {number} n
 * @returns {Promise<Record<string, number>>}
 */
export function sample(subject, scenario, n) {
  const program = programOf(subject, scenario);
  const child = spawn(subject.command, [...subject.args, program, String(n)], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, PYTHONPATH: bench },
    timeout: limitMs,
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (output += text));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (code === 0) resolve(JSON.parse(output));
      else reject(new Error(`${subject.name}, ${scenario}: ended with ${signal ?? `code ${code}`}`));
    });
  });
}
