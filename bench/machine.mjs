/** Where and of what the figures are. */
import { spawnSync } from "node:child_process";
import { cpus, loadavg, release, totalmem, type } from "node:os";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** @param {string[]} args */
export function git(...args) {
  const { status, stdout } = spawnSync("git", args, { cwd: root, encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}

/** What the sources were; the benchmark's own results are none. */
function commit() {
  const name = git("rev-parse", "--short=10", "HEAD");
  if (name === undefined) return "unknown commit";
  return git("status", "--porcelain", "--", "src", "scripts", "package.json") === ""
    ? `commit ${name}`
    : `commit ${name}, with changes`;
}

/** To be asked before the run, which is a load itself. @param {{ name: string, version?: string }[]} peers */
export function describeRun(peers) {
  const present = peers.flatMap(({ name, version }) => (version === undefined ? [] : [`${name} ${version}`]));
  const [load] = loadavg();
  return [
    `${cpus().length} × ${cpus()[0]?.model.trim() || "unknown processor"}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()} ${release()}`,
    `Node.js ${process.versions.node}, ${commit()}, ${new Date().toISOString().slice(0, 10)}`,
    load < cpus().length / 4
      ? "an idle machine"
      : `a machine with other work: ${load.toFixed(1)} threads wanted its processors before the run`,
    ...(present.length > 0 ? [present.join(", ")] : []),
  ];
}
