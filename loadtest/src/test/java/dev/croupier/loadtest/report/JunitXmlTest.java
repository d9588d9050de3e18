package dev.croupier.loadtest.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

final class JunitXmlTest {
  private static Element suite(Report report) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(JunitXml.of(report).getBytes(StandardCharsets.UTF_8)))
        .getDocumentElement();
  }

  private static List<String> caseNames(Element suite, String outcome) {
    List<String> names = new ArrayList<>();
    NodeList found = suite.getElementsByTagName(outcome);
    for (int i = 0; i < found.getLength(); i++) {
      names.add(((Element) found.item(i).getParentNode()).getAttribute("name"));
    }
    return names;
  }

  @Test
  void eachObjectiveIsACaseAndItsTotalsAreTrue() throws Exception {
    Element suite = suite(new Samples().viewers("webrtc_rtt_p95_ms", 112).report());
    assertEquals(List.of("webrtc_rtt_p95_ms"), caseNames(suite, "failure"));
    assertEquals(List.of("hls_stalls"), caseNames(suite, "skipped"));
    assertEquals("1", suite.getAttribute("failures"));
    assertEquals("0", suite.getAttribute("errors"));
    assertEquals("1", suite.getAttribute("skipped"));
    assertEquals(
        suite.getAttribute("tests"),
        Integer.toString(suite.getElementsByTagName("testcase").getLength()));
    Element failure = (Element) suite.getElementsByTagName("failure").item(0);
    assertEquals(
        "webrtc_rtt_ms p95: 112 ms, wanted at most 100 ms", failure.getAttribute("message"));
  }

  @Test
  void inAnInvalidRunTheGeneratorIsTheOnlyError() throws Exception {
    Element suite =
        suite(
            new Samples()
                .viewers("webrtc_rtt_p95_ms", 112)
                .health(Samples.health(90_000, 0))
                .report());
    assertEquals(List.of("generator"), caseNames(suite, "error"));
    assertEquals(List.of(), caseNames(suite, "failure"));
    assertEquals(8, caseNames(suite, "skipped").size());
    assertEquals("8", suite.getAttribute("skipped"));
  }

  @Test
  void anEventThatFailedIsAnError() throws Exception {
    Element suite = suite(new Samples().eventFails(0, "refused: \"<422>\"").report());
    assertEquals(List.of("event handover cam-b"), caseNames(suite, "error"));
    assertTrue(
        ((Element) suite.getElementsByTagName("error").item(0))
            .getAttribute("message")
            .contains("\"<422>\""));
  }
}
