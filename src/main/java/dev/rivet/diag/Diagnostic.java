package dev.rivet.diag;

/// One user-visible failure: what, where, why and what to do next.
///
/// @param message what failed and why, one or a few lines, free of secrets
/// @param action what the reader should do next, a full sentence
public record Diagnostic(Code code, String message, String action, Outlook outlook, Place place) {

    /// A failure that stays until somebody changes something.
    public static Diagnostic of(Code code, String message, String action) {
        return new Diagnostic(code, message, action, Outlook.PERMANENT, Place.NOWHERE);
    }

    /// A failure whose remedy is the one the registry gives for its code.
    public static Diagnostic of(Code code, String message) {
        return of(code, message, code.action());
    }

    public Diagnostic asTransient() {
        return expecting(Outlook.PASSING);
    }

    public Diagnostic expecting(Outlook expected) {
        return new Diagnostic(code, message, action, expected, place);
    }

    public Transience transience() {
        return outlook.transience();
    }

    public Diagnostic saying(String otherMessage) {
        return new Diagnostic(code, otherMessage, action, outlook, place);
    }

    public Diagnostic at(Place where) {
        return new Diagnostic(code, message, action, outlook, where);
    }

    public ExitClass exitClass() {
        return switch (code.kind()) {
            case USAGE -> ExitClass.GENERIC;
            case ENVIRONMENT ->
                    transience() == Transience.TRANSIENT ? ExitClass.RETRYABLE : ExitClass.GENERIC;
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
