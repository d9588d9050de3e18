import type { Build, Host } from "../../shell/contract.js";
import { Baccarat } from "../baccarat/game.js";
import css from "./lounge.css?inline";

export function create(host: Host): Build {
  return new Baccarat(host, {
    name: "Lounge",
    css,
    roads: ({ mode, width }) => (mode === "wide" ? { beadColumns: 12, roadColumns: 12, cell: 21.7 } : { beadColumns: width < 380 ? 10 : 12, roadColumns: width < 380 ? 10 : 12, cell: 20 }),
    actionsInBar: ({ mode }) => mode === "wide",
  });
}
