// @ts-nocheck
/** Imported dynamically, by a thread too. */
export const value = 42;
