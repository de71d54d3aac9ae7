/** Random numbers from a seed; made anew in each thread. */
export function dice(seed) {
  let state = Math.imul(seed + 1, 0x9e3779b1) ^ 0x2545f491 || 1;
  const below = (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
  return { below, between: (low, high) => low + below(high - low + 1), oneIn: (count) => below(count) === 0 };
}
