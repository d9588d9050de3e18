package dev.croupier.loadtest.report;

import java.io.StringWriter;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A report as JUnit XML, for CI: a case for each objective and one for the generator. In an invalid
 * run the generator's case is an error and no objective is judged. Any thread.
 */
public final class JunitXml {
  private JunitXml() {}

  /** The report. */
  public static String of(Report report) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      write(xml, report);
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("written to memory", e);
    }
    return text.append('\n').toString();
  }

  private static void write(XMLStreamWriter xml, Report report) throws XMLStreamException {
    boolean valid = report.overloads().isEmpty();
    long missed = report.outcomes().stream().filter(outcome -> !outcome.met()).count();
    int judged = report.outcomes().size();
    int skipped = report.notJudged().size() + (valid ? 0 : judged);
    String suite = "loadtest." + report.scenario().name();
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", suite);
    int events = report.events().size();
    xml.writeAttribute("tests", Integer.toString(1 + judged + report.notJudged().size() + events));
    xml.writeAttribute("failures", Long.toString(valid ? missed : 0));
    xml.writeAttribute("errors", Integer.toString((valid ? 0 : 1) + report.failedEvents().size()));
    xml.writeAttribute("skipped", Integer.toString(skipped));
    xml.writeAttribute("time", String.format(Locale.ROOT, "%.3f", report.durationMs() / 1_000.0));
    property(xml, report);
    begin(xml, suite, "generator");
    if (!valid) {
      empty(xml, "error", String.join("; ", report.overloads()));
    }
    xml.writeEndElement();
    for (Report.Happened event : report.events()) {
      begin(xml, suite, "event " + event.label());
      if (event.failure() != null) {
        empty(xml, "error", event.failure());
      }
      xml.writeEndElement();
    }
    for (Report.Outcome outcome : report.outcomes()) {
      begin(xml, suite, outcome.figure().key());
      if (!valid) {
        empty(xml, "skipped", "the generator was overloaded");
      } else if (!outcome.met()) {
        empty(xml, "failure", words(outcome));
      }
      xml.writeEndElement();
    }
    for (Report.NotJudged each : report.notJudged()) {
      begin(xml, suite, each.figure().key());
      empty(xml, "skipped", each.reason());
      xml.writeEndElement();
    }
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  private static void property(XMLStreamWriter xml, Report report) throws XMLStreamException {
    xml.writeStartElement("properties");
    xml.writeEmptyElement("property");
    xml.writeAttribute("name", "seed");
    xml.writeAttribute("value", Long.toString(report.seed()));
    xml.writeEndElement();
  }

  private static void begin(XMLStreamWriter xml, String suite, String name)
      throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", suite);
    xml.writeAttribute("name", name);
  }

  private static void empty(XMLStreamWriter xml, String element, String message)
      throws XMLStreamException {
    xml.writeEmptyElement(element);
    xml.writeAttribute("message", message);
  }

  private static String words(Report.Outcome outcome) {
    return outcome.figure().label()
        + ": "
        + Numbers.of(outcome.figure(), outcome.value())
        + ", wanted "
        + (outcome.figure().atMost() ? "at most " : "at least ")
        + Numbers.of(outcome.figure(), outcome.limit());
  }
}
