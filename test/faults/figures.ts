/** The chance of at most `failures` in `runs` where each run fails with the chance `rate`; summed in logarithms, since powers underflow. */
const chanceOfAtMost = (failures: number, runs: number, rate: number): number => {
  let logarithm = runs * Math.log1p(-rate);
  let sum = Math.exp(logarithm);
  for (let count = 1; count <= failures; count += 1) {
    logarithm += Math.log((runs - count + 1) / count) + Math.log(rate) - Math.log1p(-rate);
    sum += Math.exp(logarithm);
  }
  return sum;
};

/**
 * The rate of failure that is not exceeded with 95 % confidence, by the exact binomial distribution (Clopper and Pearson, 1934):
 * without a failure `1 - 0.05^(1/runs)`, which the rule of three calls 3/runs.
 */
export const upperBound = (runs: number, failures: number): number => {
  if (failures >= runs) return 1;
  let [low, high] = [failures / runs, 1];
  for (let halving = 0; halving < 60; halving += 1) {
    const middle = (low + high) / 2;
    if (chanceOfAtMost(failures, runs, middle) > 0.05) low = middle;
    else high = middle;
  }
  return high;
};

/** `1.5 %`, with as many digits as say something. */
export const percent = (rate: number): string => `${Number((rate * 100).toPrecision(2))} %`;
