// A small WebSocket server side (RFC 6455) for development: text and binary frames, ping, close. No extensions.
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";

const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

function frame(opcode, payload) {
  const length = payload.length;
  const head = length < 126 ? Buffer.from([0x80 | opcode, length]) : length < 65536 ? Buffer.from([0x80 | opcode, 126, length >> 8, length & 255]) : null;
  if (head === null) {
    throw new Error("too long for the development server");
  }
  return Buffer.concat([head, payload]);
}

/** Takes over an upgraded connection; gives `send`, `close`, and calls `onMessage`, `onClose`. */
export function accept(request, socket) {
  const key = createHash("sha1").update(request.headers["sec-websocket-key"] + GUID).digest("base64");
  const protocol = request.headers["sec-websocket-protocol"];
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n${protocol ? `Sec-WebSocket-Protocol: ${protocol}\r\n` : ""}\r\n`);
  const peer = {
    onMessage: () => {},
    onClose: () => {},
    send: (data) => !socket.destroyed && socket.write(typeof data === "string" ? frame(1, Buffer.from(data)) : frame(2, data)),
    close(code) {
      const body = Buffer.alloc(2);
      body.writeUInt16BE(code);
      socket.write(frame(8, body));
      socket.end();
    },
  };
  let held = Buffer.alloc(0);
  socket.on("data", (data) => {
    held = Buffer.concat([held, data]);
    for (;;) {
      if (held.length < 6) return;
      let length = held[1] & 127;
      let at = 2;
      if (length === 126) {
        length = held.readUInt16BE(2);
        at = 4;
      }
      if (held.length < at + 4 + length) return;
      const mask = held.subarray(at, at + 4);
      const payload = Buffer.from(held.subarray(at + 4, at + 4 + length)).map((byte, i) => byte ^ mask[i & 3]);
      const opcode = held[0] & 15;
      held = held.subarray(at + 4 + length);
      if (opcode === 8) {
        socket.end(frame(8, payload));
      } else if (opcode === 9) {
        socket.write(frame(10, payload));
      } else if (opcode === 1) {
        peer.onMessage(payload.toString("utf8"));
      } else if (opcode === 2) {
        peer.onMessage(payload);
      }
    }
  });
  socket.on("close", () => peer.onClose());
  socket.on("error", () => socket.destroy());
  return peer;
}
