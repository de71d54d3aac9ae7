/**
 * npm run test:platforms: runs the rows of scripts/platforms/programs, and in some places the examples, under each version of
 * Node and each toolchain that docs/platforms.md speaks of, with this package as it would be published. It fetches them
 * first (scripts/platforms/install.mjs). Arguments choose cells by a part of their names: `-- "node 24" tsx`; with `--rows`
 * the examples, which take most of the time, are left out.
 */
import { execFile } from "node:child_process";
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, delimiter, dirname, join } from "node:path";
import { endingOf, entryOf, rowFiles, write } from "./platforms/forms.mjs";
import { binaries, install, installPackage, projectOf } from "./platforms/install.mjs";
import { cells } from "./platforms/matrix.mjs";
import { node, root } from "./run.mjs";
import { complaintsAbout, fileOf, programs, tsx, watch } from "./samples/programs.mjs";

/** @import { Cell } from "./platforms/matrix.mjs" */

const limitMs = 180_000;
const atOnce = 3;

const classic = readdirSync(join(root, "examples/classic"))
  .filter((name) => name.endsWith(".ts"))
  .map((name) => join(root, "examples/classic", name));
const article = programs.map((program) => fileOf(program, "ts"));
const runners = join(root, "scripts/platforms/runners");

const wanted = process.argv.slice(2).filter((argument) => argument !== "--rows");
const rowsOnly = process.argv.includes("--rows");
const nameOf = (/** @type {Cell} */ cell) => (/^\d/.test(cell.runtime) ? `node ${cell.runtime}, ${cell.name}` : cell.name);
const chosen = cells
  .map((cell) => ({ ...cell, examples: cell.examples && !rowsOnly }))
  .filter((cell) => wanted.length === 0 || wanted.some((part) => nameOf(cell).includes(part)));

if ((await node([join(root, "scripts/build.mjs")])).code !== 0) process.exit(1);
const missing = await install();
await installPackage();

/** What the classic programs print, for comparison. @type {Map<string, string> | undefined} */
let reference;
let failures = 0;
for (const cell of chosen) {
  const started = performance.now();
  const complaints =
    missing.includes(folderOf(cell.runtime)) || missing.includes(cell.project)
      ? ["it could not be fetched"]
      : await complaintsOf(cell);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(
    `${complaints.length === 0 ? "ok  " : "FAIL"} ${nameOf(cell)}${cell.examples ? ", with the examples" : ""} (${seconds} s)`,
  );
  for (const complaint of complaints) console.log(complaint.replace(/^/gm, "       "));
  if (complaints.length > 0) failures++;
}
console.log(`platforms: ${chosen.length - failures} of ${chosen.length} as they should be`);
process.exitCode = failures === 0 && chosen.length > 0 ? 0 : 1;

/** @param {string} runtime */
function folderOf(runtime) {
  return /^\d/.test(runtime) ? `node${runtime}` : runtime;
}

/** @param {Cell} cell */
async function complaintsOf(cell) {
  const folder = join(projectOf(cell.project), cell.form);
  rmSync(folder, { recursive: true, force: true });
  const isEntry = (/** @type {string} */ file) => basename(file) === `${entryOf(cell.form)}.ts` || file.includes("examples");
  await write(folder, cell.form, [...rowFiles(cell.form), ...(cell.examples ? [...classic, ...article] : [])], isEntry);
  writeFileSync(join(folder, "tsconfig.json"), tsconfigOf(cell));
  // Or Vitest would take the one of this repository.
  writeFileSync(join(folder, "vitest.config.mjs"), "export default {};\n");
  if (cell.refused) return refusalComplaints(cell, folder, cell.refused);
  const complaints = await rowComplaints(cell, folder);
  if (cell.examples && complaints.length === 0)
    complaints.push(...(await classicComplaints(cell, folder)), ...(await articleComplaints(cell, folder)));
  return complaints;
}

/** For the compilers that would otherwise choose what to compile to by themselves. @param {Cell} cell */
function tsconfigOf(cell) {
  const common = { target: "es2022", lib: ["esnext"], esModuleInterop: true, skipLibCheck: true };
  const module = cell.form.endsWith("cjs")
    ? { module: "commonjs", moduleResolution: "node10" }
    : { module: "esnext", moduleResolution: "bundler", allowImportingTsExtensions: true, noEmit: true };
  return JSON.stringify({ compilerOptions: { ...common, ...module } });
}

/** @param {Cell} cell @param {string} folder */
async function rowComplaints(cell, folder) {
  const runnersOwn = {
    vitest: ["../node_modules/vitest/vitest.mjs", "run", "--root", "."],
    jest: ["../node_modules/jest/bin/jest.js", "--rootDir", "."],
  };
  const env = { WITHOUT: (cell.without ?? []).join("\n") };
  if (cell.runner === "vitest" || cell.runner === "jest") {
    copyFileSync(
      join(runners, cell.runner === "vitest" ? "vitest.ts" : "jest.cjs"),
      join(folder, `rows.test.${endingOf(cell.form)}`),
    );
    const seen = await run(cell, [...runnersOwn[cell.runner], ...(cell.runnerArgs ?? [])], folder, env);
    return seen.code === 0 ? [] : [seen.stdout + seen.stderr];
  }
  const seen = await run(cell, [...(cell.args ?? []), `${entryOf(cell.form)}.${endingOf(cell.form)}`], folder, env);
  const complaints = endingComplaints(cell, seen);
  if (seen.stdout !== "all rows hold\n") complaints.push(seen.stdout.trimEnd());
  return complaints;
}

