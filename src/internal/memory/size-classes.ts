/** Sizes of blocks: every even number of words up to `SMALL_WORDS`, then four to each doubling. */
import { SMALL_CLASSES, SMALL_WORDS, STEPS_PER_DOUBLING } from "./layout.js";

/** The class whose blocks hold so many words. */
export function sizeClass(size: number): number {
  if (size <= SMALL_WORDS) return (size + 1) >> 1;
  const doublings = 31 - Math.clz32(size - 1);
  const step = ((size - 1) >> (doublings - 2)) & 3;
  return SMALL_CLASSES + (doublings - 6) * STEPS_PER_DOUBLING + step + 1;
}

/** Payload words of a size class. */
export function classWords(sizeClass: number): number {
  if (sizeClass <= SMALL_CLASSES) return sizeClass * 2;
  const above = sizeClass - SMALL_CLASSES - 1;
  const doublings = Math.floor(above / STEPS_PER_DOUBLING) + 6;
  return 2 ** doublings + 2 ** (doublings - 2) * ((above % STEPS_PER_DOUBLING) + 1);
}
