// Plays a WHEP address through a TURN server that its answer names, and by no other way, until it has seen pictures or
// met the error that is awaited.
async ({ whep, token, server, password, awaited }) => {
  const began = performance.now();
  const report = { shown: 0, widths: [], errors: [] };
  const video = document.createElement('video');
  Object.assign(video, { autoplay: true, muted: true, playsInline: true });
  document.body.append(video);
  const count = (_, frame) => {
    report.shown++;
    if (!report.widths.includes(frame.width)) report.widths.push(frame.width);
    video.requestVideoFrameCallback(count);
  };
  video.requestVideoFrameCallback(count);

  const peer = new RTCPeerConnection({ iceTransportPolicy: 'relay' });
  const candidates = [];
  peer.onicecandidate = e => { if (e.candidate?.candidate) candidates.push(e.candidate.type); };
  peer.onicecandidateerror = e => report.errors.push(e.errorCode);
  peer.ontrack = e => { video.srcObject ??= e.streams[0]; };
  peer.addTransceiver('video', { direction: 'recvonly' });
  peer.addTransceiver('audio', { direction: 'recvonly' });
  // The servers come with the answer, so gathering begins after it (RFC 9725 section 4.6).
  const offer = await peer.createOffer();
  const created = await fetch(whep, {
    method: 'POST', body: offer.sdp,
    headers: { 'Authorization': `Bearer ${token}`, 'Content-Type': 'application/sdp' },
  });
  report.status = created.status;
  const link = created.headers.get('Link');
  const told = [...link.matchAll(/<(turn[^>]*)>([^<]*)/g)];
  const iceServers = told.filter(([, url]) => url === server).map(([, urls, rest]) => ({
    urls,
    username: rest.match(/username="([^"]*)"/)[1],
    credential: password ?? rest.match(/credential="([^"]*)"/)[1],
  }));
  report.usernames = iceServers.map(server => server.username);
  peer.setConfiguration({ iceServers, iceTransportPolicy: 'relay' });
  await peer.setLocalDescription(offer);
  await peer.setRemoteDescription({ type: 'answer', sdp: await created.text() });

  const done = () => awaited === undefined ? report.shown >= 90 : report.errors.includes(awaited);
  for (let i = 0; i < 600 && !done(); i++) await new Promise(next => setTimeout(next, 50));
  report.candidates = [...new Set(candidates)];
  report.connection = peer.connectionState;
  const stats = new Map(await peer.getStats());
  for (const each of stats.values()) {
    if (each.type === 'candidate-pair' && each.nominated && each.state === 'succeeded') {
      report.local = stats.get(each.localCandidateId)?.candidateType;
      report.protocol = stats.get(each.localCandidateId)?.relayProtocol;
    }
  }
  report.tookMs = Math.round(performance.now() - began);
  peer.close();
  video.remove();
  return JSON.stringify(report);
}
