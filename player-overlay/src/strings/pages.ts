/** Every word a person reads lies in this folder, one file for each part that is loaded by itself; English now. */

export const lobbyWords = {
  title: "Live tables",
  play: "Play",
  none: "No tables are open just now.",
  viewers: "viewers",
  live: "LIVE",
} as const;

export const studioWords = {
  title: "Studio",
  program: "On air",
  preview: "Preview",
  cut: "Cut to this camera",
  onAir: "on air",
  builds: "Player builds",
  current: "current",
  swap: "Swap build",
  rounds: "Round",
  failed: "Not done",
} as const;
