package dev.rivet;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Files and methods that one can read at once.
class SourceSizeTest {
    private static final int FILE_LINES = 500;
    private static final int METHOD_LINES = 60;

    @Test
    void noFileIsLongerThanOneCanRead() throws IOException {
        List<Path> sources = ParsedSource.files(Path.of("src"));

        assertThat(sources).isNotEmpty();
        for (Path source : sources) {
            assertThat(Files.readAllLines(source))
                    .as(source.toString())
                    .hasSizeLessThan(FILE_LINES + 1);
        }
    }

    @Test
    void noMethodIsLongerThanAScreen() throws IOException {
        assertThat(methodsLongerThan(METHOD_LINES, ParsedSource.files(ParsedSource.PRODUCT)))
                .isEmpty();
    }

    @Test
    void aLongMethodIsSeen() throws IOException {
        Path self = ParsedSource.file(SourceSizeTest.class);

        assertThat(methodsLongerThan(2, List.of(self)))
                .anyMatch(found -> found.endsWith("aLongMethodIsSeen"));
    }

    private static List<String> methodsLongerThan(int lines, List<Path> files) throws IOException {
        List<String> found = new ArrayList<>();
        for (ParsedSource source : ParsedSource.of(files)) {
            source.unit().accept(new LongMethods(lines, source, found), null);
        }
        return found;
    }

    /// Adds the methods of one file that have more lines than they may.
    private static final class LongMethods extends TreeScanner<@Nullable Void, @Nullable Void> {
        private final int most;
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<String> found;

        LongMethods(int most, ParsedSource source, List<String> found) {
            this.most = most;
            this.unit = source.unit();
            this.positions = source.positions();
            this.found = found;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
            LineMap map = unit.getLineMap();
            long first = map.getLineNumber(positions.getStartPosition(unit, method));
            long last = map.getLineNumber(positions.getEndPosition(unit, method));
            if (last - first + 1 > most) {
                found.add(unit.getSourceFile().getName() + ": " + method.getName());
            }
            return super.visitMethod(method, null);
        }
    }
}
