package dev.rivet.cli;

import dev.rivet.observe.ProgressLine;
import dev.rivet.observe.Screen;
import java.util.Map;
import java.util.function.Supplier;

/// What commands touch of the world outside.
///
/// @param results standard output: data only
/// @param screen standard error: progress, cards, errors
/// @param progress how progress is shown on that screen
/// @param helpColours whether help on standard output may have colours
/// @param configSchema the JSON Schema of a configuration
/// @param interruption knows whether the process was asked to stop
record Surroundings(
        Engine engine,
        ResultStream results,
        Screen screen,
        ProgressLine.Style progress,
        Colours helpColours,
        Map<String, String> environment,
        Supplier<String> configSchema,
        Interruption interruption) {
    enum Colours {
        ON,
        OFF
    }

    Surroundings {
        environment = Map.copyOf(environment);
    }
}
