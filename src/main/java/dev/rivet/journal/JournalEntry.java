package dev.rivet.journal;

import java.time.Instant;

/// An event and when it happened.
public record JournalEntry(Instant recordedAt, RunEvent event) {}
