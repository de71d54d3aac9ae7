// @ts-nocheck
import { LOCK, note } from "./shared.ts";

export const leftLock = () => LOCK;
export const leftNote = (text) => note(`left ${text}`);
