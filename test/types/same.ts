/** Whether two types are one and the same; `any` is the same as `any` only. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** `same<number>()(value)` compiles if the type of the value is `number`, neither wider nor narrower. */
export function same<T>(): <U>(value: U, ...differs: Same<T, U> extends true ? [] : [never]) => void {
  return () => {};
}
