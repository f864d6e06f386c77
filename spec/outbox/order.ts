/**
 * Holds what somebody was told against what was so, one after the other. Each value told must have been so, no earlier than the one told before.
 * Gives the first that was not, or undefined where all is in order.
 */
export function out_of_order<T>(was: readonly T[], told: readonly T[]): { index: number; problem: string } | undefined {
  let place = 0;
  for (const [index, value] of told.entries()) {
    const found = was.indexOf(value, place);
    if (found < 0) {
      const problem = was.includes(value) ? "was told before of what came later" : "was never so";
      return { index, problem };
    }
    place = found;
  }
  return undefined;
}
