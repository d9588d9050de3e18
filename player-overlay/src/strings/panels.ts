/** Every word a person reads lies in this folder, one file for each part that is loaded by itself; English now. */

export const panelWords = {
  historyTitle: "Results and history",
  lastResults: "Last results",
  yours: "Your rounds",
  none: "No rounds with your bets yet.",
  loadFailed: "Your history cannot be shown just now.",
  columns: ["Round", "Result", "Staked", "Returned"],
  helpTitle: "Help and limits",
  limits: (min: string, max: string, step: string) => `Stakes from ${min} to ${max} on a spot, in steps of ${step}.`,
  rules: (version: string) => `Rules ${version}.`,
  pays: "What it pays",
  rouletteTable: [
    ["Straight up, one number", "35:1"],
    ["Split, two numbers", "17:1"],
    ["Street or trio, three numbers", "11:1"],
    ["Corner or first four, four numbers", "8:1"],
    ["Six line, six numbers", "5:1"],
    ["Dozen or column", "2:1"],
    ["Red, black, odd, even, 1–18, 19–36", "1:1"],
  ],
  keysTitle: "With the keyboard",
  keys: [
    ["Arrows", "half a cell: number, split, number; down between rows, corner"],
    ["Shift + arrow", "a whole cell"],
    ["Enter", "add the chip"],
    ["Backspace", "take the last chip back"],
    ["17 or 17/20", "jump to a number or between two"],
  ],
} as const;
