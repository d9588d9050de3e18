import type { Build, Host } from "../../shell/contract.js";
import { Baccarat } from "../baccarat/game.js";
import css from "./salon.css?inline";

export function create(host: Host): Build {
  return new Baccarat(host, {
    name: "Salon",
    css,
    roads: ({ mode, width }) => (mode === "wide" ? { beadColumns: 6, roadColumns: 11, cell: 22 } : { beadColumns: width < 380 ? 10 : 12, roadColumns: width < 380 ? 10 : 12, cell: 20 }),
    actionsInBar: () => false,
  });
}
