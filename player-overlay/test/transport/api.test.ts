import { describe, expect, it } from "vitest";
import { answer, ApiError, uuid } from "../../src/transport/api.js";

describe("the API client", () => {
  it("makes version 4 ids that differ", () => {
    const ids = Array.from({ length: 200 }, () => uuid());
    for (const id of ids) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
    expect(new Set(ids).size).toBe(200);
  });

  it("returns the body of a good answer, and null for an empty one", async () => {
    expect(await answer(new Response('{"a":1}'))).toEqual({ a: 1 });
    expect(await answer(new Response(""))).toBeNull();
  });

  it("turns a problem into an error with its code", async () => {
    const refused = answer(new Response('{"code":"unknown_table","detail":"no such table"}', { status: 404 }));
    await expect(refused).rejects.toMatchObject({ status: 404, code: "unknown_table", message: "no such table" });
    await expect(refused).rejects.toBeInstanceOf(ApiError);
  });

  it("keeps the status where a refusal is no problem document", async () => {
    await expect(answer(new Response("<html>", { status: 502 }))).rejects.toMatchObject({ status: 502, code: "http_502" });
  });
});
