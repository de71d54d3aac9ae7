/**
 * What is run where: one cell for each way to run a program. `without` names the rows that the toolchain, not this package,
 * does not have there; docs/platforms.md says why.
 *
 * @import { Form } from "./forms.mjs"
 */
import { nodeVersions } from "./install.mjs";

/**
 * @typedef {object} Cell
 * @property {string} name
 * @property {string} runtime       a version of Node, "bun" or "deno"
 * @property {string} project       the toolchain's folder
 * @property {Form} form
 * @property {string[]} [args]      what stands before the file
 * @property {Record<string, string>} [env]
 * @property {string[]} [without]
 * @property {RegExp} [says]        what stderr may hold
 * @property {"program" | "vitest" | "jest"} [runner]
 * @property {string[]} [runnerArgs]
 * @property {boolean} [examples]   the classic programs and the article's too
 * @property {RegExp} [refused]     starting a thread fails so
 */

// Threads have no loaders: there, import() takes what this version of Node itself runs.
const typescriptIn = (/** @type {string} */ node) => (node === "20" ? ["import()"] : []);
const esmSyntaxInCommonJs = ["import()"];
const vmModules = ["import()", "import() of a package"];

const permitted = ["--no-warnings", "--permission", "--allow-fs-read=*", "--allow-inspector", "--allow-worker"];
const listening = /^(Debugger listening on .*|For help, see: .*|Debugger ending on .*|\s*)$/m;

/** @type {(node: string) => Cell[]} */
const onEach = (node) => {
  const base = { runtime: node, project: "typescript" };
  /** @type {Cell[]} */
  const cells = [
    { ...base, name: "ESM", form: "js", examples: true },
    { ...base, name: "CommonJS", form: "cjs", examples: node === "24" },
    { ...base, name: "tsx, ESM", form: "ts", args: ["--import", "tsx"], without: typescriptIn(node), examples: node === "20" },
    { ...base, name: "tsx, CommonJS", form: "ts-cjs", args: ["--import", "tsx"], without: esmSyntaxInCommonJs, examples: node === "24" },
    { ...base, name: "esbuild, minified, ESM", form: "bundle-esm", examples: node === "26" },
    { ...base, name: "esbuild, minified, CommonJS", form: "bundle-cjs", examples: node === "20" },
    { ...base, name: "--enable-source-maps --inspect", form: "js", args: ["--enable-source-maps", "--inspect=0"], says: listening },
    { ...base, name: "--frozen-intrinsics", form: "js", args: ["--no-warnings", "--frozen-intrinsics"] },
    { ...base, name: "--disallow-code-generation-from-strings", form: "js", args: ["--disallow-code-generation-from-strings"] },
    { ...base, name: "NODE_V8_COVERAGE", form: "js", env: { NODE_V8_COVERAGE: "coverage-raw" } },
  ];
  if (node !== "20") cells.push({ ...base, name: "type stripping", form: "ts", args: ["--no-warnings"], examples: node === "24" || node === "26" });
  for (const pool of ["forks", "threads", "vmThreads"]) {
    cells.push({ ...base, project: "vitest", name: `Vitest, ${pool}`, form: "ts", runner: "vitest", runnerArgs: [`--pool=${pool}`], without: typescriptIn(node) });
  }
  cells.push({ ...base, project: "jest", name: "Jest", form: "cjs", runner: "jest", without: vmModules });
  const flag = node === "20" ? "--experimental-permission" : "--permission";
  const noFlags = { ...base, form: /** @type {const} */ ("js"), args: ["--no-warnings", flag, "--allow-fs-read=*"] };
  if (node === "20" || node === "22") return [...cells, { ...noFlags, name: flag, refused: /the permission model of this version of Node\.js cannot allow the inspector/ }];
  cells.push({ ...base, name: permitted.slice(1).join(" "), form: "js", args: permitted });
  return [...cells, { ...noFlags, name: flag, refused: /run node with --allow-inspector --allow-worker/ }];
};

/** @type {(node: string) => Cell[]} */
const onSome = (node) => {
  const base = { runtime: node, project: "typescript" };
  return [
    { ...base, name: "ts-node, CommonJS", form: "ts-cjs", args: ["-r", "ts-node/register/transpile-only"], without: esmSyntaxInCommonJs, examples: node === "20" },
    { ...base, name: "ts-node, ESM", form: "ts", args: ["--no-warnings", "--loader", "ts-node/esm/transpile-only"], without: typescriptIn(node) },
    { ...base, name: "swc-node, CommonJS", form: "ts-cjs", args: ["-r", "@swc-node/register"], without: esmSyntaxInCommonJs, examples: node === "24" },
    { ...base, name: "swc-node, ESM", form: "ts", args: ["--import", "@swc-node/register/esm-register"], without: typescriptIn(node) },
    { ...base, name: "c8", form: "js", args: ["../node_modules/c8/bin/c8.js", "--reporter=none", "node"] },
    // Main's traces stay as nyc made the code, those of threads are mapped.
    { ...base, name: "nyc", without: ["the place in a stack trace"], form: "cjs", args: ["../node_modules/nyc/bin/nyc.js", "--reporter=none", "--silent", "node"] },
    ...["v8", "istanbul"].map((provider) => ({
      ...{ ...base, project: "vitest", name: `Vitest, threads, coverage of ${provider}`, form: /** @type {const} */ ("ts"), runner: /** @type {const} */ ("vitest") },
      ...{ runnerArgs: ["--pool=threads", "--coverage.enabled", `--coverage.provider=${provider}`, "--coverage.reporter=json"], without: typescriptIn(node) },
    })),
    ...["v8", "babel"].map((provider) => ({
      ...{ ...base, project: "jest", name: `Jest, coverage of ${provider}`, form: /** @type {const} */ ("cjs"), runner: /** @type {const} */ ("jest") },
      ...{ runnerArgs: ["--coverage", `--coverageProvider=${provider}`, "--coverageReporters=json"], without: vmModules },
    })),
  ];
};

const elsewhere = { project: "typescript", form: /** @type {const} */ ("js") };

/** @type {Cell[]} */
export const cells = [
  ...nodeVersions.flatMap((node) => [...onEach(node), ...(node === "20" || node === "24" ? onSome(node) : [])]),
  { ...elsewhere, name: "no inspector", runtime: "24", args: ["-r", "./no-inspector.cjs"], refused: /pythreads needs node:inspector, which this runtime does not have/ },
  { ...elsewhere, name: "no [[Scopes]]", runtime: "24", args: ["-r", "./no-scopes.cjs"], refused: /pythreads needs node:inspector to show \[\[Scopes\]\] of a function/ },
  { ...elsewhere, name: "Bun", runtime: "bun", refused: /pythreads does not run on Bun: its inspector cannot show the variables of a function/ },
  { ...elsewhere, name: "Deno", runtime: "deno", args: ["run", "-A"], refused: /pythreads does not run on Deno: its inspector does not answer synchronously/ },
];
