package dev.rivet.config;

/// The JSON Schema of a configuration file.
public final class ConfigSchema {
    private ConfigSchema() {}

    public static String json() {
        return "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"type\":\"object\"}\n";
    }
}
