// Records every picture that the shell's video presents from its first one on, whether it can be seen, and when the
// server told that pictures are not live yet.
(() => {
  window.croupierSeen = [];
  window.croupierTold = [];
  const now = () => performance.now() + performance.timeOrigin;
  const watch = (video) => {
    window.croupierSeen.push(window.croupierRecord(video, () => ({ seen: video.classList.contains('on') })));
  };
  new MutationObserver((changes) => {
    for (const change of changes) {
      for (const added of change.addedNodes) {
        if (added instanceof HTMLVideoElement) watch(added);
      }
    }
  }).observe(document, { childList: true, subtree: true });

  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(...settings) {
      super(...settings);
      this.addEventListener('message', ({ data }) => {
        if (typeof data === 'string' && JSON.parse(data).type === 'media.catchup') window.croupierTold.push(now());
      });
    }
  };
})();
