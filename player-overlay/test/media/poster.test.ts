// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { EVERY_MS, Poster, posterIn } from "../../src/media/poster.js";

const asked: { url: string; bearer: string | null; signal: AbortSignal }[] = [];
let answers: (() => Promise<Response>)[] = [];
let shown: (string | null)[] = [];
let made = 0;
const revoked: string[] = [];

const jpeg = () => Promise.resolve(new Response(new Blob(["jpeg"], { type: "image/jpeg" })));
const notReady = () => Promise.resolve(new Response(`{"code":"not_ready"}`, { status: 503 }));

const poster = (token: () => Promise<string> = () => Promise.resolve("t1")) => new Poster({ table: "roulette 1", token, onPoster: (url) => shown.push(url) });
const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  asked.length = 0;
  answers = [];
  shown = [];
  made = 0;
  revoked.length = 0;
  vi.stubGlobal("fetch", (url: string, init: { headers: Record<string, string>; signal: AbortSignal }) => {
    asked.push({ url, bearer: init.headers.authorization ?? null, signal: init.signal });
    return (answers.shift() ?? notReady)();
  });
  vi.spyOn(URL, "createObjectURL").mockImplementation(() => `blob:${++made}`);
  vi.spyOn(URL, "revokeObjectURL").mockImplementation((url) => void revoked.push(url));
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe("a table's poster", () => {
  it("is asked for with the page's token and shown", async () => {
    answers = [jpeg];
    const still = poster();
    still.start();
    await settle();
    expect(asked[0]).toMatchObject({ url: "/api/v1/tables/roulette%201/poster.jpg", bearer: "Bearer t1" });
    expect(shown).toEqual(["blob:1"]);
    expect(still.shown).toBe(true);
  });

  it("is asked for once a second, and the one before stays until the next is there", async () => {
    answers = [jpeg, jpeg];
    poster().start();
    await settle();
    await vi.advanceTimersByTimeAsync(EVERY_MS - 1);
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(shown).toEqual(["blob:1", "blob:2"]);
    expect(revoked).toEqual(["blob:1"]);
  });

  it("goes when there is none any more, and is asked for again", async () => {
    answers = [jpeg, notReady, () => Promise.reject(new TypeError("offline")), jpeg];
    poster().start();
    await settle();
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    expect(shown).toEqual(["blob:1", null]);
    await vi.advanceTimersByTimeAsync(2 * EVERY_MS);
    expect(shown).toEqual(["blob:1", null, "blob:2"]);
  });

  it("goes at once when it is stopped, and nothing more is asked", async () => {
    answers = [jpeg];
    const still = poster();
    still.start();
    await settle();
    still.stop();
    still.stop();
    expect(shown).toEqual(["blob:1", null]);
    expect(revoked).toEqual(["blob:1"]);
    await vi.advanceTimersByTimeAsync(10 * EVERY_MS);
    expect(asked).toHaveLength(1);
  });

  it("is not shown when it comes after moving pictures", async () => {
    let arrive: (answer: Response) => void = () => undefined;
    answers = [() => new Promise((done) => (arrive = done))];
    const still = poster();
    still.start();
    await settle();
    still.stop();
    expect(asked[0]?.signal.aborted).toBe(true);
    arrive(await jpeg());
    await settle();
    expect(shown).toEqual([]);
  });

  it("can be had again, once at a time", async () => {
    answers = [jpeg, jpeg];
    const still = poster();
    still.start();
    still.start();
    await settle();
    still.stop();
    still.start();
    await settle();
    expect(asked).toHaveLength(2);
    expect(shown).toEqual(["blob:1", null, "blob:2"]);
  });

  it("waits for a token and does without one", async () => {
    const still = poster(() => Promise.reject(new Error("no token")));
    still.start();
    await settle();
    expect(asked).toEqual([]);
    expect(shown).toEqual([]);
    still.stop();
  });
});

it("lies beneath the video and leaves nothing behind", () => {
  document.body.innerHTML = `<div id="stage"><video class="on"></video></div>`;
  const stage = document.getElementById("stage") as HTMLElement;
  const show = posterIn(stage);
  show("blob:1");
  const image = stage.querySelector("img") as HTMLImageElement;
  expect(image.nextElementSibling).toBe(stage.querySelector("video"));
  expect(image.alt).toBe("");
  show("blob:2");
  expect(stage.querySelectorAll("img")).toHaveLength(1);
  expect(image.src).toBe("blob:2");
  show(null);
  expect(stage.querySelector("img")).toBeNull();
});
