// Viewers beside each other in one page, as the tests of joining need them.
(() => {
  const viewers = [];

  const now = () => performance.now() + performance.timeOrigin;
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const shown = (viewer) => viewer.records.filter((record) => record.strip !== null);

  const inbound = async (viewer) => {
    const kinds = {};
    (await viewer.peer.getStats()).forEach((entry) => {
      if (entry.type === 'inbound-rtp') kinds[entry.kind] = entry;
    });
    return kinds;
  };

  /** So long after a viewer's first picture, over so long: how it plays. */
  const playout = async (viewer, settleMs, measureMs) => {
    while (shown(viewer).length === 0) await pause(20);
    await pause(settleMs);
    const before = (await inbound(viewer)).video;
    const apart = [];
    for (const end = performance.now() + measureMs; performance.now() < end; ) {
      await pause(100);
      const { audio, video } = await inbound(viewer);
      if (audio?.estimatedPlayoutTimestamp && video?.estimatedPlayoutTimestamp) {
        apart.push(video.estimatedPlayoutTimestamp - audio.estimatedPlayoutTimestamp);
      }
    }
    const after = (await inbound(viewer)).video;
    const frames = after.jitterBufferEmittedCount - before.jitterBufferEmittedCount;
    apart.sort((a, b) => a - b);
    return {
      buffer: (1000 * (after.jitterBufferDelay - before.jitterBufferDelay)) / frames,
      frames,
      caughtUp: shown(viewer)[0].strip.time / 1000 < viewer.answered,
      apart: apart.length === 0 ? null : apart[apart.length >> 1],
    };
  };

  /** A viewer by the standard alone, and when its offer was posted and answered. */
  const open = async (whep, token) => {
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
    const viewer = { peer, video, records: window.croupierRecord(video), posted: now() };
    const answer = await fetch(whep, {
      method: 'POST',
      headers: { 'content-type': 'application/sdp', authorization: `Bearer ${token}` },
      body: peer.localDescription.sdp,
    });
    if (answer.status !== 201) throw new Error(`the offer was answered ${answer.status}`);
    viewer.answered = now();
    viewer.session = new URL(answer.headers.get('location'), whep);
    await peer.setRemoteDescription({ type: 'answer', sdp: await answer.text() });
    return viewer;
  };

  const leave = (viewer) => {
    viewer.peer.close();
    viewer.video.remove();
  };

  /** Opens a viewer; resolves to its number when the offer is answered. */
  window.croupierJoin = async (whep, token, settleMs, measureMs) => {
    const viewer = await open(whep, token);
    viewer.playout = playout(viewer, settleMs, measureMs);
    return viewers.push(viewer) - 1;
  };

  /** What a viewer sees in so many ms from its offer on; it is gone then. */
  window.croupierLook = async (whep, token, lookMs) => {
    const viewer = await open(whep, token);
    await pause(viewer.posted + lookMs - now());
    leave(viewer);
    await fetch(viewer.session, { method: 'DELETE', headers: { authorization: `Bearer ${token}` } });
    return { posted: viewer.posted, answered: viewer.answered, records: viewer.records };
  };

  /** Whether a viewer has a picture. */
  window.croupierShows = (number) => shown(viewers[number]).length > 0;

  /**
   * Of each viewer, when it is known: its mean wait in the jitter buffer and how far sound and picture are apart, both
   * in ms; and whether it began with a picture from before it came.
   */
  window.croupierPlayouts = (numbers) => Promise.all(numbers.map((number) => viewers[number].playout));

  /** Ends a viewer. */
  window.croupierLeave = (number) => leave(viewers[number]);
})();
