/**
 * Projects with the toolchains and the other versions of Node, in a folder that git ignores. What is there already is not
 * fetched again. Packages that are only for one system are taken by the name they have for this one.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { npm, root } from "../run.mjs";

export const cache = join(root, ".platforms");

export const nodeVersions = ["20", "22", "24", "26"];

const { arch, platform } = process;
const isGlibc = () => "glibcVersionRuntime" in /** @type {{ header: object }} */ (process.report.getReport()).header;

/** Each is fetched on its own: one that is not offered for this system must not keep the others away. @type {Record<string, Record<string, string>>} */
const projects = {
  ...Object.fromEntries(nodeVersions.map((version) => [`node${version}`, { node: `npm:node-${platform === "win32" ? "win" : platform}-${arch}@${version}` }])),
  bun: { bun: `npm:@oven/bun-${platform === "win32" ? "windows" : platform}-${arch === "arm64" ? "aarch64" : arch}@1` },
  deno: { deno: `npm:@deno/${platform}-${arch}${platform === "linux" && isGlibc() ? "-glibc" : ""}@2` },
  typescript: {
    tsx: "4",
    "ts-node": "10",
    "@swc-node/register": "1",
    "@swc/core": "1",
    "@types/node": "20",
    c8: "12",
    nyc: "18",
    typescript: "5",
  },
  vitest: { vitest: "4", "@vitest/coverage-istanbul": "4", "@vitest/coverage-v8": "4" },
  jest: { jest: "30" },
};

/** What runs a program: the file of a version of Node, or of another runtime. */
export const binaries = {
  ...Object.fromEntries(nodeVersions.map((version) => [version, join(cache, `node${version}`, "node_modules/node/bin", executable("node"))])),
  bun: join(cache, "bun/node_modules/bun/bin", executable("bun")),
  deno: join(cache, "deno/node_modules/deno", executable("deno")),
};

/** @param {string} name */
function executable(name) {
  return platform === "win32" ? `${name}.exe` : name;
}

/** The folder of a toolchain's project. @param {string} name */
export const projectOf = (name) => join(cache, name);

/** Fetches what is missing; returns the names of what could not be had. */
export async function install() {
  const missing = [];
  for (const [name, dependencies] of Object.entries(projects)) {
    const folder = projectOf(name);
    const manifest = `${JSON.stringify({ private: true, dependencies }, null, 2)}\n`;
    const stamp = join(folder, "installed.json");
    if (existsSync(stamp) && readFileSync(stamp, "utf8") === manifest) continue;
    console.log(`fetching ${name} …`);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), manifest);
    if ((await npm(["install", ...quiet], { cwd: folder })).code === 0) writeFileSync(stamp, manifest);
    else missing.push(name);
  }
  return missing;
}

// Peers are left alone: those that coverage names are there, and older versions of npm stumble over them.
const quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--legacy-peer-deps", "--loglevel=error"];

/** Packs this package as it would be published and installs it into the toolchains' projects. */
export async function installPackage() {
  const target = join(cache, "pack");
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const packed = await npm(["pack", "--ignore-scripts", "--silent", "--pack-destination", target], { stdio: ["ignore", "ignore", "inherit"] });
  if (packed.code !== 0) throw new Error("the package could not be packed");
  const { name, version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const tarball = join(target, `${name}-${version}.tgz`);
  for (const project of ["typescript", "vitest", "jest"]) {
    const { code } = await npm(["install", "--no-save", "--offline", ...quiet, tarball], { cwd: projectOf(project), stdio: ["ignore", "ignore", "inherit"] });
    if (code !== 0) throw new Error(`the package could not be installed for ${project}`);
  }
}
