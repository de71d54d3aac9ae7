/** How the arguments of a thread's target are typed: by the target's own parameters. */

/**
 * Arguments for parameters `A`: a tuple of just those or, for other iterables, whose length is not known, items of their
 * types. Arrays have a `copyWithin`, so that an array that is no such tuple is not taken for any iterable.
 */
export type TargetArguments<A extends readonly unknown[]> =
  | readonly [...A]
  | (Iterable<A[number]> & { readonly copyWithin?: never });
