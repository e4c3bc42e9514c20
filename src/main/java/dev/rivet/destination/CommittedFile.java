package dev.rivet.destination;

/// Receipt: readers can see these bytes. Destinations make them.
public record CommittedFile(FileContent content) {}
