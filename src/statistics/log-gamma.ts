const G = 607 / 128;
const COEFFICIENTS = [
  0.9999999999999971, 57.15623566586292, -59.59796035547549, 14.136097974741746, -0.4919138160976202,
  0.3399464998481189e-4, 0.4652362892704858e-4, -0.9837447530487956e-4, 0.1580887032249125e-3, -0.2102644417241049e-3,
  0.2174396181152126e-3, -0.1643181065367639e-3, 0.8441822398385275e-4, -0.2619083840158141e-4, 0.3689918265953162e-5,
];

/** The logarithm of the gamma function for positive numbers: Lanczos 1964 with the coefficients of P. Godfrey, about 15 digits. */
export function logGamma(x: number): number {
  let sum = COEFFICIENTS[0] as number;
  for (let i = 1; i < COEFFICIENTS.length; i++) sum += (COEFFICIENTS[i] as number) / (x + i);
  const t = x + G + 0.5;
  return (x + 0.5) * Math.log(t) - t + Math.log((Math.sqrt(2 * Math.PI) * sum) / x);
}
