/** A table as the lobby shows it. */
export interface TableSummary {
  readonly table: string;
  readonly game: string;
  readonly viewers: number | null;
}

/** Reads the answer of `GET /api/v1/tables`: a list, or an object that holds one; of ids or of tables. */
export function tablesOf(body: unknown): TableSummary[] {
  const held: unknown = Array.isArray(body) ? body : typeof body === "object" && body !== null && "tables" in body ? body.tables : [];
  return (Array.isArray(held) ? held : []).flatMap((entry: unknown) => {
    if (typeof entry === "string") {
      return [{ table: entry, game: "", viewers: null }];
    }
    const { table, game, viewers } = (entry ?? {}) as Partial<TableSummary>;
    return typeof table === "string" ? [{ table, game: game ?? "", viewers: typeof viewers === "number" ? viewers : null }] : [];
  });
}
