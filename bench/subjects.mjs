/**
 * Who does the work. A subject takes part in a scenario when the scenario's folder has one of its files; a new one is an
 * entry here, or in peers.mjs, and such files.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { findPeers } from "./peers.mjs";

const here = dirname(fileURLToPath(import.meta.url));

/**
 * @typedef {object} Subject
 * @property {string} name       as the tables show it
 * @property {string[]} files    its programs in a scenario's folder: the first that is there
 * @property {string} command
 * @property {string[]} [options] before the program's path
 * @property {string} bench      the folder that has the scenarios
 * @property {Kind} kind
 * @property {string} [peer]     the package, if it is one
 *
 * @typedef {"own" | "bare" | "python" | "package"} Kind
 * @typedef {{ subject: string, scenario?: string, reason: string }} Absence
 */

const node = { command: process.execPath, bench: here };

/** @type {Subject} */
export const pythreads = { name: "pythreads", files: ["pythreads.mjs"], kind: "own", ...node };

/** Without -S, what is installed beside a Python may import `threading` before the program does. */
const pythonOptions = ["-B", "-S"];

/** Every Python that the tables may show; what is not on the PATH, or is only a stub there, is left out. */
const pythons = ["python2.7", "python3", "python3.13", "python3.13t", "python3.14t"];

/** Subjects, and those that would be if they could. @returns {{ subjects: Subject[], absent: Absence[] }} */
export function findSubjects() {
  /** @type {Absence[]} */
  const absent = [];
  /** @type {Subject[]} */
  const subjects = [
    pythreads,
    { name: "bare", files: ["bare.mjs"], kind: "bare", ...node },
    { name: "MessagePort", files: ["message-port.mjs"], kind: "package", ...node },
  ];
  for (const command of pythons) {
    const found = lookUpPython(command);
    if (found === undefined) absent.push({ subject: command, reason: "is not on the PATH" });
    else if (subjects.some(({ name }) => name === found.name)) absent.push({ subject: command, reason: `is ${found.name} too` });
    else subjects.push({ files: ["cpython.py"], options: pythonOptions, bench: here, kind: "python", ...found });
  }
  for (const { name, program, absence } of findPeers()) {
    if (absence !== undefined) {
      absent.push({ subject: name, reason: absence });
      continue;
    }
    subjects.push({ name, files: [`${name}.mjs`, `${program}.mjs`], kind: "package", peer: name, ...node });
    if (name === "multithreading") {
      subjects.push({
        name: "multithreading, blocking",
        files: ["multithreading-blocking.mjs"],
        kind: "package",
        peer: name,
        ...node,
      });
    }
  }
  return { subjects, absent };
}

/** Its name, and the program itself, which a command may only lead to. @param {string} command */
function lookUpPython(command) {
  const program = [
    "import platform, sys",
    "free = not getattr(sys, '_is_gil_enabled', lambda: True)()",
    "print(platform.python_implementation() + ' ' + platform.python_version() + ('t' if free else ''))",
    "print(sys.executable)",
  ];
  const { status, stdout } = spawnSync(command, ["-c", program.join("\n")], { encoding: "utf8", timeout: 20_000 });
  if (status !== 0) return undefined;
  const [name, executable] = stdout.trim().split("\n");
  return { name, command: executable };
}

/** @param {Subject} subject @param {import("./scenarios.mjs").Scenario} scenario */
export function programOf({ files, kind, bench }, { folder, kinds }) {
  if (kinds !== undefined && !kinds.includes(kind)) return undefined;
  return files.map((file) => join(bench, "scenarios", folder, file)).find(existsSync);
}

const limitMs = 300_000;

/**
 * Runs a subject's program in a process of its own and returns what it reports: numbers by the keys of the rows.
 * @param {Subject} subject @param {string} program @param {Record<string, any>} args
 * @returns {Promise<Record<string, number>>}
 */
export function sample({ command, options = [], bench, peer }, program, args) {
  const child = spawn(command, [...options, program, JSON.stringify({ ...args, peer })], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, PYTHONPATH: bench },
    timeout: limitMs,
  });
  let output = "";
  let complaint = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (complaint += text));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (code === 0 && output !== "") return resolve(JSON.parse(output));
      const said =
        complaint
          .trim()
          .split("\n")
          .find((line) => /Error\b/.test(line)) ?? complaint.trim().split("\n")[0];
      reject(new Error(`its program ended with ${signal ?? `code ${code}`}${said ? `: ${said}` : ""}`));
    });
  });
}
