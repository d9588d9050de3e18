import { describe, expect, it } from "vitest";
import { entryUrl, hasIntegrity } from "../../src/shell/loader.js";

const bytes = (text: string): ArrayBuffer => new TextEncoder().encode(text).buffer;
/** From the Subresource Integrity specification: SHA-384 of `alert('Hello, world.');`. */
const HELLO = "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO";

describe("loading a build", () => {
  it("takes bytes with the right hash and no others", async () => {
    expect(await hasIntegrity(bytes("alert('Hello, world.');"), HELLO)).toBe(true);
    expect(await hasIntegrity(bytes("alert('Hello, world!');"), HELLO)).toBe(false);
    expect(await hasIntegrity(bytes(""), HELLO)).toBe(false);
  });

  it("takes nothing without a strong hash to compare with", async () => {
    expect(await hasIntegrity(bytes("x"), "")).toBe(false);
    expect(await hasIntegrity(bytes("x"), "md5-abc")).toBe(false);
  });

  it("finds a named entry among the assets and leaves addresses alone", () => {
    expect(entryUrl("roulette-salon.0123abcd.js")).toBe("/assets/roulette-salon.0123abcd.js");
    expect(entryUrl("/assets/a.b.js")).toBe("/assets/a.b.js");
    expect(entryUrl("https://cdn.example/a.js")).toBe("https://cdn.example/a.js");
  });
});
