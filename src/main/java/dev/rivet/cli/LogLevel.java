package dev.rivet.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/// How much is logged: `RIVET_LOG`, else `RUST_LOG`, else warnings. Of a list of directives the
/// bare one or the one for `rivet` counts.
enum LogLevel {
    OFF("OFF", "OFF"),
    ERROR("SEVERE", "SEVERE"),
    WARN("WARNING", "WARNING"),
    INFO("INFO", "INFO"),
    DEBUG("FINE", "INFO"),
    TRACE("FINER", "INFO");

    /// The lines of the log with stack traces below them; without, `application.properties` has it.
    static final String FORMAT_WITH_TRACES = "%d{HH:mm:ss} %-5p [%c{1}] %s%e%n";

    private final String own;
    private final String libraries;

    LogLevel(String own, String libraries) {
        this.own = own;
        this.libraries = libraries;
    }

    static LogLevel in(Map<String, String> environment) {
        String filter = environment.getOrDefault("RIVET_LOG", "");
        return parse(filter.isBlank() ? environment.getOrDefault("RUST_LOG", "") : filter);
    }

    private static LogLevel parse(String filter) {
        return Arrays.stream(filter.split(",", -1))
                .map(directive -> directive.strip().replaceFirst("^rivet=", ""))
                .flatMap(directive -> named(directive).stream())
                .findFirst()
                .orElse(WARN);
    }

    private static Optional<LogLevel> named(String name) {
        return Arrays.stream(values())
                .filter(level -> level.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst();
    }

    /// Whether the reader wants to see where in the program a failure came from.
    boolean showsTraces() {
        return this == DEBUG || this == TRACE;
    }

    /// Sets the levels for Quarkus' logging, which reads them as it starts, and for what is logged
    /// without it. Libraries log less than rivet itself: what they say of connections in detail is
    /// not for a log.
    void apply() {
        System.setProperty("quarkus.log.level", libraries);
        System.setProperty("quarkus.log.category.\"dev.rivet\".level", own);
        if (showsTraces()) {
            System.setProperty("quarkus.log.console.format", FORMAT_WITH_TRACES);
        }
        Logger.getLogger("").setLevel(Level.parse(libraries));
        Logger.getLogger("dev.rivet").setLevel(Level.parse(own));
    }
}
