/**
 * Runs the text of a program as its own process against dist, in an empty project beside nothing else of this repository.
 *
 * Each program leads a process group of its own, so that whatever it leaves running is found, and ended, as one.
 * Tests prove that something is blocked by what the program printed before the test lets it go on: by a line to its stdin,
 * a signal, or by ending it. They never sleep to make an order likely.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const repository = resolve(import.meta.dirname, "../..");

export interface ProgramOptions {
  /** Name of the file, whose ending says how it is run: .mjs, .cjs, .js (ESM), and .ts, .mts, .cts through tsx. */
  name?: string;
  /** More files beside it, by name. */
  files?: Record<string, string>;
  /** Options of Node itself. */
  nodeArgs?: string[];
  /** The project's package.json; an ESM package by default. */
  packageJson?: object;
  env?: Record<string, string>;
  /** After so many milliseconds the process group is killed, and `timedOut` is true. */
  timeoutMs?: number;
  /** A file that stdout goes to instead of a pipe. */
  stdoutTo?: number;
}

export interface Chunk {
  /** Milliseconds since the process was started. */
  at: number;
  stream: "stdout" | "stderr";
  text: string;
}

export interface Result {
  stdout: string;
  stderr: string;
  /** The lines of stdout, without the empty one at its end. */
  lines: string[];
  code: number | null;
  signal: NodeJS.Signals | null;
  chunks: Chunk[];
  timedOut: boolean;
  /** Whether a process of its group was still there when it had ended. */
  leftProcesses: boolean;
  /** How long it ran, in milliseconds. */
  took: number;
}

/** What the programs of the tests start with, so that their lines are few. */
export const IMPORTS = `
import * as thread from "pythreads/thread";
import * as threading from "pythreads/threading";
import * as Queue from "pythreads/queue";
import * as time from "pythreads/time";
import * as builtins from "pythreads/builtins";
import { dict, list, object, print, set, SimpleNamespace, SystemExit } from "pythreads/builtins";
import * as fs from "node:fs";
`;

/** The same lines on one line, so that the program's own lines begin at line 2. */
export const ONE_LINE_IMPORTS = IMPORTS.trim().replaceAll("\n", " ");

export class Program {
  readonly child: ChildProcess;
  readonly folder: string;
  readonly ended: Promise<Result>;
  readonly chunks: Chunk[] = [];
  readonly #started = performance.now();
  readonly #watchers = new Set<() => void>();
  #hasEnded = false;

