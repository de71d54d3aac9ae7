// @ts-nocheck
import * as shared from "./shared.ts";

export const rightLock = () => shared.LOCK;
export const rightNote = (text) => shared.note(`right ${text}`);
