package dev.rivet.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rivet.diag.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

class ConfigKeysTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonNode SCHEMA = parse(ConfigSchema.json("1.2.3"));

    @TempDir Path folder;
    ConfigFixture fixture;

    @BeforeEach
    void setUp() {
        fixture = new ConfigFixture(folder);
        Samples.prepare(fixture);
    }

    @TestFactory
    Stream<DynamicTest> everySampleIsAcceptedByReaderAndSchema() {
        SchemaCheck schema = new SchemaCheck(SCHEMA);
        return Samples.all().stream()
                .map(
                        sample ->
                                dynamicTest(
                                        sample.substring(0, 40),
                                        () -> {
                                            assertThat(fixture.words(sample)).isEmpty();
                                            assertThat(schema.errors(asJson(sample))).isEmpty();
                                        }));
    }

    @Test
    void everyAvailableKeyIsInSomeSample() {
        Set<String> used = new HashSet<>();
        Samples.all().forEach(sample -> collect(asJson(sample), "", used));

        assertThat(
                        KeyPaths.all()
                                .filter(entry -> entry.key().available())
                                .map(KeyPaths.Entry::path))
                .isNotEmpty()
                .allSatisfy(path -> assertThat(used).contains(path));
    }

    @TestFactory
    Stream<DynamicTest> everyKeyOfALaterVersionIsRefusedByReaderAndSchema() {
        return blocksOfThisVersion()
                .filter(entry -> !entry.key().available())
                .map(
                        entry ->
                                dynamicTest(
                                        entry.path(),
                                        () -> {
                                            String yaml = with(entry.home(), entry.key().name());
                                            assertThat(fixture.codes(yaml))
                                                    .containsExactly(Code.CONFIG_KEY_UNAVAILABLE);
                                            assertThat(fixture.words(yaml).getFirst())
                                                    .contains("not available in this version")
                                                    .contains(entry.key().name());
                                            assertRefusedBySchema(yaml);
                                        }));
    }

    @TestFactory
    Stream<DynamicTest> everyMisspelledKeyIsRefusedWithTheRightSpelling() {
        return blocksOfThisVersion()
                .map(
                        entry ->
                                dynamicTest(
                                        entry.path(),
                                        () -> {
                                            String wrong = entry.key().name() + "q";
                                            String yaml = with(entry.home(), wrong);
                                            assertThat(fixture.codes(yaml))
                                                    .containsExactly(Code.CONFIG_KEY_UNKNOWN);
                                            assertThat(fixture.words(yaml).getFirst())
                                                    .contains(
                                                            "Did you mean `"
                                                                    + entry.key().name()
                                                                    + "`?");
                                            assertRefusedBySchema(yaml);
                                        }));
    }

    @Test
    void keysOfLaterVersionsHaveOnlySuchKeysInside() {
        Set<String> later = new HashSet<>();
        KeyPaths.all()
                .filter(entry -> !entry.key().available())
                .forEach(entry -> later.add(entry.path()));

        assertThat(KeyPaths.all().filter(entry -> later.contains(entry.home())))
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(entry.key().available()).isFalse());
    }

    @Test
    void noNameStandsTwiceInABlockAndEveryKeyIsExplained() {
        assertThat(KeyPaths.all().map(KeyPaths.Entry::path)).doesNotHaveDuplicates();
        assertThat(KeyPaths.all())
                .allSatisfy(
                        entry ->
                                assertThat(entry.key().doc())
                                        .matches("(?s)[`A-Z].*\\.")
                                        .doesNotContain("\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    source.tuning     | batch_size: 0
                    source.tuning     | batch_size: "7"
                    source.tuning     | profile: faster
                    source.tls        | mode: prefer
                    exports[]         | max_file_size: 10
                    exports[]         | mode: cdc
                    exports[]         | verify: content
                    exports[]         | skip_empty: "yes"
                    exports[]         | columns: {a: varchar(20)}
                    exports[]         | query: SELECT 1
                    exports[].destination | path: " "
                    exports[].destination | path: [a]
                    exports[].meta_columns | row_hash: 5
                    source            | url: postgres://u@localhost/d
                    """)
    void readerAndSchemaRefuseTheSameValues(String home, String line) {
        String yaml = Samples.with(home, line);

        assertThat(fixture.codes(yaml)).isNotEmpty();
        assertRefusedBySchema(yaml);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    source.tuning     | batch_size: ${SEVEN}
                    source.tuning     | profile: ${FAST}
                    source.tuning     | profile: null
                    exports[]         | on_unrepresentable: "null"
                    exports[]         | columns: {a: "Decimal( 10 , -2 )", b: DOUBLE PRECISION}
                    exports[]         | columns: {a: ${INT}}
                    exports[]         | tuning: null
                    exports[]         | max_file_size: 10 mb
                    """)
    void readerAndSchemaAcceptTheSameValues(String home, String line) {
        fixture.environment.putAll(Map.of("SEVEN", "7", "FAST", "fast", "INT", "int"));
        String quoted = line.replaceAll("(\\$\\{\\w+})", "'$1'");
        String yaml = Samples.with(home, quoted);

        assertThat(fixture.words(yaml)).isEmpty();
        assertThat(new SchemaCheck(SCHEMA).errors(asJson(yaml))).isEmpty();
    }

    @Test
    void theSchemaSaysWhatItIs() {
        assertThat(SCHEMA.get("$schema").textValue())
                .isEqualTo("https://json-schema.org/draft/2020-12/schema");
        assertThat(SCHEMA.get("title").textValue()).contains("rivet 1.2.3");
        assertThat(SCHEMA.findValues("additionalProperties"))
                .allSatisfy(rule -> assertThat(rule.isObject() || !rule.booleanValue()).isTrue());
    }

    private static Stream<KeyPaths.Entry> blocksOfThisVersion() {
        return KeyPaths.all().filter(entry -> Samples.openings().containsKey(entry.home()));
    }

    @Test
    void everyBlockOfThisVersionIsWalked() {
        assertThat(
                        KeyPaths.all()
                                .filter(entry -> entry.key().available())
                                .map(KeyPaths.Entry::home)
                                .distinct())
                .containsExactlyInAnyOrderElementsOf(Samples.openings().keySet());
    }

    private static String with(String home, String key) {
        return Samples.with(home, key + ": 1");
    }

    private static void assertRefusedBySchema(String yaml) {
        assertThat(new SchemaCheck(SCHEMA).errors(asJson(yaml))).isNotEmpty();
    }

    private static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    private static JsonNode asJson(String yaml) {
        LoadSettings settings = LoadSettings.builder().setSchema(new CoreSchema()).build();
        return MAPPER.valueToTree(new Load(settings).loadFromString(yaml));
    }

    private static void collect(JsonNode node, String path, Set<String> paths) {
        node.properties()
                .forEach(
                        field -> {
                            String below =
                                    path.isEmpty() ? field.getKey() : path + "." + field.getKey();
                            paths.add(below);
                            collect(field.getValue(), below, paths);
                        });
        if (node.isArray()) {
            node.forEach(item -> collect(item, path + "[]", paths));
        }
    }
}
