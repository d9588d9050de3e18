// A camera made by a real browser: a canvas with the machine-readable strip, a beep each second, published by WebRTC.
// The studio drives it by evaluate() and does the WHIP requests itself.
(() => {
  const COLUMNS = 80;
  const LINES = 90;
  const DAY = 86_400;

  let setting = null;
  let canvas = null;
  let context = null;
  let track = null;
  let peer = null;
  let sound = null;
  let timer = 0;
  let frozen = null;
  let lastFrame = -1;
  let lastBeep = 0;
  const counts = { frames: 0, dropped: 0 };

  /** Table time in seconds. */
  const tableSeconds = () => (performance.now() + setting.tableMinusPageMs) / 1000;

  function crc16(bytes) {
    let crc = 0xffff;
    for (const byte of bytes) {
      crc ^= byte << 8;
      for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
    }
    return crc;
  }

  /** The strip's 20 bytes: sync, camera, spare, frame, table time in µs, CRC, spare. */
  function stripBytes(frame, micros) {
    const bytes = new Uint8Array(20);
    const view = new DataView(bytes.buffer);
    view.setUint16(0, 0xa5f0);
    view.setUint8(2, setting.camera);
    view.setUint32(4, frame >>> 0);
    view.setBigUint64(8, BigInt(micros));
    view.setUint16(16, crc16(bytes.subarray(2, 16)));
    return bytes;
  }

  function drawStrip(frame, micros) {
    const bytes = stripBytes(frame, micros);
    const x = (column) => Math.floor((column * canvas.width) / COLUMNS);
    const y = (row) => Math.floor(((LINES - 2 + row) * canvas.height) / LINES);
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const light = (bytes[bit >> 3] >> (7 - (bit & 7))) & 1;
      const row = Math.floor(bit / COLUMNS);
      const column = bit % COLUMNS;
      // Luma 152 and 40 in studio range.
      context.fillStyle = light ? 'rgb(158,158,158)' : 'rgb(28,28,28)';
      context.fillRect(x(column), y(row), x(column + 1) - x(column), y(row + 1) - y(row));
    }
  }

  function draw(frame, micros) {
    const { width, height } = canvas;
    context.fillStyle = '#14181f';
    context.fillRect(0, 0, width, height);
    context.fillStyle = '#e9cf98';
    context.font = `${height / 12}px sans-serif`;
    context.fillText(setting.name, width / 20, height / 4);
    context.fillStyle = '#ffffff';
    context.font = `${height / 8}px monospace`;
    context.fillText(new Date(micros / 1000).toISOString().slice(11, 23), width / 20, height / 2);
    context.fillText(`frame ${frame}`, width / 20, (height * 2) / 3);
    const turn = ((micros % 1e6) / 1e6) * 2 * Math.PI - Math.PI / 2;
    context.strokeStyle = '#d9b56d';
    context.lineWidth = height / 60;
    context.beginPath();
    context.moveTo(width * 0.85, height / 4);
    context.lineTo(width * 0.85 + (Math.cos(turn) * height) / 6, height / 4 + (Math.sin(turn) * height) / 6);
    context.stroke();
    drawStrip(frame, micros);
  }

  function tick() {
    const fps = setting.fps;
    const now = tableSeconds();
    const dayStart = Math.floor(now / DAY) * DAY;
    const frame = Math.floor((now - dayStart) * fps);
    if (frame !== lastFrame) {
      if (lastFrame >= 0 && frame > lastFrame) counts.dropped += frame - lastFrame - 1;
      lastFrame = frame;
      const micros = dayStart * 1e6 + Math.floor((frame * 1e6) / fps);
      if (setting.frozen) frozen ??= { frame, micros };
      else frozen = null;
      draw(frozen?.frame ?? frame, frozen?.micros ?? micros);
      track.requestFrame();
      counts.frames++;
    }
    beep(now);
    const next = dayStart + (frame + 1) / fps;
    timer = setTimeout(tick, Math.max(0, (next - tableSeconds()) * 1000));
  }

  /** Asks for the next whole second's beep ahead of time. */
  function beep(now) {
    const second = Math.floor(now) + 1;
    if (!sound || second === lastBeep) return;
    lastBeep = second;
    const at = sound.currentTime + (second - now);
    const tone = new OscillatorNode(sound, { frequency: 1000 });
    const level = new GainNode(sound, { gain: 0.35 });
    tone.connect(level).connect(sound.output);
    tone.start(at);
    tone.stop(at + 0.06);
  }

  window.croupierCamera = {
    now: () => performance.now(),

    /** Makes canvas, sound and an offer: {name, camera, width, height, fps, channels, tableMinusPageMs}. */
    async offer(wanted) {
      this.end();
      setting = wanted;
      lastFrame = -1;
      canvas = document.createElement('canvas');
      canvas.width = wanted.width;
      canvas.height = wanted.height;
      context = canvas.getContext('2d', { alpha: false });
      const stream = canvas.captureStream(0);
      [track] = stream.getVideoTracks();
      track.contentHint = 'detail';
      peer = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
      peer.addTransceiver(track, { direction: 'sendonly', streams: [stream] });
      if (wanted.channels > 0) {
        sound = new AudioContext({ sampleRate: 48000 });
        sound.output = new MediaStreamAudioDestinationNode(sound, { channelCount: wanted.channels });
        const [heard] = sound.output.stream.getAudioTracks();
        peer.addTransceiver(heard, { direction: 'sendonly', streams: [stream] });
      }
      await peer.setLocalDescription();
      tick();
      return peer.localDescription.sdp;
    },

    answer: (sdp) => peer.setRemoteDescription({ type: 'answer', sdp }),

    /** Changes size, rate and whether it stands still, in the running session. */
    set(wanted) {
      Object.assign(setting, wanted);
      if (canvas.width !== setting.width || canvas.height !== setting.height) {
        canvas.width = setting.width;
        canvas.height = setting.height;
      }
    },

    state: () => ({ ...counts, connection: peer?.connectionState ?? 'none' }),

    end() {
      clearTimeout(timer);
      peer?.close();
      sound?.close();
      peer = null;
      sound = null;
    },
  };
})();
