package dev.rivet;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Files and methods that one can read at once.
class SourceSizeTest {
    private static final int FILE_LINES = 500;
    private static final int METHOD_LINES = 60;

    @Test
    void noFileIsLongerThanOneCanRead() throws IOException {
        List<Path> sources = sources(Path.of("src"));

        assertThat(sources).isNotEmpty();
        for (Path source : sources) {
            assertThat(Files.readAllLines(source))
                    .as(source.toString())
                    .hasSizeLessThan(FILE_LINES + 1);
        }
    }

    @Test
    void noMethodIsLongerThanAScreen() throws IOException {
        assertThat(methodsLongerThan(METHOD_LINES, sources(Path.of("src", "main")))).isEmpty();
    }

    @Test
    void aLongMethodIsSeen() throws IOException {
        Path self = Path.of("src", "test", "java", "dev", "rivet", "SourceSizeTest.java");

        assertThat(methodsLongerThan(2, List.of(self)))
                .anyMatch(found -> found.endsWith("aLongMethodIsSeen"));
    }

    private static List<Path> sources(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static List<String> methodsLongerThan(int lines, List<Path> sources)
            throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        List<String> found = new ArrayList<>();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task =
                    (JavacTask)
                            compiler.getTask(
                                    new StringWriter(),
                                    files,
                                    null,
                                    List.of("-proc:none"),
                                    null,
                                    files.getJavaFileObjectsFromPaths(sources));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                unit.accept(new LongMethods(lines, unit, positions, found), null);
            }
        }
        return found;
    }

    /// Adds the methods of one file that have more lines than they may.
    private static final class LongMethods extends TreeScanner<@Nullable Void, @Nullable Void> {
        private final int most;
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<String> found;

        LongMethods(
                int most, CompilationUnitTree unit, SourcePositions positions, List<String> found) {
            this.most = most;
            this.unit = unit;
            this.positions = positions;
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
