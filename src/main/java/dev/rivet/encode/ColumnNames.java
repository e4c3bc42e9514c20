package dev.rivet.encode;

import java.util.List;
import java.util.stream.Collectors;

/// Names of columns as a remark lists them: the first few, and how many more there are.
public final class ColumnNames {
    private static final int LISTED = 5;

    private ColumnNames() {}

    /// The names, quoted, after the word for them.
    ///
    /// @param names not empty
    public static String of(List<String> names) {
        String listed =
                names.stream()
                        .limit(LISTED)
                        .map(name -> "`" + name + "`")
                        .collect(Collectors.joining(", "));
        String word = names.size() == 1 ? "column " : "columns ";
        int more = names.size() - LISTED;
        return word + listed + (more > 0 ? " and " + more + " more" : "");
    }
}
