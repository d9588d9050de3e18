/** Formats minor units as the currency writes them: `€1,189.00`, `¥500`, `KWD 1.250`. */
export interface Money {
  /** Always with the currency's decimals. */
  full(minor: number): string;
  /** Without decimals where the amount is whole: for limits and buttons. */
  short(minor: number): string;
  /** With its sign, a gain or a loss. */
  signed(minor: number): string;
}

export function moneyOf(currency: string, exponent: number, locale = "en"): Money {
  const unit = 10 ** exponent;
  /** The amount as a decimal: exact where a quotient of floats is not. */
  const decimal = (minor: number) => {
    const digits = String(Math.abs(minor)).padStart(exponent + 1, "0");
    const cut = digits.length - exponent;
    return `${minor < 0 ? "-" : ""}${digits.slice(0, cut)}.${digits.slice(cut)}0` as `${number}`;
  };
  const make = (digits: number, more: Intl.NumberFormatOptions = {}) =>
    new Intl.NumberFormat(locale, { style: "currency", currency, minimumFractionDigits: digits, maximumFractionDigits: digits, ...more });
  const full = make(exponent);
  const whole = make(0);
  const signed = make(exponent, { signDisplay: "exceptZero" });
  return {
    full: (minor) => full.format(decimal(minor)),
    short: (minor) => (minor % unit === 0 ? whole : full).format(decimal(minor)),
    signed: (minor) => signed.format(decimal(minor)).replace("-", "\u2212"),
  };
}
