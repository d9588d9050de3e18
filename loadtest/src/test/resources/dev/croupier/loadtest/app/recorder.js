// Reads the strip of every frame that a page presents: camera, frame number, table time. Installed by the browser tests.
(() => {
  const COLUMNS = 80;
  const SYNC = 0xa5f0;

  function bits(video, canvas, context) {
    const height = Math.round((video.videoHeight * 16) / 720);
    const width = video.videoWidth;
    canvas.width = width;
    canvas.height = height;
    context.drawImage(
      video, 0, video.videoHeight - height, width, height, 0, 0, width, height);
    const pixels = context.getImageData(0, 0, width, height).data;
    const cellWidth = width / COLUMNS;
    const cellHeight = height / 2;
    const means = [];
    for (let row = 0; row < 2; row++) {
      for (let column = 0; column < COLUMNS; column++) {
        let sum = 0;
        let count = 0;
        const top = Math.floor((row + 0.25) * cellHeight);
        const bottom = Math.max(top + 1, Math.ceil((row + 0.75) * cellHeight));
        const left = Math.floor((column + 0.25) * cellWidth);
        const right = Math.max(left + 1, Math.ceil((column + 0.75) * cellWidth));
        for (let y = top; y < bottom; y++) {
          for (let x = left; x < right; x++) {
            const at = (y * width + x) * 4;
            sum += 0.299 * pixels[at] + 0.587 * pixels[at + 1] + 0.114 * pixels[at + 2];
            count++;
          }
        }
        means.push(sum / count);
      }
    }
    let light = 0;
    let dark = 0;
    for (let i = 0; i < 16; i++) {
      if ((SYNC >> (15 - i)) & 1) light += means[i];
      else dark += means[i];
    }
    const threshold = (light + dark) / 16;
    return means.map((mean) => (mean > threshold ? 1n : 0n));
  }

  function number(all, from, length) {
    let value = 0n;
    for (let i = from; i < from + length; i++) value = (value << 1n) | all[i];
    return value;
  }

  function crc(all) {
    let remainder = 0xffff;
    for (let at = 16; at < 16 + 14 * 8; at += 8) {
      remainder ^= Number(number(all, at, 8)) << 8;
      for (let bit = 0; bit < 8; bit++) {
        remainder = remainder & 0x8000 ? ((remainder << 1) ^ 0x1021) & 0xffff : (remainder << 1) & 0xffff;
      }
    }
    return remainder;
  }

  function read(video, canvas, context) {
    const all = bits(video, canvas, context);
    if (Number(number(all, 0, 16)) !== SYNC || Number(number(all, 128, 16)) !== crc(all)) {
      return null;
    }
    return {
      camera: Number(number(all, 16, 8)),
      frame: Number(number(all, 32, 32)),
      time: Number(number(all, 64, 64)),
    };
  }

  /** Every peer connection that the page has made. */
  window.croupierPeers = [];
  const Peer = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Peer {
    constructor(...settings) {
      super(...settings);
      window.croupierPeers.push(this);
    }
  };

  /** Starts recording into an array of {strip|null, shown, rtp, presented, width}, and what is noted beside them. */
  window.croupierRecord = (video, note = () => ({})) => {
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d', { willReadFrequently: true });
    const records = [];
    const onFrame = (now, meta) => {
      records.push({
        strip: read(video, canvas, context),
        shown: meta.expectedDisplayTime + performance.timeOrigin,
        called: now + performance.timeOrigin,
        rtp: meta.rtpTimestamp ?? null,
        presented: meta.presentedFrames,
        width: meta.width,
        ...note(),
      });
      if (records.length < 20000) video.requestVideoFrameCallback(onFrame);
    };
    video.requestVideoFrameCallback(onFrame);
    return records;
  };
})();
