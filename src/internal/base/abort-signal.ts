/**
 * The platform's AbortSignal, as far as waits use it. Spelt out since the package's declarations have to compile in
 * projects that know neither the types of Node nor those of the DOM.
 */
export interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}
