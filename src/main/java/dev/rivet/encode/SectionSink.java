package dev.rivet.encode;

import java.io.IOException;

/// Where an encoder hands over what it has completed.
@FunctionalInterface
public interface SectionSink {
    void accept(Section section) throws IOException;
}
