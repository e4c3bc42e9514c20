package dev.rivet.config;

/// The JSON Schema of a configuration file.
public final class ConfigSchema {
    private ConfigSchema() {}

    /// What every configuration is: a mapping.
    ///
    /// @param version of rivet, for the title
    public static String json(String version) {
        return """
               {
                 "$schema": "https://json-schema.org/draft/2020-12/schema",
                 "title": "rivet %s",
                 "type": "object"
               }
               """
                .formatted(version);
    }
}
