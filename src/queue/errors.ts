/** What the queues raise. */
import { defineException, Exception } from "../internal/base/errors.js";

/** Raised by `get` when there is no item and it may not wait, or no longer. */
export const Empty = defineException("Empty", Exception);
export type Empty = Exception;

/** Raised by `put` when there is no room and it may not wait, or no longer. */
export const Full = defineException("Full", Exception);
export type Full = Exception;

/** Raised by `put` and `get` once the queue has been shut down. */
export const ShutDown = defineException("ShutDown", Exception);
export type ShutDown = Exception;
