// Development only: stands in for a WHEP server. The page's peer connection plays a drawn picture instead.
/* global document, Image, MediaStream, requestAnimationFrame, window, EventTarget, Event */
(() => {
  const canvas = document.createElement("canvas");
  canvas.width = 1280;
  canvas.height = 720;
  const g = canvas.getContext("2d");
  const still = new Image();
  still.src = "/dev/still";
  let frozen = false;
  const draw = (ms) => {
    requestAnimationFrame(draw);
    if (frozen) return;
    if (still.complete && still.naturalWidth > 0) {
      g.drawImage(still, 0, 0, 1280, 720);
    } else {
      const back = g.createLinearGradient(0, 0, 0, 720);
      back.addColorStop(0, "#1b1512");
      back.addColorStop(0.42, "#2b211b");
      back.addColorStop(0.5, "#115f44");
      back.addColorStop(1, "#062a1d");
      g.fillStyle = back;
      g.fillRect(0, 0, 1280, 720);
      g.save();
      g.translate(374, 340);
      g.scale(1, 0.46);
      g.rotate(ms / 3000);
      for (let i = 0; i < 37; i++) {
        g.beginPath();
        g.moveTo(0, 0);
        g.arc(0, 0, 250, (i * 2 * Math.PI) / 37, ((i + 1) * 2 * Math.PI) / 37);
        g.fillStyle = i === 0 ? "#0d7a4b" : i % 2 ? "#b3212c" : "#15181e";
        g.fill();
      }
      g.beginPath();
      g.arc(0, 0, 150, 0, 7);
      g.fillStyle = "#7a5530";
      g.fill();
      g.restore();
    }
    g.fillStyle = "rgba(255,255,255,0.02)";
    g.fillRect(ms % 1280, 700, 2, 2);
  };
  requestAnimationFrame(draw);
  window.devFreeze = (on) => (frozen = on);
  window.RTCPeerConnection = class extends EventTarget {
    connectionState = "new";
    addTransceiver() {}
    async createOffer() {
      return { type: "offer", sdp: "v=0\r\n" };
    }
    async setLocalDescription() {}
    async setRemoteDescription() {
      const stream = canvas.captureStream(30);
      this.connectionState = "connected";
      const event = new Event("track");
      event.track = stream.getVideoTracks()[0];
      event.streams = [new MediaStream(stream.getVideoTracks())];
      this.dispatchEvent(event);
    }
    async getStats() {
      return new Map([
        ["a", { type: "candidate-pair", nominated: true, currentRoundTripTime: 0.042 }],
        ["b", { type: "inbound-rtp", kind: "video", packetsReceived: 1000, packetsLost: 0 }],
      ]);
    }
    close() {}
  };
})();
