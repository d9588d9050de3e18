// A viewer in a page, by the standard alone, that knows what the loss of packets does to it.
(() => {
  const now = () => performance.timeOrigin + performance.now();
  const shown = []; // when each picture was handed to the compositor, ms since 1970
  let peer;
  let mark; // where it counts from

  const counted = async () => {
    const stats = new Map(await peer.getStats());
    const told = {};
    for (const one of stats.values()) {
      if (one.type === 'inbound-rtp') {
        told[one.kind] = {
          packets: one.packetsReceived,
          lost: one.packetsLost,
          resent: one.retransmittedPacketsReceived ?? 0,
          asked: one.nackCount ?? 0,
          keyframesAsked: one.pliCount ?? 0,
          whole: one.framesReceived ?? 0,
          freezes: one.freezeCount ?? 0,
          samples: one.totalSamplesReceived ?? 0,
          concealed: one.concealedSamples ?? 0,
        };
      } else if (one.type === 'transport') {
        const pair = stats.get(one.selectedCandidatePairId);
        told.port = stats.get(pair?.remoteCandidateId)?.port;
      }
    }
    return told;
  };

  /** Joins; resolves when the offer is answered. */
  window.croupierWatch = async ({ whep, token }) => {
    const video = document.createElement('video');
    Object.assign(video, { autoplay: true, muted: true, playsInline: true });
    document.body.append(video);
    const stream = new MediaStream();
    video.srcObject = stream;
    const count = (_, frame) => {
      shown.push(performance.timeOrigin + frame.presentationTime);
      video.requestVideoFrameCallback(count);
    };
    video.requestVideoFrameCallback(count);
    peer = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
    peer.ontrack = (event) => stream.addTrack(event.track);
    peer.addTransceiver('video', { direction: 'recvonly' });
    peer.addTransceiver('audio', { direction: 'recvonly' });
    await peer.setLocalDescription();
    const answer = await fetch(whep, {
      method: 'POST',
      headers: { 'Content-Type': 'application/sdp', Authorization: `Bearer ${token}` },
      body: peer.localDescription.sdp,
    });
    if (answer.status !== 201) throw new Error(`the offer was answered ${answer.status}`);
    await peer.setRemoteDescription({ type: 'answer', sdp: await answer.text() });
  };

  /** Pictures shown so far. */
  window.croupierShown = () => shown.length;

  /** The port that its media come from. */
  window.croupierPort = async () => (await counted()).port;

  /** The page's time, ms since 1970. */
  window.croupierNow = now;

  /** From now on counts anew. */
  window.croupierBegin = async () => {
    mark = { at: now(), counted: await counted() };
  };

  /** What there is to tell since it began: as JSON. */
  window.croupierSince = async () =>
    JSON.stringify({
      began: mark.at,
      now: now(),
      shown: shown.filter((moment) => moment >= mark.at),
      before: mark.counted,
      after: await counted(),
    });
})();
