import { describe, expect, it } from 'vitest';
import { accurateAsin, accurateCos, accurateSin } from '../../src/util/accurate-trig.ts';

/** Computed with 220 bits and rounded. Math's own functions are a unit in the last place off for each of these. */
const SINES = [
  [0.6017475437372923, 0.5660839205627429],
  [-2.637729930877686, -0.48281181160766046],
  [0.643984603881836, 0.6003867259255223],
  [0.9315933465957642, 0.8025714796637861],
  [-1.1573381423950195, -0.9157368770679046],
  [2.6968636512756348, 0.430213259096006],
  [2.448668026924133, 0.6387900633779625],
] as const;
const COSINES = [
  [-0.7188003122806549, 0.7525962436260615],
  [0.732335776090622, 0.7436147128333211],
  [2.1296195507049562, -0.5301888008004746],
  [0.5305050373077392, 0.8625516472930594],
  [2.475608319044113, -0.7863090113779322],
  [2.6968636512756348, -0.9027272853403694],
] as const;
const ARCSINES = [
  [0.8501761555671692, 1.01631978301668],
  [0.9151204824447632, 1.155806649470574],
  [0.6012472212314606, 0.6450610484945395],
  [0.08973824977874756, 0.0898591313389651],
  [0.5568310022354126, 0.590565706293907],
  [0.5420924425125122, 0.5729251730066117],
] as const;

describe('sine, cosine and arcsine', () => {
  it('are rounded right to the last place', () => {
    expect(SINES.map(([x]) => accurateSin(x))).toEqual(SINES.map(([, sine]) => sine));
    expect(COSINES.map(([x]) => accurateCos(x))).toEqual(COSINES.map(([, cosine]) => cosine));
    expect(ARCSINES.map(([y]) => accurateAsin(y))).toEqual(ARCSINES.map(([, angle]) => angle));
  });

  it('are exact where there is nothing to round', () => {
    expect([accurateSin(0), accurateCos(0), accurateAsin(0), accurateAsin(1)]).toEqual([0, 1, 0, Math.PI / 2]);
    expect(accurateSin(Math.PI)).toBe(1.2246467991473532e-16);
    expect(accurateCos(Math.PI / 2)).toBe(6.123233995736766e-17);
    expect(accurateSin(1e-300)).toBe(1e-300);
    expect(accurateAsin(1e-300)).toBe(1e-300);
  });

  it('are odd, or even', () => {
    for (const [x, sine] of SINES) expect(accurateSin(-x)).toBe(-sine);
    for (const [x, cosine] of COSINES) expect(accurateCos(-x)).toBe(cosine);
    for (const [y, angle] of ARCSINES) expect(accurateAsin(-y)).toBe(-angle);
  });

  it('stay within two units of Math everywhere', () => {
    for (let i = -2000; i <= 2000; i++) {
      const x = (i * Math.PI) / 2000;
      expect(Math.abs(accurateSin(x) - Math.sin(x))).toBeLessThan(2.3e-16);
      expect(Math.abs(accurateCos(x) - Math.cos(x))).toBeLessThan(2.3e-16);
      expect(Math.abs(accurateAsin(i / 2000) - Math.asin(i / 2000))).toBeLessThan(4.5e-16);
    }
  });

  it('has no arcsine beyond one', () => {
    expect(accurateAsin(1.0000000000000002)).toBeNaN();
    expect(accurateAsin(-2)).toBeNaN();
    expect(accurateAsin(NaN)).toBeNaN();
  });
});
