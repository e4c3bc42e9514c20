package dev.rivet.diag;

/// One user-visible failure: what, where, why and what to do next.
///
/// @param message what failed and why, one or a few lines, free of secrets
/// @param action what the reader should do next, a full sentence
public record Diagnostic(
        Code code, String message, String action, Transience transience, Place place) {

    /// A failure that stays until somebody changes something.
    public static Diagnostic of(Code code, String message, String action) {
        return new Diagnostic(code, message, action, Transience.PERMANENT, Place.NOWHERE);
    }

    /// A failure whose remedy is the one the registry gives for its code.
    public static Diagnostic of(Code code, String message) {
        return of(code, message, code.action());
    }

    public Diagnostic asTransient() {
        return new Diagnostic(code, message, action, Transience.TRANSIENT, place);
    }

    public Diagnostic saying(String otherMessage) {
        return new Diagnostic(code, otherMessage, action, transience, place);
    }

    public Diagnostic at(Place where) {
        return new Diagnostic(code, message, action, transience, where);
    }

    public ExitClass exitClass() {
        return switch (code.kind()) {
            case USAGE -> ExitClass.GENERIC;
            case ENVIRONMENT ->
                    transience == Transience.TRANSIENT ? ExitClass.RETRYABLE : ExitClass.GENERIC;
            case BUSY -> ExitClass.RETRYABLE;
            case INTEGRITY -> ExitClass.DATA_INTEGRITY;
            case DRIFT -> ExitClass.SCHEMA_DRIFT;
            case REFUSAL -> ExitClass.REFUSAL;
            case INTERNAL -> ExitClass.INTERNAL;
        };
    }

    public boolean retryable() {
        return exitClass() == ExitClass.RETRYABLE;
    }

    public RivetException toException() {
        return new RivetException(this);
    }

    public RivetException toException(Throwable cause) {
        return new RivetException(this, cause);
    }
}
