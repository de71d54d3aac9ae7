/**
 * The packages that pythreads is compared with, and whether they can be had here. They are the development dependencies of
 * this folder alone.
 */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const bench = dirname(fileURLToPath(import.meta.url));

/**
 * @typedef {object} Peer
 * @property {string} name
 * @property {number} [needs]    the first major version of Node that it runs on, where it runs on no older one
 * @property {string} [unpublished]
 * @property {string} [program]  the file of its programs, if not its name
 */

/** @type {Peer[]} */
const peers = [
  { name: "multithreading", needs: 22 },
  { name: "piscina", program: "pool" },
  { name: "tinypool", program: "pool" },
  { name: "workerpool", program: "pool" },
  { name: "synckit", program: "pool" },
  { name: "knitting", unpublished: "the npm registry does not have it" },
];

/** @param {string} name @returns {{ version: string } | undefined} */
function installed(name) {
  const file = join(bench, "node_modules", name, "package.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

/** Each with its version, or with the reason why there will be no figures. */
export function findPeers() {
  return peers.map(({ name, needs = 0, unpublished, program = name }) => {
    const version = installed(name)?.version;
    const major = Number.parseInt(process.versions.node, 10);
    let absence = unpublished;
    if (absence === undefined && version === undefined) absence = "could not be installed";
    if (absence === undefined && major < needs) absence = `does not run on Node.js ${major}: it needs ${needs}`;
    return { name, program, version, absence };
  });
}
