package dev.rivet.state;

/// Which export it is that goes by a name: state is kept by the name alone.
///
/// @param configFile absolute
/// @param source engine, host, port and database; empty when not known yet
/// @param destination as seen from the configuration's folder, without a day; empty when not known
///     yet
public record ExportOwner(String configFile, String source, String destination) {
    /// Whose export an edit of it does not change.
    public static ExportOwner of(String configFile) {
        return new ExportOwner(configFile, "", "");
    }

    /// An edited configuration is still the same, and so is one that was moved or copied.
    boolean isSameAs(ExportOwner other) {
        return configFile.equals(other.configFile)
                || (source.equals(other.source) && destination.equals(other.destination));
    }

    /// For people.
    public String words() {
        return source.isEmpty()
                ? configFile
                : "%s (%s to %s)".formatted(configFile, source, destination);
    }
}
