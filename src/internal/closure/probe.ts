/** Asks once whether this runtime lets closures be read at all, so that a missing feature fails with a plain sentence. */
import { CaptureError } from "../base/errors.js";
import { type ScopeEntry, SelfInspector } from "./inspector.js";

let outcome: CaptureError | "fine" | undefined;

/** @throws CaptureError where functions cannot be captured. */
export function probe(): void {
  outcome ??= attempt();
  if (outcome !== "fine") throw outcome;
}

function attempt(): CaptureError | "fine" {
  if ("bun" in process.versions)
    return new CaptureError("pythreads does not run on Bun: its inspector cannot show the variables of a function");
  if ("deno" in process.versions)
    return new CaptureError("pythreads does not run on Deno: its inspector does not answer synchronously");
  let inspector: SelfInspector | undefined;
  try {
    inspector = new SelfInspector();
    const token = {};
    const sample = () => token;
    const scopes = inspector.value(inspector.properties(sample).own.get("[[Scopes]]")) as ScopeEntry[] | undefined;
    if (scopes?.length && Object.values(scopes[0]!.object).includes(token)) return "fine";
    return new CaptureError(
      "pythreads needs node:inspector to show [[Scopes]] of a function, which this version of Node.js does not",
    );
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ERR_ACCESS_DENIED") return notPermitted();
    return error instanceof CaptureError ? error : new CaptureError(`pythreads cannot use node:inspector here: ${message}`);
  } finally {
    inspector?.close();
  }
}

/** What the permission model forbids, and how to allow it. */
export function notPermitted(): CaptureError {
  const needs = "pythreads needs node:inspector and worker threads";
  if (process.allowedNodeEnvironmentFlags.has("--allow-inspector"))
    return new CaptureError(`${needs}: run node with --allow-inspector --allow-worker`);
  return new CaptureError(
    `${needs}, and the permission model of this version of Node.js cannot allow the inspector: run it without, or use Node.js 24 or later with --allow-inspector --allow-worker`,
  );
}
