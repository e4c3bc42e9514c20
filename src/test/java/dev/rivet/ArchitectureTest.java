package dev.rivet;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.rivet.destination.CommittedFile;
import dev.rivet.manifest.PublishedManifest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The package map, as tests over the product's own classes.
class ArchitectureTest {
    private static final String ROOT = "dev.rivet.";

    /// A package imports only packages of a lower rank.
    private static final List<Set<String>> RANKS =
            List.of(
                    Set.of("diag"),
                    Set.of("row"),
                    Set.of("config", "journal"),
                    Set.of("plan", "retry", "quality", "observe"),
                    Set.of("source", "encode", "destination"),
                    Set.of("manifest", "governor"),
                    Set.of("state"),
                    Set.of("preflight", "extract", "reconcile", "init"),
                    Set.of("app"),
                    Set.of("cli", "daemon"));

    /// Imported by `app` alone.
    private static final Set<String> ADAPTERS =
            Set.of(
                    "source.postgres",
                    "source.mysql",
                    "encode.parquet",
                    "encode.csv",
                    "destination.local",
                    "destination.stdout",
                    "destination.s3",
                    "destination.gcs",
                    "state.jdbc",
                    "observe.micrometer",
                    "observe.slack");

    /// The wings of the source, which have the same rooms.
    private static final List<String> WINGS = List.of("source.postgres", "source.mysql");

    /// A room imports only rooms before it; a wing's own folder may import all of its rooms.
    private static final List<String> ROOMS =
            List.of("wire", "type", "query", "connect", "catalog", "decode", "read");

    /// Where each library may be used; sub-packages count with their package.
    private static final Map<List<String>, Set<String>> FENCES =
            Map.ofEntries(
                    fence(
                            Set.of("source.postgres", "source.mysql"),
                            "io.vertx.pgclient..",
                            "io.vertx.mysqlclient..",
                            "io.vertx.sqlclient..",
                            "io.vertx.mutiny.."),
                    fence(
                            Set.of("source.postgres", "source.mysql", "app"),
                            "io.vertx..",
                            "io.netty.."),
                    fence(Set.of("source", "governor", "extract"), "io.smallrye.mutiny.."),
                    fence(Set.of("encode.parquet"), "org.apache.parquet..", "org.apache.hadoop.."),
                    fence(Set.of("destination.s3"), "software.amazon.."),
                    fence(
                            Set.of("destination.gcs"),
                            "com.google.cloud..",
                            "com.google.api..",
                            "com.google.auth.."),
                    fence(
                            Set.of("state.jdbc"),
                            "java.sql..",
                            "org.flywaydb..",
                            "org.sqlite..",
                            "org.postgresql.."),
                    fence(Set.of("config"), "org.snakeyaml.."),
                    fence(
                            Set.of("config", "plan", "manifest", "journal"),
                            "com.fasterxml.jackson.."),
                    fence(Set.of("cli"), "picocli.."),
                    fence(Set.of("observe.micrometer"), "io.micrometer.."),
                    fence(
                            Set.of("app", "cli", "daemon"),
                            "io.quarkus..",
                            "io.quarkiverse..",
                            "io.smallrye.config..",
                            "org.eclipse.microprofile..",
                            "jakarta.."));

    /// One class each, in which their JSON is read and written.
    private static final Set<String> WITH_ONE_CODEC = Set.of("plan", "manifest", "journal");

    private static final Set<String> WITH_DEFAULT_LOCALE =
            Set.of("java.lang.String.toLowerCase()", "java.lang.String.toUpperCase()");

    private static final JavaClasses CLASSES =
            new ClassFileImporter().importPath(Path.of("target", "classes"));

