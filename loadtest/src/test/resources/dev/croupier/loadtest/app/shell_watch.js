// Records every picture that the shell's video presents from its first one on, and whether it can be seen.
(() => {
  window.croupierSeen = [];
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
})();
