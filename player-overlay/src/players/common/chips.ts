/** Colours go by value in major units, as on the rack: 1 5 25 100 500 1k. */
const FAMILIES: readonly (readonly [from: number, name: string])[] = [
  [1000, "c1k"],
  [500, "c500"],
  [100, "c100"],
  [25, "c25"],
  [5, "c5"],
  [0, "c1"],
];

export function chipFamily(minor: number, exponent: number): string {
  const major = minor / 10 ** exponent;
  return FAMILIES.find(([from]) => major >= from)?.[1] ?? "c1";
}

/** What is printed on a chip: `5`, `0.5`, `250`, `1k`, `2.5k`, `10k`. */
export function chipLabel(minor: number, exponent: number): string {
  const major = minor / 10 ** exponent;
  const short = (value: number) => String(Math.floor(value * 10 + 1e-9) / 10);
  if (major >= 1e6) {
    return `${short(major / 1e6)}m`;
  }
  if (major >= 1000) {
    return `${short(major / 1000)}k`;
  }
  return major < 100 ? String(Math.round(major * 100) / 100) : String(Math.floor(major));
}