    @Test
    void everyPackageHasItsPlaceInTheMap() {
        Set<String> packages =
                CLASSES.stream()
                        .map(JavaClass::getPackageName)
                        .map(name -> name.replaceFirst("^dev\\.rivet\\.?", ""))
                        .collect(toSet());
        Set<String> ranked = RANKS.stream().flatMap(Set::stream).collect(toSet());

        assertThat(packages).as("is the product compiled?").isNotEmpty();
        assertThat(packages)
                .as("packages that are neither in the map nor adapters")
                .filteredOn(name -> !ranked.contains(name) && !isAdapter(name))
                .isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> importsPointToLowerRanks() {
        return RANKS.stream()
                .flatMap(Set::stream)
                .map(
                        name ->
                                dynamicTest(
                                        name,
                                        () ->
                                                noClasses()
                                                        .that()
                                                        .resideInAPackage(tree(name))
                                                        .should()
                                                        .dependOnClassesThat()
                                                        .resideInAnyPackage(sameOrHigherThan(name))
                                                        .allowEmptyShould(true)
                                                        .check(CLASSES)));
    }

    @TestFactory
    Stream<DynamicTest> adaptersAreKnownToTheAppAlone() {
        return ADAPTERS.stream()
                .map(
                        adapter ->
                                dynamicTest(
                                        adapter,
                                        () ->
                                                noClasses()
                                                        .that()
                                                        .resideOutsideOfPackages(
                                                                tree(adapter), tree("app"))
                                                        .should()
                                                        .dependOnClassesThat()
                                                        .resideInAPackage(tree(adapter))
                                                        .check(CLASSES)));
    }

    @TestFactory
    Stream<DynamicTest> roomsImportOnlyRoomsBeforeThem() {
        return WINGS.stream().flatMap(wing -> ROOMS.stream().map(room -> roomTest(wing, room)));
    }

    private static DynamicTest roomTest(String wing, String room) {
        String[] later =
                Stream.concat(ROOMS.stream().skip(ROOMS.indexOf(room) + 1L), Stream.of(""))
                        .map(other -> ROOT + wing + (other.isEmpty() ? "" : "." + other + ".."))
                        .toArray(String[]::new);
        return dynamicTest(
                wing + "." + room,
                () ->
                        noClasses()
                                .that()
                                .resideInAPackage(tree(wing + "." + room))
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(later)
                                .check(CLASSES));
    }

    @Test
    void wingsHaveNoOtherRooms() {
        assertThat(CLASSES.stream().map(JavaClass::getPackageName))
                .filteredOn(
                        name -> WINGS.stream().anyMatch(wing -> name.startsWith(ROOT + wing + ".")))
                .allSatisfy(
                        name ->
                                assertThat(ROOMS)
                                        .contains(name.substring(name.lastIndexOf('.') + 1)));
    }

    @TestFactory
    Stream<DynamicTest> librariesStayBehindTheirFences() {
        return FENCES.entrySet().stream()
                .map(
                        fence ->
                                dynamicTest(
                                        String.join(" ", fence.getKey()),
                                        () ->
                                                noClasses()
                                                        .that()
                                                        .resideOutsideOfPackages(
                                                                trees(fence.getValue()))
                                                        .should()
                                                        .dependOnClassesThat()
                                                        .resideInAnyPackage(array(fence.getKey()))
                                                        .check(CLASSES)));
    }

    @TestFactory
    Stream<DynamicTest> jsonHasOneCodecInAPackage() {
        return WITH_ONE_CODEC.stream()
                .map(name -> dynamicTest(name, () -> assertThat(codecs(name)).hasSizeLessThan(2)));
    }

    @Test
    void receiptsCannotBeMadeUp() {
        constructors()
                .that()
                .areDeclaredIn(PublishedManifest.class)
                .should()
                .notBePublic()
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage(tree("destination"))
                .should()
                .callConstructorWhere(targetOwner(equivalentTo(CommittedFile.class)))
                .check(CLASSES);
    }

    @Test
    void nothingIsNullUnlessItSaysSo() {
        assertThat(CLASSES.stream().map(JavaClass::getPackage).collect(toSet()))
                .filteredOn(each -> each.getName().startsWith(ROOT))
                .allSatisfy(each -> assertThat(isNullMarked(each)).as(each.getName()).isTrue());
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses().should().haveNameMatching(".*(Utils?|Helper|Manager|Impl|Base)").check(CLASSES);
    }

    /// Error Prone refuses the calls (`DefaultLocale`, `StringCaseLocaleUsage`), and does not see
    /// method references.
    @Test
    void noMethodReferenceTakesTheLocaleOfTheMachine() {
        noClasses()
                .should()
                .accessTargetWhere(
                        DescribedPredicate.describe(
                                "a change of case in the locale of the machine",
                                access ->
                                        WITH_DEFAULT_LOCALE.contains(
                                                access.getTarget().getFullName())))
                .check(CLASSES);
    }

    private static Map.Entry<List<String>, Set<String>> fence(
            Set<String> owners, String... libraries) {
        return Map.entry(List.of(libraries), owners);
    }

    private static boolean isAdapter(String name) {
        return ADAPTERS.stream()
                .anyMatch(adapter -> name.equals(adapter) || name.startsWith(adapter + "."));
    }

    private static boolean isNullMarked(JavaPackage javaPackage) {
        return javaPackage.isAnnotatedWith(NullMarked.class);
    }

    private static Set<String> codecs(String name) {
        return CLASSES.stream()
                .filter(each -> each.getPackageName().equals(ROOT + name))
                .filter(ArchitectureTest::usesJackson)
                .map(each -> each.getFullName().replaceFirst("\\$.*", ""))
                .collect(toSet());
    }

    private static boolean usesJackson(JavaClass javaClass) {
        return javaClass.getDirectDependenciesFromSelf().stream()
                .anyMatch(
                        dependency ->
                                dependency
                                        .getTargetClass()
                                        .getPackageName()
                                        .startsWith("com.fasterxml.jackson"));
    }

    private static String[] sameOrHigherThan(String name) {
        return RANKS.stream()
                .dropWhile(rank -> !rank.contains(name))
                .flatMap(Set::stream)
                .filter(other -> !other.equals(name))
                .map(ArchitectureTest::tree)
                .toArray(String[]::new);
    }

    private static String[] trees(Set<String> names) {
        return names.stream().map(ArchitectureTest::tree).toArray(String[]::new);
    }

    private static String[] array(List<String> names) {
        return names.toArray(String[]::new);
    }

    private static String tree(String name) {
        return ROOT + name + "..";
    }
}
