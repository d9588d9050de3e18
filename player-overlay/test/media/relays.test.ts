import { describe, expect, it } from "vitest";
import { iceServers } from "../../src/media/relays.js";

const TURN =
  '<stun:stun.example.net>; rel="ice-server", <turn:turn.example.net:3478?transport=udp>; rel="ice-server"; username="1767268800:demo/pia"; credential="a\\"b\\\\c=,;"; credential-type="password", <turns:turn.example.net:443?transport=tcp>; rel="ice-server"; username="1767268800:demo/pia"; credential="x="';

describe("the servers that a Link names", () => {
  it("are read with their users, whatever a password is made of", () => {
    expect(iceServers(TURN)).toEqual([
      { urls: "stun:stun.example.net" },
      { urls: "turn:turn.example.net:3478?transport=udp", username: "1767268800:demo/pia", credential: 'a"b\\c=,;' },
      { urls: "turns:turn.example.net:443?transport=tcp", username: "1767268800:demo/pia", credential: "x=" },
    ]);
  });

  it("are none where nothing is named, or something else", () => {
    expect(iceServers(null)).toEqual([]);
    expect(iceServers("")).toEqual([]);
    expect(iceServers('<https://a.example>; rel="ice-server", <turn:a.example>; rel="preload"')).toEqual([]);
    expect(iceServers('<turn:a.example; rel="ice-server"')).toEqual([]);
  });

  it("may be named without quotes, as the header's grammar has it", () => {
    expect(iceServers("<turn:a.example>;rel=ice-server;username=u;credential=p")).toEqual([{ urls: "turn:a.example", username: "u", credential: "p" }]);
  });
});
