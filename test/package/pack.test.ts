/**
 * The pack as a stranger gets it: packed, installed into an empty project outside this folder, and used in every way that
 * a project may use a package. The same program must print the same lines each time.
 */
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { npmCli, root, tool } from "../../scripts/run.mjs";
import { tsx } from "../../scripts/samples/programs.mjs";

const run = promisify(execFile);
const entryPoints = ["thread", "threading", "queue", "time", "random", "builtins", "faulthandler"];
const source = readFileSync(new URL("program.ts", import.meta.url), "utf8");
const expected = ["handled 20", "sum 1900", "raw thread: file", "same object True", ""].join("\n");

let project = "";
let installed = "";

beforeAll(async () => {
  project = realpathSync(mkdtempSync(join(tmpdir(), "pythreads-pack-")));
  const npm = (...args: string[]) => run(process.execPath, [npmCli(), ...args, "--no-audit", "--no-fund", "--ignore-scripts"], { cwd: project });
  await npm("pack", root, "--pack-destination", project);
  const tarball = readdirSync(project).find((name) => name.endsWith(".tgz"))!;
  writeFileSync(join(project, "package.json"), `{ "name": "stranger", "private": true }\n`);
  // Without a network: whatever would have to be fetched is a dependency that the pack must not have.
  await npm("install", `./${tarball}`, "--offline");
  installed = join(project, "node_modules", "pythreads");
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

/** Writes a file of the project into a folder of its own, whose package.json makes it ESM or CommonJS. */
function write(folder: string, type: "module" | "commonjs", file: string, text: string) {
  mkdirSync(join(project, folder), { recursive: true });
  writeFileSync(join(project, folder, "package.json"), `{ "type": "${type}" }\n`);
  writeFileSync(join(project, folder, file), text);
  return join(project, folder, file);
}

/** Runs it and expects the program's lines, nothing on stderr and an end by itself with code 0. */
async function prints(args: string[], lines = expected) {
  const ended = run(process.execPath, args, { cwd: project, timeout: 25_000, killSignal: "SIGKILL" }).catch((error) => error);
  const { stdout, stderr, code = 0, signal = null } = await ended;
  expect({ stdout, stderr, code, signal }).toEqual({ stdout: lines, stderr: "", code: 0, signal: null });
}

/** The imports of the program as `require`. */
const asCommonJs = (text: string) =>
  text
    .replace(/^import \* as (\w+) from (".+");$/gm, "const $1 = require($2);")
    .replace(/^import (\{.+\}) from (".+");$/gm, "const $1 = require($2);")
    .replace(/^import (\w+) from (".+");$/gm, "const $1 = require($2).default;");

describe("the same program", () => {
  test("as plain ESM", () => prints([write("esm", "commonjs", "program.mjs", source)]));

  test("as CommonJS", () => prints([write("cjs", "module", "program.cjs", asCommonJs(source))]));

  test("through tsx, in a project of ESM", () => prints([...tsx, write("tsx-esm", "module", "program.ts", source)]));

  test("through tsx, in a project of CommonJS", () => prints([...tsx, write("tsx-cjs", "commonjs", "program.ts", source)]));

  test.skipIf(!("typescript" in process.features && process.features.typescript))("by Node's own type stripping, which this Node may not have", () =>
    prints([write("stripped", "module", "program.ts", source)]),
  );

  test.each(["esm", "cjs"] as const)("bundled and minified by esbuild, as %s", async (format) => {
    const folder = `bundle-${format}`;
    const entry = write(folder, format === "esm" ? "module" : "commonjs", "program.ts", source);
    const outfile = join(project, folder, "bundle.js");
    await build({ entryPoints: [entry], outfile, format, bundle: true, minify: true, platform: "node", external: ["pythreads", "pythreads/*"] });
    expect(readFileSync(outfile, "utf8").split("\n").length).toBeLessThan(5);
    await prints([outfile]);
  });
});

describe("the entry points", () => {
  test("are one instance for ESM and CommonJS", async () => {
    const text = `
      import { createRequire } from "node:module";
      const require = createRequire(import.meta.url);
      for (const name of ${JSON.stringify(entryPoints)}) {
        const esm = await import("pythreads/" + name);
        const cjs = require("pythreads/" + name);
        if (esm.default !== cjs || cjs.default !== cjs) throw new Error(name + " has two module objects");
        const names = Object.keys(cjs).sort().join();
        const exported = Object.keys(esm).filter((key) => key !== "default").sort().join();
        if (names !== exported) throw new Error(name + ": " + names + " but " + exported);
        for (const key of Object.keys(cjs)) if (esm[key] !== cjs[key]) throw new Error(name + "." + key + " exists twice");
        for (const all of [await import("pythreads"), require("pythreads")]) if (all[name] !== cjs) throw new Error("pythreads." + name);
      }
      const { Queue, queue } = await import("pythreads");
      if (Queue !== queue) throw new Error("Queue is not queue");
    `;
    await prints([write("instance", "module", "main.mjs", text)], "");
  });

  test("let a setting made in CommonJS be seen in ESM", async () => {
    const text = `
      import { createRequire } from "node:module";
      import threading from "pythreads/threading";
      const hook = () => {};
      createRequire(import.meta.url)("pythreads/threading").excepthook = hook;
      if (threading.excepthook !== hook) throw new Error("not the same module object");
    `;
    await prints([write("setting", "module", "main.mjs", text)], "");
  });

  test.each(["pythreads/internal", "pythreads/dist/cjs/index.js", "pythreads/dist/cjs/worker.js", "pythreads/src/index.ts"])("do not include %s", async (name) => {
    const file = write("internal", "module", "main.mjs", `await import(${JSON.stringify(name)});`);
    await expect(run(process.execPath, [file])).rejects.toThrow("ERR_PACKAGE_PATH_NOT_EXPORTED");
  });

  test("show no name of the core's own", async () => {
    const text = `import * as all from "pythreads"; console.log(Object.keys(all).sort().join(" "));`;
    await prints([write("names", "module", "main.mjs", text)], "Queue builtins faulthandler queue random thread threading time\n");
  });
});

describe("the pack", () => {
  test("holds what runs, its declarations and its licences", () => {
    const files = readdirSync(installed, { recursive: true }) as string[];
    for (const folder of ["src", "test", "scripts", "examples", "node_modules"]) expect(existsSync(join(installed, folder))).toBe(false);
    expect(files.filter((name) => /\.(map|py|tgz)$|(?<!\.d)\.ts$/.test(name))).toEqual([]);
    expect(files).toEqual(expect.arrayContaining(["LICENSE", join("dist", "THIRD-PARTY-NOTICES.txt")]));
  });

  test("brings no other package", () => {
    expect(readdirSync(join(project, "node_modules")).filter((name) => !name.startsWith("."))).toEqual(["pythreads"]);
    const manifest = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
    expect(manifest.dependencies ?? {}).toEqual({});
  });
});

describe("a typed project", () => {
  const consumer = readFileSync(new URL("consumer.ts", import.meta.url), "utf8");
  const compilerOptions = { strict: true, noEmit: true, target: "ES2022", lib: ["ES2023"], types: [], skipLibCheck: false };

  test.each([
    ["ESM", "module", "NodeNext"],
    ["CommonJS", "commonjs", "NodeNext"],
    ["a bundler", "module", "Bundler"],
  ] as const)("compiles as %s", async (name, type, moduleResolution) => {
    const folder = `typed-${name.replace(" ", "-")}`;
    write(folder, type, "consumer.ts", consumer);
    const options = { ...compilerOptions, moduleResolution, module: moduleResolution === "Bundler" ? "ESNext" : moduleResolution };
    writeFileSync(join(project, folder, "tsconfig.json"), JSON.stringify({ compilerOptions: options, include: ["*.ts"] }));
    const errors = await run(process.execPath, [tool("typescript", "bin/tsc"), "-p", folder], { cwd: project }).then(
      () => "",
      (error) => error.stdout as string,
    );
    expect(errors).toBe("");
  });
});
