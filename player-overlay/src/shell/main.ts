import "./shell.css";
import { openWhep } from "../media/whep.js";
import { demoTokens } from "../transport/api.js";

const table = decodeURIComponent(location.pathname.split("/").filter(Boolean).at(-1) ?? "");
const tokens = demoTokens("player");
const video = document.querySelector("video") ?? document.createElement("video");

async function play(): Promise<void> {
  const session = await openWhep({ url: `/whep/${encodeURIComponent(table)}`, token: await tokens.token() });
  video.srcObject = session.stream;
  session.peer.addEventListener("connectionstatechange", () => {
    if (session.peer.connectionState === "failed") {
      session.close();
      void play();
    }
  });
  await video.play().catch(() => undefined);
}

void play();
