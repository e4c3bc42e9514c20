package dev.rivet.state;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Place;
import dev.rivet.diag.RivetException;
import java.util.Optional;

/// Whose the state of an export is.
public interface OwnerStore {
    /// Makes it theirs if it is theirs already, or nobody's.
    ///
    /// @throws RivetException `STATE_CURSOR_OWNER_MISMATCH` when it is somebody else's
    void claim(String export, ExportOwner owner);

    /// Makes it theirs, whoever's it was.
    ///
    /// @return whose it was
    Optional<ExportOwner> accept(String export, ExportOwner owner);

    /// For those who keep it.
    static void refuseOther(String export, ExportOwner there, ExportOwner asking) {
        if (!asking.isSameAs(there)) {
            throw Diagnostic.of(
                            Code.STATE_CURSOR_OWNER_MISMATCH,
                            "The state of export '%s' belongs to %s. Another export of that name may not use it: %s."
                                    .formatted(export, there.words(), asking.words()),
                            "Give one of them another name, or a state of its own (RIVET_STATE_URL, another folder). If that one is no more: `rivet state accept -c %s -e %s`."
                                    .formatted(asking.configFile(), export))
                    .at(Place.NOWHERE.inExport(export))
                    .toException();
        }
    }
}
