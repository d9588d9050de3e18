// Viewers beside each other in one page, as the tests of joining need them.
(() => {
  const viewers = [];

  /** Opens a viewer by the standard alone; resolves to its number when the offer is answered. */
  window.croupierJoin = async (whep, token) => {
    const video = document.createElement('video');
    video.autoplay = true;
    video.playsInline = true;
    document.body.append(video);
    const peer = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
    const stream = new MediaStream();
    video.srcObject = stream;
    peer.addEventListener('track', (event) => stream.addTrack(event.track));
    peer.addTransceiver('video', { direction: 'recvonly' });
    peer.addTransceiver('audio', { direction: 'recvonly' });
    await peer.setLocalDescription(await peer.createOffer());
    const viewer = { peer, video, records: window.croupierRecord(video) };
    const answer = await fetch(whep, {
      method: 'POST',
      headers: { 'content-type': 'application/sdp', authorization: `Bearer ${token}` },
      body: peer.localDescription.sdp,
    });
    if (answer.status !== 201) throw new Error(`the offer was answered ${answer.status}`);
    viewer.answered = performance.now() + performance.timeOrigin;
    await peer.setRemoteDescription({ type: 'answer', sdp: await answer.text() });
    return viewers.push(viewer) - 1;
  };

  const shown = (number) => viewers[number].records.filter((record) => record.strip !== null);

  /** Whether a viewer has a picture. */
  window.croupierShows = (number) => shown(number).length > 0;

  /**
   * Over so many ms, of each viewer: its mean wait in the jitter buffer and how far sound and picture are apart, both
   * in ms; and whether it began with a picture from before it came.
   */
  window.croupierPlayout = async (numbers, overMs) => {
    const inbound = async (number) => {
      const kinds = {};
      (await viewers[number].peer.getStats()).forEach((entry) => {
        if (entry.type === 'inbound-rtp') kinds[entry.kind] = entry;
      });
      return kinds;
    };
    const all = (what) => Promise.all(numbers.map(what));
    const before = await all(inbound);
    const apart = numbers.map(() => []);
    for (const end = performance.now() + overMs; performance.now() < end; ) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      (await all(inbound)).forEach(({ audio, video }, i) => {
        if (audio?.estimatedPlayoutTimestamp && video?.estimatedPlayoutTimestamp) {
          apart[i].push(video.estimatedPlayoutTimestamp - audio.estimatedPlayoutTimestamp);
        }
      });
    }
    const after = await all(inbound);
    return numbers.map((number, i) => {
      const from = before[i].video;
      const to = after[i].video;
      const frames = to.jitterBufferEmittedCount - from.jitterBufferEmittedCount;
      const sorted = apart[i].sort((a, b) => a - b);
      return {
        buffer: (1000 * (to.jitterBufferDelay - from.jitterBufferDelay)) / frames,
        frames,
        caughtUp: shown(number)[0].strip.time / 1000 < viewers[number].answered,
        apart: sorted.length === 0 ? null : sorted[sorted.length >> 1],
      };
    });
  };

  /** Ends a viewer. */
  window.croupierLeave = (number) => {
    viewers[number].peer.close();
    viewers[number].video.remove();
  };
})();
