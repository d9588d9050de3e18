export function crc32(bytes: Uint8Array): number;
export function zip(files: readonly { readonly name: string; readonly bytes: Uint8Array }[]): Buffer;
export function unzip(archive: Buffer): Map<string, Buffer>;
