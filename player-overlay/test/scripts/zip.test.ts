import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { crc32, unzip, zip } from "../../scripts/zip.mjs";

const files = [
  { name: "descriptor.json", bytes: Buffer.from('{"a":1}') },
  { name: "é.js", bytes: Buffer.from("export const x = 1;") },
  { name: "empty", bytes: Buffer.alloc(0) },
];

const python = spawnSync("python3", ["--version"]).status === 0;

describe("the zip of a build", () => {
  it("has the checksum of the zip specification", () => {
    // The check value of CRC-32/ISO-HDLC.
    expect(crc32(Buffer.from("123456789"))).toBe(0xcbf43926);
    expect(crc32(Buffer.alloc(0))).toBe(0);
  });

  it("gives the same bytes for the same files", () => {
    expect(zip(files).equals(zip(files))).toBe(true);
  });

  it("is read back whole", () => {
    expect([...unzip(zip(files))].map(([name, bytes]) => [name, bytes.toString()])).toEqual(files.map((f) => [f.name, f.bytes.toString()]));
  });

  it.runIf(python)("is read by another program", () => {
    const folder = mkdtempSync(join(tmpdir(), "croupier-zip-"));
    try {
      const path = join(folder, "a.zip");
      writeFileSync(path, zip(files));
      const listed = execFileSync("python3", ["-c", "import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); print(z.testzip(), *z.namelist(), sep='|')", path], { encoding: "utf8" });
      expect(listed.trim()).toBe("None|descriptor.json|é.js|empty");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
