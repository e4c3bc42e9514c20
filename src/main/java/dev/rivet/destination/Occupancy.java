package dev.rivet.destination;

import java.io.IOException;
import java.util.List;

/// A destination while one run alone writes into it: from [Destination#occupy] until it is closed,
/// no other rivet does. Thread-safe.
public interface Occupancy extends AutoCloseable {
    /// What is less than promised here, for people.
    List<String> remarks();

    /// Fails when somebody else may write here by now, whatever the reason.
    ///
    /// @throws dev.rivet.diag.RivetException `STATE_LEASE_LOST`
    void confirm();

    /// Starts a part. There must be no file of that name when it is committed.
    StagedFile stage(String name) throws IOException;

    /// Starts the successor of a control file: readers see the one that is there until the new one
    /// is committed. Only for names that [ControlFile] knows.
    StagedFile stageControl(String controlFile) throws IOException;

    /// Removes a control file, durably, if it is there. Only for names that [ControlFile] knows.
    void remove(String controlFile) throws IOException;

    /// The names of all files that readers can see here; not those in folders below.
    List<String> names() throws IOException;

    /// Removes a part that an earlier run has committed, durably, if it has the size that it had.
    ///
    /// @return whether nothing of that name is left, also when nothing was there
    boolean removePart(FileContent part) throws IOException;

    /// Removes a part that a run has committed and that no manifest names, durably, if it is
    /// there.
    void removePart(String name) throws IOException;

    /// Another run may write here from now on.
    @Override
    void close();
}