  constructor(text: string, options: ProgramOptions = {}) {
    const { name = "program.mjs", timeoutMs = 20_000 } = options;
    this.folder = makeProject(options);
    const file = join(this.folder, name);
    writeFileSync(file, text);
    const loader = /\.[cm]?ts$/.test(name) ? ["--import", "tsx"] : [];
    const args = [...(options.nodeArgs ?? []), ...loader, file];
    this.child = spawn(process.execPath, args, {
      cwd: this.folder,
      detached: true,
      env: { ...plainEnvironment(), ...options.env },
      stdio: ["pipe", options.stdoutTo ?? "pipe", "pipe"],
    });
    for (const stream of ["stdout", "stderr"] as const) {
      this.child[stream]?.setEncoding("utf8").on("data", (text: string) => {
        this.chunks.push({ at: performance.now() - this.#started, stream, text });
        for (const watcher of this.#watchers) watcher();
      });
    }
    this.child.stdin?.on("error", () => {});
    this.ended = this.#end(timeoutMs);
  }

  /** What has arrived so far. */
  text(stream: "stdout" | "stderr" = "stdout"): string {
    return this.chunks.filter((chunk) => chunk.stream === stream).map(({ text }) => text).join("");
  }

  /** Resolves when the text has arrived; rejects when the program ends without it. */
  arrival(text: string, stream: "stdout" | "stderr" = "stdout"): Promise<void> {
    return new Promise((done, fail) => {
      const look = () => {
        if (this.text(stream).includes(text)) done();
        else if (this.#hasEnded) fail(new Error(`'${text}' never came. stdout: ${this.text()}\nstderr: ${this.text("stderr")}`));
        else return;
        this.#watchers.delete(look);
      };
      this.#watchers.add(look);
      look();
    });
  }

  /** Sends a line to the program's stdin. */
  say(line: string): void {
    this.child.stdin?.write(`${line}\n`);
  }

  interrupt(): void {
    this.child.kill("SIGINT");
  }

  /** Ends the process and all of its group at once. */
  destroy(): void {
    try {
      process.kill(-(this.child.pid as number), "SIGKILL");
    } catch {
      // It has gone.
    }
  }

  async #end(timeoutMs: number): Promise<Result> {
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      this.destroy();
    }, timeoutMs);
    const exited = new Promise<[number | null, NodeJS.Signals | null]>((done) => this.child.on("exit", (...how) => done(how)));
    const closed = new Promise<void>((done) => this.child.on("close", () => done()));
    const [code, signal] = await exited;
    const took = performance.now() - this.#started;
    const leftProcesses = !(await groupEnds(this.child.pid as number));
    if (leftProcesses) this.destroy();
    await closed;
    clearTimeout(timer);
    this.#hasEnded = true;
    for (const watcher of this.#watchers) watcher();
    rmSync(this.folder, { recursive: true, force: true });
    const stdout = this.text();
    return {
      stdout,
      stderr: this.text("stderr"),
      lines: stdout.split("\n").slice(0, stdout.endsWith("\n") ? -1 : undefined),
      code,
      signal,
      chunks: this.chunks,
      timedOut,
      leftProcesses,
      took,
    };
  }
}

/** Starts a program that the test goes on talking to. */
export function start(text: string, options?: ProgramOptions): Program {
  return new Program(text, options);
}

/** Runs a program to its end. */
export function run(text: string, options?: ProgramOptions): Promise<Result> {
  return new Program(text, options).ended;
}

/** Runs a program that starts with the imports of the whole package, on its first line. */
export function runWithImports(text: string, options?: ProgramOptions): Promise<Result> {
  return run(`${ONE_LINE_IMPORTS}\n${text}`, options);
}

/** Runs a program that must end by itself with code 0 and say nothing on stderr; returns the lines of its stdout. */
export async function linesOf(text: string, options?: ProgramOptions): Promise<string[]> {
  const result = await runWithImports(text, options);
  if (result.timedOut || result.code !== 0 || result.stderr !== "" || result.leftProcesses) throw new Error(describe(result));
  return result.lines;
}

/** A result in one text, for messages. */
export function describe({ stdout, stderr, code, signal, timedOut, leftProcesses }: Result): string {
  const how = timedOut ? "did not end" : `ended with ${signal ?? code}`;
  return `${how}${leftProcesses ? ", left processes" : ""}\nstdout: ${stdout}\nstderr: ${stderr}`;
}

/** The environment without what the test runner set for itself. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS, FORCE_COLOR, NO_COLOR, NODE_V8_COVERAGE, ...rest } = process.env;
  return rest;
}

/** Whether a process group ends, in so much time as a helper of a loader takes that ends with its parent. */
async function groupEnds(leader: number): Promise<boolean> {
  for (const deadline = performance.now() + 2000; performance.now() < deadline; await pause(10)) {
    try {
      process.kill(-leader, 0);
    } catch {
      return true;
    }
  }
  return false;
}

/** A project in which the package is installed, as a link to this repository. */
function makeProject({ files = {}, packageJson = { type: "module" } }: ProgramOptions): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "pythreads-test-")));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(repository, join(folder, "node_modules/pythreads"), "junction");
  symlinkSync(join(repository, "node_modules/tsx"), join(folder, "node_modules/tsx"), "junction");
  writeFileSync(join(folder, "package.json"), JSON.stringify(packageJson));
  for (const [name, text] of Object.entries(files)) {
    const file = join(folder, name);
    if (!existsSync(dirname(file))) mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return folder;
}
