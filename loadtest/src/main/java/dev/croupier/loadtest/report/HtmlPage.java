package dev.croupier.loadtest.report;
public final class HtmlPage { private HtmlPage(){} public static String of(Report r){ return ""; } }
