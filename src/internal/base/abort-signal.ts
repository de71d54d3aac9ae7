/**
 * The platform's AbortSignal, as far as waits use it. Spelt out since the package's declarations have to compile in
 * projects that know neither the types of Node nor those of the DOM.
 */
export interface AbortSignal {
  /** Whether it has been aborted. */
  readonly aborted: boolean;
  /** What it was aborted with. */
  readonly reason: unknown;
  /** Throws the reason if it has been aborted. */
  throwIfAborted(): void;
  /** Has the listener called when it is aborted. */
  addEventListener(type: "abort", listener: () => void): void;
  /** Takes that back. */
  removeEventListener(type: "abort", listener: () => void): void;
}
