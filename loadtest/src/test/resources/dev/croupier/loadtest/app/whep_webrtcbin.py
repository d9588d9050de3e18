"""Plays a WHEP address with GStreamer's webrtcbin and tells what it decoded.

usage: whep_webrtcbin.py URL TOKEN FRAMES; one line of JSON on standard output.
"""

import faulthandler
import json
import sys
import threading
import urllib.request

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstSdp", "1.0")
gi.require_version("GstWebRTC", "1.0")
from gi.repository import GLib, Gst, GstSdp, GstWebRTC  # noqa: E402

faulthandler.enable()
Gst.init(None)
url, token, wanted = sys.argv[1], sys.argv[2], int(sys.argv[3])
seen = {"sizes": [], "frames": 0, "sounds": 0, "error": ""}
loop = GLib.MainLoop()
pipeline = Gst.Pipeline.new("player")
peer = Gst.ElementFactory.make("webrtcbin", "peer")
peer.set_property("bundle-policy", GstWebRTC.WebRTCBundlePolicy.MAX_BUNDLE)
pipeline.add(peer)


def done(error=""):
    seen["error"] = seen["error"] or error
    GLib.idle_add(loop.quit)


def picture(pad, _):
    caps = pad.get_current_caps()
    if caps:
        found, width = caps.get_structure(0).get_int("width")
        if found and width not in seen["sizes"]:
            seen["sizes"].append(width)
    seen["frames"] += 1
    if seen["frames"] >= wanted and seen["sounds"]:
        done()
    return Gst.PadProbeReturn.OK


def sound(*_):
    seen["sounds"] += 1
    return Gst.PadProbeReturn.OK


def incoming(_, pad):
    if pad.get_direction() != Gst.PadDirection.SRC:
        return
    media = pad.get_current_caps().get_structure(0).get_string("media")
    chain = "rtpvp8depay ! vp8dec" if media == "video" else "rtpopusdepay ! opusdec"
    branch = Gst.parse_bin_from_description(
        "queue ! " + chain + " ! fakesink name=out sync=false", True
    )
    probe = picture if media == "video" else sound
    out = branch.get_by_name("out").get_static_pad("sink")
    out.add_probe(Gst.PadProbeType.BUFFER, probe)
    pipeline.add(branch)
    branch.sync_state_with_parent()
    pad.link(branch.get_static_pad("sink"))


def post(sdp):
    request = urllib.request.Request(
        url,
        data=sdp.encode(),
        headers={"Content-Type": "application/sdp", "Authorization": "Bearer " + token},
    )
    try:
        with urllib.request.urlopen(request) as response:
            answer = response.read().decode()
    except Exception as e:  # told, and the end
        done(str(e))
        return
    _, message = GstSdp.SDPMessage.new_from_text(answer)
    peer.emit(
        "set-remote-description",
        GstWebRTC.WebRTCSessionDescription.new(GstWebRTC.WebRTCSDPType.ANSWER, message),
        None,
    )


def offered(promise, *_):
    reply = promise.get_reply()  # a copy that owns the offer: to be kept as long as it
    offer = reply.get_value("offer")
    peer.emit("set-local-description", offer, None)
    threading.Thread(target=post, args=(offer.sdp.as_text(),), daemon=True).start()


for caps in (
    "application/x-rtp,media=video,encoding-name=VP8,clock-rate=90000,payload=96",
    "application/x-rtp,media=audio,encoding-name=OPUS,clock-rate=48000,payload=111",
):
    peer.emit(
        "add-transceiver",
        GstWebRTC.WebRTCRTPTransceiverDirection.RECVONLY,
        Gst.Caps.from_string(caps),
    )
peer.connect("pad-added", incoming)
pipeline.set_state(Gst.State.PLAYING)
peer.emit("create-offer", None, Gst.Promise.new_with_change_func(offered))
GLib.timeout_add_seconds(80, done, "too late")
loop.run()
pipeline.set_state(Gst.State.NULL)
print(json.dumps(seen))
