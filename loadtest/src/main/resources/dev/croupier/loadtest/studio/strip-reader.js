/**
 * Reads the strip at the foot of a synthetic camera's picture in a browser; golden vectors lie
 * beside the Java reader's test (strip-vectors.json).
 *
 *   const image = context.getImageData(0, 0, width, height); // after drawImage(video, ...)
 *   readStrip(image.data, width, height)
 *     // {camera, frame, tableTimeMicros}: numbers, and the time as a string (it is a 64-bit integer)
 *     // {unreadable: "too_small" | "no_contrast" | "no_sync" | "bad_crc", meanLuma}
 *
 * @param {Uint8ClampedArray} rgba the whole picture, four bytes a pixel
 * @param {number} width of the picture
 * @param {number} height of the picture
 */
function readStrip(rgba, width, height) {
  const COLUMNS = 80;
  const LINES = 90;
  const SYNC = 0xa5f0;
  if (width < 2 * COLUMNS || height < LINES) return { unreadable: "too_small", meanLuma: 0 };
  const means = [];
  for (let cell = 0; cell < 2 * COLUMNS; cell++) {
    const column = cell % COLUMNS;
    const row = Math.floor(cell / COLUMNS);
    const x0 = Math.floor((column * width) / COLUMNS);
    const x1 = Math.floor(((column + 1) * width) / COLUMNS);
    const y0 = Math.floor(((LINES - 2 + row) * height) / LINES);
    const y1 = Math.floor(((LINES - 1 + row) * height) / LINES);
    const insetX = Math.floor((x1 - x0) / 4);
    const insetY = Math.floor((y1 - y0) / 4);
    let sum = 0;
    let count = 0;
    for (let y = y0 + insetY; y < y1 - insetY; y++) {
      for (let x = x0 + insetX; x < x1 - insetX; x++) {
        // The strip is grey: green alone carries it.
        sum += rgba[4 * (y * width + x) + 1];
        count++;
      }
    }
    means.push(sum / count);
  }
  const meanLuma = Math.round(means.reduce((a, b) => a + b, 0) / means.length);
  let light = 0;
  let dark = 0;
  for (let i = 0; i < 16; i++) {
    if ((SYNC >> (15 - i)) & 1) light += means[i];
    else dark += means[i];
  }
  if ((light - dark) / 8 < 24) return { unreadable: "no_contrast", meanLuma };
  const threshold = (light + dark) / 16;
  const bytes = new Uint8Array(20);
  means.forEach((mean, cell) => {
    if (mean > threshold) bytes[cell >> 3] |= 0x80 >> (cell & 7);
  });
  const view = new DataView(bytes.buffer);
  if (view.getUint16(0) !== SYNC) return { unreadable: "no_sync", meanLuma };
  let crc = 0xffff;
  for (let i = 2; i < 16; i++) {
    crc ^= bytes[i] << 8;
    for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
  }
  if (view.getUint16(16) !== crc) return { unreadable: "bad_crc", meanLuma };
  return {
    camera: bytes[2],
    frame: view.getUint32(4),
    tableTimeMicros: view.getBigInt64(8).toString(),
  };
}