/** @param {Cell} cell @param {string} folder @param {RegExp} refused */
async function refusalComplaints(cell, folder, refused) {
  await write(folder, cell.form, [join(runners, "refusal.ts")]);
  for (const name of ["no-inspector.cjs", "no-scopes.cjs"]) copyFileSync(join(runners, name), join(folder, name));
  const seen = await run(cell, [...(cell.args ?? []), `refusal.${endingOf(cell.form)}`], folder);
  const lines = seen.stdout.split("\n");
  const isRight =
    lines.length === 4 &&
    lines.slice(0, 2).every((line) => line.startsWith("CaptureError: ") && refused.test(line)) &&
    lines[2] === "goes on true 1";
  return [...endingComplaints(cell, seen), ...(isRight ? [] : [seen.stdout.trimEnd()])];
}

/** @param {Cell} cell @param {string} folder */
async function classicComplaints(cell, folder) {
  reference ??= new Map(
    await inTurn(
      classic.map(
        (file) => async () => /** @type {const} */ ([file, (await execute(process.execPath, [...tsx, file], root)).stdout]),
      ),
    ),
  );
  const expected = reference;
  const found = await inTurn(
    classic
      .filter((file) => isRunnable(cell, file))
      .map((file) => async () => {
        const seen = await run(cell, [...(cell.args ?? []), `${basename(file, ".ts")}.${endingOf(cell.form)}`], folder);
        const complaints = endingComplaints(cell, seen);
        if (comparable(seen.stdout) !== comparable(expected.get(file) ?? "")) complaints.push(`it printed\n${seen.stdout}`);
        return complaints.map((complaint) => `${basename(file)}: ${complaint}`);
      }),
  );
  return found.flat();
}

/** Its lines, whatever their order, and with the answers that depend on the machine left out. @param {string} text */
function comparable(text) {
  return text
    .replace(/True|False/g, "?")
    .split("\n")
    .sort()
    .join("\n");
}

/** Type stripping leaves `using` to the engine, and that of Node.js 22 does not know it. @param {Cell} cell @param {string} file */
function isRunnable(cell, file) {
  return cell.runtime !== "22" || cell.name !== "type stripping" || !/^\s*using /m.test(readFileSync(file, "utf8"));
}

/** @param {Cell} cell @param {string} folder */
async function articleComplaints(cell, folder) {
  const found = await inTurn(
    programs.map((program) => async () => {
      const args = [...(cell.args ?? []), `${program.name}.${endingOf(cell.form)}`];
      const seen = await watch(
        program,
        {},
        { command: binaryOf(cell), args, options: { cwd: folder, env: environmentOf(cell) } },
      );
      return complaintsAbout(program, seen).map((complaint) => `${program.name}: ${complaint}`);
    }),
  );
  return found.flat();
}

/**
 * @typedef {{ stdout: string, stderr: string, code: number | string }} Seen
 * @param {Cell} cell @param {Seen} seen
 */
function endingComplaints(cell, { stderr, code }) {
  const complaints = code === 0 ? [] : [`it ended with ${code}`];
  const unexpected = stderr.split("\n").filter((line) => line !== "" && !cell.says?.test(line));
  return unexpected.length === 0 ? complaints : [...complaints, unexpected.join("\n")];
}

/** @param {Cell} cell */
function binaryOf(cell) {
  return binaries[/** @type {keyof typeof binaries} */ (cell.runtime)];
}

/** Tools that start Node anew find the right one. @param {Cell} cell @param {Record<string, string>} [more] */
function environmentOf(cell, more) {
  const { NODE_OPTIONS, NODE_V8_COVERAGE, FORCE_COLOR, ...rest } = process.env;
  return { ...rest, PATH: [dirname(binaryOf(cell)), process.env.PATH].join(delimiter), NO_COLOR: "1", ...cell.env, ...more };
}

/** @param {Cell} cell @param {string[]} args @param {string} folder @param {Record<string, string>} [env] */
function run(cell, args, folder, env) {
  return execute(binaryOf(cell), args, folder, environmentOf(cell, env));
}

/** @param {string} command @param {string[]} args @param {string} cwd @param {NodeJS.ProcessEnv} [env] @returns {Promise<Seen>} */
function execute(command, args, cwd, env = process.env) {
  return new Promise((done) => {
    const child = execFile(
      command,
      args,
      { cwd, env, timeout: limitMs, killSignal: "SIGKILL", maxBuffer: 1 << 26 },
      (error, stdout, stderr) => {
        done({ stdout, stderr, code: error === null ? 0 : (child.signalCode ?? error.code ?? error.message) });
      },
    );
  });
}

/** Runs them, never more than a few at once. @template T @param {(() => Promise<T>)[]} tasks @returns {Promise<T[]>} */
async function inTurn(tasks) {
  /** @type {T[]} */
  const results = [];
  const left = tasks.entries();
  const work = async () => {
    for (const [i, task] of left) results[i] = await task();
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}
