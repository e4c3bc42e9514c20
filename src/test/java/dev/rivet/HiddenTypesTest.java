package dev.rivet;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.PrimitiveTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A record with many components, or a constructor with many collaborators, hides a type: find its
/// word. Whatever may keep them is named here, with the reason, for as long as it has them.
class HiddenTypesTest {
    private static final int COMPONENTS = 8;
    private static final int COLLABORATORS = 5;

    private static final Map<String, String> LONG_RECORDS =
            Map.of("WireColumn", "a column's definition as the protocol has it, field by field");

    private static final Map<String, String> LONG_CONSTRUCTORS = Map.of();

    @Test
    void recordsHaveNoMoreComponentsThanOneCanName() throws IOException {
        assertThat(recordsLongerThan(COMPONENTS, ParsedSource.files(ParsedSource.PRODUCT)))
                .as("records with more than %d components; for now: %s", COMPONENTS, LONG_RECORDS)
                .containsExactlyInAnyOrderElementsOf(LONG_RECORDS.keySet());
    }

    @Test
    void constructorsHaveNoMoreCollaboratorsThanOneCanName() throws IOException {
        assertThat(constructorsLongerThan(COLLABORATORS, ParsedSource.files(ParsedSource.PRODUCT)))
                .as(
                        "classes built of more than %d others; for now: %s",
                        COLLABORATORS, LONG_CONSTRUCTORS)
                .containsExactlyInAnyOrderElementsOf(LONG_CONSTRUCTORS.keySet());
    }

    @Test
    void aLongRecordIsSeen() throws IOException {
        List<Path> self = List.of(ParsedSource.file(HiddenTypesTest.class));

        assertThat(recordsLongerThan(2, self)).containsExactly("Three");
        assertThat(recordsLongerThan(3, self)).isEmpty();
    }

    @Test
    void aConstructorOfManyCollaboratorsIsSeen() throws IOException {
        List<Path> self = List.of(ParsedSource.file(HiddenTypesTest.class));

        assertThat(constructorsLongerThan(1, self)).containsExactly("OfTwo");
        assertThat(constructorsLongerThan(2, self)).isEmpty();
    }

    /// The constant is no component.
    record Three(int one, String other, List<String> more) {
        static final int COUNT = 3;
    }

    /// A number is no collaborator.
    static final class OfTwo {
        final String text;

        OfTwo(Three three, int number, Runnable action) {
            this.text = three.toString() + number + action;
        }
    }

    private static Set<String> recordsLongerThan(int most, List<Path> files) throws IOException {
        Set<String> found = new TreeSet<>();
        scan(
                files,
                type -> {
                    if (type.getKind() == Tree.Kind.RECORD && components(type) > most) {
                        found.add(type.getSimpleName().toString());
                    }
                });
        return found;
    }

    private static long components(ClassTree type) {
        return type.getMembers().stream()
                .filter(VariableTree.class::isInstance)
                .map(VariableTree.class::cast)
                .filter(field -> !field.getModifiers().getFlags().contains(Modifier.STATIC))
                .count();
    }

    private static Set<String> constructorsLongerThan(int most, List<Path> files)
            throws IOException {
        Set<String> found = new TreeSet<>();
        scan(
                files,
                type -> {
                    if (type.getKind() != Tree.Kind.RECORD && collaborators(type) > most) {
                        found.add(type.getSimpleName().toString());
                    }
                });
        return found;
    }

    /// Of the constructor with most of them.
    private static long collaborators(ClassTree type) {
        return type.getMembers().stream()
                .filter(MethodTree.class::isInstance)
                .map(MethodTree.class::cast)
                .filter(method -> method.getName().contentEquals("<init>"))
                .mapToLong(HiddenTypesTest::collaborators)
                .max()
                .orElse(0);
    }

    private static long collaborators(MethodTree constructor) {
        return constructor.getParameters().stream()
                .filter(parameter -> !(parameter.getType() instanceof PrimitiveTypeTree))
                .count();
    }

    private interface TypeVisitor {
        void visit(ClassTree type);
    }

    private static void scan(List<Path> files, TypeVisitor visitor) throws IOException {
        var scanner =
                new TreeScanner<@Nullable Void, @Nullable Void>() {
                    @Override
                    public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
                        visitor.visit(type);
                        return super.visitClass(type, null);
                    }
                };
        for (ParsedSource source : ParsedSource.of(files)) {
            source.unit().accept(scanner, null);
        }
    }
}
