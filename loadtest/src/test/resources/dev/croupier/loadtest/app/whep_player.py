"""Plays a WHEP address with aiortc and tells what it decoded.

usage: whep_player.py URL TOKEN FRAMES; one line of JSON on standard output.
"""

import asyncio
import json
import sys
import urllib.request

from aiortc import RTCPeerConnection, RTCSessionDescription


def post(url, token, sdp):
    request = urllib.request.Request(
        url,
        data=sdp.encode(),
        headers={"Content-Type": "application/sdp", "Authorization": "Bearer " + token},
    )
    with urllib.request.urlopen(request) as response:
        return response.headers["Location"], response.read().decode()


async def play(url, token, wanted):
    peer = RTCPeerConnection()
    for kind in ("video", "audio"):
        peer.addTransceiver(kind, direction="recvonly")
    tracks = {}
    peer.on("track", lambda track: tracks.update({track.kind: track}))
    await peer.setLocalDescription(await peer.createOffer())
    loop = asyncio.get_running_loop()
    _, answer = await loop.run_in_executor(None, post, url, token, peer.localDescription.sdp)
    await peer.setRemoteDescription(RTCSessionDescription(answer, "answer"))

    async def pictures():
        sizes = set()
        times = []
        for _ in range(wanted):
            frame = await tracks["video"].recv()
            sizes.add((frame.width, frame.height))
            times.append(frame.pts)
        return sorted(sizes), times

    async def sounds():
        loudest = 0
        for _ in range(wanted):
            frame = await tracks["audio"].recv()
            loudest = max(loudest, int(abs(frame.to_ndarray()).max()))
        return frame.sample_rate, loudest

    (sizes, times), (rate, loudest) = await asyncio.wait_for(
        asyncio.gather(pictures(), sounds()), 50
    )
    print(
        json.dumps(
            {"sizes": sizes, "times": times, "sampleRate": rate, "loudest": loudest, "frames": wanted}
        )
    )
    await peer.close()


asyncio.run(play(sys.argv[1], sys.argv[2], int(sys.argv[3])))
