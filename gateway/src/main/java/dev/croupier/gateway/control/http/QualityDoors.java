package dev.croupier.gateway.control.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.croupier.gateway.control.port.MediaPlane;
import dev.croupier.gateway.control.port.ViewerQos;
import dev.croupier.gateway.control.session.PageFigure;
import dev.croupier.gateway.control.session.QualityBook;
import dev.croupier.gateway.http.Exchange;
import dev.croupier.gateway.http.Role;
import dev.croupier.gateway.http.Routes;
import dev.croupier.gateway.ids.LicenseeId;
import dev.croupier.gateway.ids.SessionId;
import java.util.Optional;
import java.util.TreeMap;

/** A session's quality, measured at both ends: by the media plane and by the page. */
final class QualityDoors {
  private static final Role[] READERS = {Role.OPERATOR, Role.SUPERVISOR, Role.AUDITOR, Role.ADMIN};

  private final QualityBook book;
  private final MediaPlane media;

  QualityDoors(QualityBook book, MediaPlane media) {
    this.book = book;
    this.media = media;
  }

  void register(Routes routes) {
    routes.on("GET", "/api/v1/sessions/{s}/qos", Door.of(this::quality));
  }

  private void quality(Exchange exchange) {
    LicenseeId licensee = exchange.require(READERS).licensee();
    QualityBook.Known known =
        Optional.of(exchange.variable("s"))
            .filter(SessionId::isValid)
            .flatMap(id -> book.find(new SessionId(id), licensee))
            .orElseThrow(() -> Door.notFound("no such session"));
    ObjectNode view = JsonNodeFactory.instance.objectNode();
    view.put("session", known.session().value())
        .put("table", known.profile().table().value())
        .put("build", known.build())
        .put("present", known.present());
    ArrayNode viewers = view.putArray("viewers");
    media
        .viewers(known.session(), known.profile().bettor().ref())
        .forEach(viewer -> put(viewers.addObject(), viewer));
    if (known.atMicros() < 0) {
      view.putNull("page");
    } else {
      put(view.putObject("page").put("at", known.atMicros()), known);
    }
    exchange.answerHeader("Cache-Control", "no-store").sendJson(200, view);
  }

  private static void put(ObjectNode page, QualityBook.Known known) {
    known
        .figures()
        .forEach(
            (figure, value) -> {
              if (figure.counts() && figure != PageFigure.FREEZE_MS) {
                page.put(figure.wire(), value.longValue());
              } else {
                page.put(figure.wire(), value);
              }
            });
  }

  private static void put(ObjectNode to, ViewerQos from) {
    to.put("show", from.show());
    millis(to, "connectMs", from.connectMicros());
    millis(to, "joinMs", from.joinMicros());
    millis(to, "rttMs", from.rttMicros());
    millis(to, "jitterMs", from.jitterMicros());
    to.put("lossRatio", from.lossRatio())
        .put("packetsLost", from.packetsLost())
        .put("packetsAsked", from.packetsAsked())
        .put("packetsSentAgain", from.packetsSentAgain());
    ObjectNode refused = to.putObject("packetsRefused");
    new TreeMap<>(from.packetsRefused()).forEach(refused::put);
    to.put("framesSent", from.framesSent())
        .put("queueOverflows", from.queueOverflows())
        .put("framesLeftOut", from.framesLeftOut())
        .put("keyframeRequests", from.keyframeRequests());
    rate(to, "estimateBps", from.estimateBps());
    rate(to, "arrivingBps", from.arrivingBps());
    to.put("pathLossRatio", from.pathLossRatio());
    millis(to, "queueMs", from.queueMicros());
  }

  private static void millis(ObjectNode to, String name, long micros) {
    if (micros < 0) {
      to.putNull(name);
    } else {
      to.put(name, micros / 1_000.0);
    }
  }

  private static void rate(ObjectNode to, String name, long bitsPerSecond) {
    if (bitsPerSecond < 0) {
      to.putNull(name);
    } else {
      to.put(name, bitsPerSecond);
    }
  }
}
