/** How the scripts start other programs: always Node itself with a file, never a shell. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * Runs Node with these arguments in the project's folder, output passed through, and waits for its end.
 * @param {string[]} args
 * @param {import("node:child_process").SpawnOptions} [options]
 * @returns {Promise<{ code: number | null, signal: string | null }>}
 */
export function node(args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: "inherit", ...options });
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
}

/** @param {string[]} args @param {import("node:child_process").SpawnOptions} [options] */
export const npm = (args, options) => node([npmCli(), ...args], options);

/** Where npm's own JavaScript is: what started us knows, else it lies where Node's installers put it. */
export function npmCli() {
  const { npm_execpath: own } = process.env;
  if (own?.endsWith("npm-cli.js")) return own;
  const bin = dirname(process.execPath);
  const places = [join(bin, "../lib/node_modules"), join(bin, "../share/nodejs"), join(bin, "node_modules"), "/usr/share/nodejs"];
  const found = places.map((place) => join(place, "npm/bin/npm-cli.js")).find(existsSync);
  if (!found) throw new Error("npm-cli.js was not found: start this script through npm");
  return found;
}

/** The JavaScript file behind a command of a development dependency. @param {string} name @param {string} file */
export const tool = (name, file) => join(root, "node_modules", name, file);
