import "../shell/shell.css";
import { answer } from "../transport/api.js";

interface TableSummary {
  readonly table: string;
  readonly game: string;
}

/** The tables, each with a link; the answer may be a list or hold one. */
export function tablesOf(body: unknown): TableSummary[] {
  const list = Array.isArray(body) ? body : ((body as { tables?: unknown } | null)?.tables ?? []);
  return (Array.isArray(list) ? list : []).map((entry) => (typeof entry === "string" ? { table: entry, game: "" } : (entry as TableSummary)));
}

const root = document.querySelector("#lobby");
void fetch("/api/v1/tables")
  .then(answer)
  .then((body) => {
    for (const { table } of tablesOf(body)) {
      const link = document.createElement("a");
      link.href = `/play/${encodeURIComponent(table)}`;
      link.textContent = table;
      root?.append(link);
    }
  });
