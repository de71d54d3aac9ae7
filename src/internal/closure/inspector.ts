/**
 * The inspector of this very thread, asked synchronously.
 *
 * Nothing is connected for longer than one capture: a session that stays connected keeps every object alive that was ever
 * logged. Values are handed over through a box instead of globals, because code may run in another realm (jest).
 */
import type * as Inspector from "node:inspector";
import { CaptureError } from "../base/errors.js";
import { withEngineFlag } from "../memory/engine-flags.js";

export interface RemoteProperty {
  name: string;
  value?: { objectId?: string; value?: unknown; unserializableValue?: string };
  get?: unknown;
  set?: unknown;
}

export interface ScopeEntry {
  description: string;
  object: Record<string, unknown>;
}

const KEY = `pythreads$${Math.random().toString(36).slice(2)}`;
const box: { in: unknown; out: unknown } = { in: undefined, out: undefined };
/** How code that the inspector runs comes to the box. */
const BOX = `process.getBuiltinModule('node:inspector').Session[${JSON.stringify(KEY)}]`;

/** Whether a variable in its dead zone reads as undefined, as on Node 20, unless V8 is told otherwise. */
export const HIDES_DEAD_ZONES = process.versions.node.startsWith("20.");

export const withDeadZones = <T>(body: () => T): T => withEngineFlag("experimental-value-unavailable", body);

export class SelfInspector {
  readonly #session: Inspector.Session;
  /** The number of the context that the inspector's code runs in. */
  #contextId = 0;

  constructor() {
    const inspector = process.getBuiltinModule?.("node:inspector");
    if (!inspector) throw new CaptureError("pythreads needs node:inspector, which this runtime does not have");
    if (!Object.hasOwn(inspector.Session, KEY)) Object.defineProperty(inspector.Session, KEY, { value: box, configurable: true });
    this.#session = new inspector.Session();
    this.#session.connect();
  }

  close(): void {
    this.#session.disconnect();
    box.in = box.out = undefined;
  }

  /** The answer to a command; its shape is the protocol's, and is typed where it is read. */
  post(method: string, params: object = {}): any {
    let answered = false;
    let failure: unknown;
    let answer: { exceptionDetails?: { exception?: { description?: string } } } | undefined;
    (this.#session.post as (m: string, p: object, done: (e: unknown, r: typeof answer) => void) => void).call(
      this.#session,
      method,
      params,
      (e, r) => {
        answered = true;
        failure = e;
        answer = r;
      },
    );
    if (!answered) throw new CaptureError("pythreads needs an inspector that answers synchronously, as the one of Node.js does");
    if (failure) throw new CaptureError(`inspector: ${method}: ${(failure as Error).message}`);
    if (answer?.exceptionDetails)
      throw new CaptureError(`inspector: ${method}: ${answer.exceptionDetails.exception?.description}`);
    return answer;
  }

  /** Collects what the Debugger domain says of all scripts; on for as short as can be, since it costs milliseconds. */
  withDebugger(onScript: (script: ParsedScript) => void, body: () => void): void {
    const listen = ({ params }: { params: ParsedScript }) => onScript(params);
    this.#session.on("Debugger.scriptParsed", listen as never);
    try {
      this.post("Debugger.enable");
      body();
    } finally {
      this.post("Debugger.disable");
      this.#session.off("Debugger.scriptParsed", listen as never);
    }
  }

  properties(value: unknown): { own: Map<string, RemoteProperty["value"]>; privates: RemoteProperty[] } {
    box.in = value;
    const { objectId } = this.post("Runtime.evaluate", { expression: `${BOX}.in`, silent: true }).result;
    box.in = undefined;
    this.#contextId ||= contextOf(objectId);
    const answer = this.post("Runtime.getProperties", { objectId, ownProperties: true });
    const internal: RemoteProperty[] = answer.internalProperties ?? [];
    return { own: new Map(internal.map((p) => [p.name, p.value])), privates: answer.privateProperties ?? [] };
  }

  /** The real value behind a remote one, which `properties` gave. */
  value(remote: RemoteProperty["value"]): unknown {
    if (remote?.objectId !== undefined) {
      this.post("Runtime.callFunctionOn", {
        executionContextId: this.#contextId,
        functionDeclaration: `function(o){${BOX}.out=o}`,
        arguments: [{ objectId: remote.objectId }],
      });
      const { out } = box;
      box.out = undefined;
      return out;
    }
    if (remote?.unserializableValue !== undefined) return unserializable(remote.unserializableValue);
    return remote?.value;
  }
}

/** The engine's names for objects are `isolate.context.object`. */
function contextOf(objectId: string): number {
  const [, context] = /^-?\d+\.(\d+)\.\d+$/.exec(objectId) ?? [];
  if (context === undefined)
    throw new CaptureError(`pythreads does not know the inspector of this version of Node.js (${objectId})`);
  return Number(context);
}

export interface ParsedScript {
  scriptId: string;
  url: string;
  startLine: number;
  startColumn: number;
  length: number;
  isModule?: boolean;
  sourceMapURL?: string;
}

function unserializable(text: string): unknown {
  if (text === "-0") return -0;
  return text.endsWith("n") ? BigInt(text.slice(0, -1)) : Number(text);
}
