/**
 * npm run soak -- [minutes] [--seed N]: real threads for minutes, with random delays inside of the package, random timeouts
 * and threads that die; test/soak/programs/soak.mjs says what is done and what must hold.
 *
 * The program runs a copy of dist whose Atomics are those of test/soak/chaos.cjs. Here it is watched: a program that says
 * nothing for a while hangs, and what it prints on stderr must be the reports of threads that were to die.
 */
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { root } from "./run.mjs";

/** So long may the program say nothing. */
const LONGEST_SILENCE_MS = 120_000;
const SHOWN_CHARACTERS = 4000;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { seed: { type: "string" } } });
const minutes = Number(positionals[0] ?? 5);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
if (!(minutes > 0) || !Number.isInteger(seed)) throw new Error("npm run soak -- [minutes] [--seed N]");

const folder = realpathSync(mkdtempSync(join(tmpdir(), "pythreads-soak-")));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
makeProject();
console.log(`soak: ${minutes} minutes, seed ${seed}`);
process.exitCode = await run();

/** A project with the program and the package, whose core gets other Atomics. */
function makeProject() {
  const home = join(folder, "node_modules/pythreads");
  cpSync(join(root, "dist"), join(home, "dist"), { recursive: true });
  cpSync(join(root, "package.json"), join(home, "package.json"));
  cpSync(join(root, "test/soak/programs"), folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), `{ "type": "module" }\n`);

  const core = join(home, "dist/cjs/index.js");
  replace(join(root, "test/soak/chaos.cjs"), "const SEED = 0;", `const SEED = ${seed};`, join(home, "dist/cjs/chaos.js"));
  replace(core, `"use strict";\n`, `"use strict";\nconst Atomics = require("./chaos.js");\n`, core);
}

/** @param {string} from @param {string} text @param {string} by @param {string} to */
function replace(from, text, by, to) {
  const parts = readFileSync(from, "utf8").split(text);
  if (parts.length < 2) throw new Error(`${from} has no ${JSON.stringify(text)}`);
  writeFileSync(to, parts[0] + by + parts.slice(1).join(text));
}

/** Runs the program and watches it; returns the exit code. @returns {Promise<number>} */
function run() {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(folder, "soak.mjs"), String(minutes), String(seed)], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stderr = "";
    /** @type {NodeJS.Timeout} */
    let silence;
    let lastLine = "";
    let hangs = false;
    const listen = () => {
      clearTimeout(silence);
      silence = setTimeout(() => {
        hangs = true;
        child.kill("SIGKILL");
      }, LONGEST_SILENCE_MS);
    };
    listen();
    let rest = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      listen();
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        lastLine = line;
        // What begins so tells only that the program lives.
        if (!line.startsWith("round ")) console.log(line);
      }
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      stderr += text;
    });
    child.on("close", (code, signal) => {
      clearTimeout(silence);
      const unexpected = withoutDeaths(stderr);
      if (hangs) console.log(`it hangs: nothing was said for ${LONGEST_SILENCE_MS / 1e3} s after: ${lastLine}`);
      if (unexpected !== "") console.log(`on stderr:\n${unexpected.slice(0, SHOWN_CHARACTERS)}`);
      const failed = hangs || unexpected !== "" || code !== 0;
      console.log(
        failed ? `FAILED (${signal ?? code}); again: npm run soak -- ${minutes} --seed ${seed}` : "soak: all that must hold held",
      );
      resolve(failed ? 1 : 0);
    });
  });
}

/** What is left of stderr without the reports of threads that called process.exit on purpose. @param {string} text */
function withoutDeaths(text) {
  return text
    .replace(/Exception in thread dies-\d+:\nRuntimeError: process\.exit\(\d+\) was called in a thread[^\n]*\n/g, "")
    .trim();
}
