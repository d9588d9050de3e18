package dev.croupier.gateway.arch.wrong.ids;

/** Breaks the rules on purpose: holds a type of every library that has a home elsewhere. */
public record WrongLibraries(
    io.netty.channel.Channel socket,
    org.jitsi.srtp.SrtpPolicy srtp,
    org.bytedeco.javacpp.Pointer ffmpeg,
    org.eclipse.jetty.server.Server jetty,
    com.nimbusds.jwt.JWT token,
    picocli.CommandLine command,
    ch.qos.logback.classic.Level log,
    java.sql.Connection database,
    dev.croupier.time.server.TimeQuality time) {}
