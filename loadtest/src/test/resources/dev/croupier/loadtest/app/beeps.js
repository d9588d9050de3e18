// Listens to the page's stream and notes when each beep leaves the jitter buffer for the loudspeaker, in milliseconds
// since 1970. The buffers' own times are used; the least that reading them is late by gives their zero.
() => {
  const [track] = document.querySelector('video.on').srcObject.getAudioTracks();
  const reader = new MediaStreamTrackProcessor({ track }).readable.getReader();
  const found = [];
  let zero = Infinity;
  let quiet = 0;
  (async () => {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      zero = Math.min(zero, performance.now() - value.timestamp / 1000);
      const samples = new Float32Array(value.numberOfFrames);
      value.copyTo(samples, { planeIndex: 0, format: 'f32-planar' });
      for (let i = 0; i < samples.length; i++) {
        if (Math.abs(samples[i]) < 0.1) quiet++;
        else {
          if (quiet > value.sampleRate / 4) {
            found.push(value.timestamp / 1000 + (i * 1000) / value.sampleRate);
          }
          quiet = 0;
        }
      }
      value.close();
    }
  })();
  window.croupierBeeps = () => found.map((at) => performance.timeOrigin + zero + at);
}
