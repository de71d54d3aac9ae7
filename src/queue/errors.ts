/** What the queues raise. */
import { defineException, Exception } from "../internal/base/errors.js";

/**
 * Raised by `get` when there is no item and it may not wait, or no longer; without a message.
 *
 * @example
 * try { q.get({ timeout: 1 }); } catch (e) { if (e instanceof Queue.Empty) print("nothing came"); }
 */
export const Empty = defineException("Empty", Exception);
/** What `Empty()` makes. */
export type Empty = Exception;

/**
 * Raised by `put` when there is no room and it may not wait, or no longer; without a message.
 *
 * @example
 * try { q.put(1, { timeout: 1 }); } catch (e) { if (e instanceof Queue.Full) print("no room"); }
 */
export const Full = defineException("Full", Exception);
/** What `Full()` makes. */
export type Full = Exception;

/**
 * Raised by `put` once the queue has been shut down, and by `get` when there is no item left; without a message.
 *
 * @example
 * try { while (true) work(q.get()); } catch (e) { if (!(e instanceof Queue.ShutDown)) throw e; }
 */
export const ShutDown = defineException("ShutDown", Exception);
/** What `ShutDown()` makes. */
export type ShutDown = Exception;
