/**
 * Plays WHEP in a bare page and keeps what is to be told of every frame that is presented. Reads
 * strips with strip-reader.js, which stands before it. All times are the page's own clock
 * (performance.now, milliseconds); signalling is done by whoever drives the page.
 *
 *   await croupier.offer()          // SDP of an offer to receive picture and sound
 *   await croupier.answer(sdp)      // the server's answer
 *   await croupier.take()           // JSON: what there is to tell since the last time
 *   croupier.leave()                // closes the connection, says nothing to the server
 */
window.croupier = (() => {
  "use strict";
  /** Frames kept until they are taken: two minutes of 60 a second. */
  const MAX_FRAMES = 7200;
  /** Servers that want candidates in the offer get those of this time, milliseconds. */
  const GATHERING = 300;

  const video = document.querySelector("video");
  const canvas = new OffscreenCanvas(16, 16);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  let whole = new Uint8ClampedArray(0);
  let peer = null;
  let session = null;

  /** The foot of the picture that is shown now, read as a strip. */
  function strip() {
    const width = video.videoWidth;
    const height = video.videoHeight;
    const foot = Math.ceil((2 * height) / 90) + 1;
    if (width === 0 || height < foot) return { unreadable: "too_small" };
    if (canvas.width !== width || canvas.height !== foot) {
      canvas.width = width;
      canvas.height = foot;
    }
    if (whole.length !== 4 * width * height) whole = new Uint8ClampedArray(4 * width * height);
    context.drawImage(video, 0, height - foot, width, foot, 0, 0, width, foot);
    // The reader wants a whole picture, but looks at its foot only: that saves reading all of it.
    whole.set(context.getImageData(0, 0, width, foot).data, 4 * width * (height - foot));
    return readStrip(whole, width, height);
  }

  function watch(own) {
    const onFrame = (now, frame) => {
      if (session !== own) return;
      const read = strip();
      if (own.frames.length < MAX_FRAMES) {
        own.frames.push([
          frame.expectedDisplayTime,
          frame.presentedFrames,
          frame.rtpTimestamp ?? -1,
          frame.receiveTime ?? -1,
          frame.captureTime ?? -1,
          read.unreadable ?? "",
          read.camera ?? -1,
          read.frame ?? -1,
          read.tableTimeMicros ?? "",
        ]);
      }
      own.presented = frame.presentedFrames;
      video.requestVideoFrameCallback(onFrame);
    };
    video.requestVideoFrameCallback(onFrame);
  }

  function gathered(of) {
    return new Promise((done) => {
      const check = () => of.iceGatheringState === "complete" && done();
      of.addEventListener("icegatheringstatechange", check);
      setTimeout(done, GATHERING);
      check();
    });
  }

  async function offer() {
    leave();
    const own = { began: performance.now(), answered: -1, connected: -1, frames: [], presented: 0 };
    session = own;
    peer = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
    const mine = peer;
    const stream = new MediaStream();
    mine.ontrack = (event) => stream.addTrack(event.track);
    mine.onconnectionstatechange = () => {
      if (mine.connectionState === "connected" && own.connected < 0) own.connected = performance.now();
    };
    mine.addTransceiver("video", { direction: "recvonly" });
    mine.addTransceiver("audio", { direction: "recvonly" });
    video.srcObject = stream;
    watch(own);
    await mine.setLocalDescription();
    await gathered(mine);
    return mine.localDescription.sdp;
  }

  async function answer(sdp) {
    await peer.setRemoteDescription({ type: "answer", sdp });
    session.answered = performance.now();
    video.play().catch(() => {});
  }

  /** The newest of what the browser counts, in the units of getStats. */
  async function stats(of) {
    const told = {};
    const all = await of.getStats();
    for (const one of all.values()) {
      if (one.type === "inbound-rtp" && (one.kind === "video" || one.kind === "audio")) {
        told[one.kind] = {
          packets: one.packetsReceived,
          lost: one.packetsLost,
          resent: one.retransmittedPacketsReceived ?? 0,
          bytes: one.bytesReceived,
          jitter: one.jitter,
          nacks: one.nackCount ?? 0,
          keyframeRequests: one.pliCount ?? 0,
          framesReceived: one.framesReceived ?? 0,
          framesDropped: one.framesDropped ?? 0,
          freezes: one.freezeCount ?? 0,
          frozen: one.totalFreezesDuration ?? 0,
        };
      } else if (one.type === "remote-outbound-rtp" && one.roundTripTime !== undefined) {
        told.rtcp = { rtt: one.roundTripTime, count: one.roundTripTimeMeasurements };
      } else if (one.type === "transport" && one.selectedCandidatePairId) {
        const pair = all.get(one.selectedCandidatePairId);
        if (pair?.currentRoundTripTime !== undefined) {
          told.stun = { rtt: pair.currentRoundTripTime, count: pair.responsesReceived };
        }
      }
    }
    return told;
  }

  async function take() {
    const own = session;
    if (own === null) return "{}";
    const told = await stats(peer);
    const frames = own.frames;
    own.frames = [];
    return JSON.stringify({
      now: performance.now(),
      began: own.began,
      answered: own.answered,
      connected: own.connected,
      state: peer.connectionState,
      presented: own.presented,
      stats: told,
      frames,
    });
  }

  function leave() {
    peer?.close();
    peer = null;
    session = null;
    video.srcObject = null;
  }

  return { offer, answer, take, leave };
})();
