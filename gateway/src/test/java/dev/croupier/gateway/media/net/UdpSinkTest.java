package dev.croupier.gateway.media.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.croupier.gateway.media.webrtc.TransportCounters;
import dev.croupier.gateway.media.webrtc.TransportRefusal;
import io.netty.channel.unix.Errors;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UdpSinkTest {
  /** errno of Linux; 0 for an exception that has none. */
  @ParameterizedTest
  @CsvSource({
    "5, false, EIO: the device cannot do it",
    "22, false, EINVAL: the kernel cannot do it",
    "0, true, no errno",
    "1, true, EPERM: a packet filter",
    "101, true, ENETUNREACH",
    "105, true, ENOBUFS: no room now",
    "111, true, ECONNREFUSED: a peer is gone"
  })
  void onlyWhatSaysThatItCannotBeDoneEndsSegmentation(int errno, boolean goesOn, String what) {
    TransportCounters counters = new TransportCounters();
    UdpSink sink = new UdpSink(counters);
    sink.attach(null, new SendSlab(), true);
    sink.failed(
        errno == 0 ? new IOException(what) : new Errors.NativeIoException("sendmsg", -errno));
    assertEquals(goesOn, sink.segmenting(), what);
    assertEquals(1, counters.refusals(TransportRefusal.SEND_FAILED));
  }
}
