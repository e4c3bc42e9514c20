package dev.rivet.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineCommentsTest {
    private static final String REFUSED =
            "rivet.yaml:10:12: exports[0].query: holds a comment that would last until the end of"
                    + " the query: YAML joins these lines to one => Write `query: |`, which keeps"
                    + " the lines, or remove the comment.";

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1 -- one",
                "--one\nSELECT 1",
                "SELECT 'it''s' --",
                "SELECT '\\' -- one",
                "SELECT E'\\'' -- one",
                "SELECT $a$ $b$ $a$ -- one",
                "SELECT 1 /* x */ -- y"
            })
    void areFoundInPostgres(String sql) {
        assertThat(LineComments.areIn(sql, "postgres")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT a - b, '--', \"--\", '''--'",
                "SELECT doc #> '{a}', doc #>> '{b}', 1 # 2",
                "SELECT E'\\'--', $$--$$, $x$ $$ -- $x$",
                "SELECT /* -- \n -- */ 1"
            })
    void areNotSeenInPostgresWhereThereAreNone(String sql) {
        assertThat(LineComments.areIn(sql, "postgres")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT 1 -- one", "SELECT 1 --", "SELECT 1 # one", "#\nSELECT 1"})
    void areFoundInMySql(String sql) {
        assertThat(LineComments.areIn(sql, "mysql")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1--1, '# -- ', \"# -- \", `# -- `",
                "SELECT '\\'# ', \"\\\"# \", 'it''s # '",
                "SELECT /* # -- */ 1"
            })
    void areNotSeenInMySqlWhereThereAreNone(String sql) {
        assertThat(LineComments.areIn(sql, "mysql")).isFalse();
    }

    @Test
    void longTextsAreNoBurden() {
        String text = "'" + "''x".repeat(1 << 18) + "'";
        assertThat(LineComments.areIn(text, "mysql")).isFalse();
        assertThat(LineComments.areIn(text + "#", "mysql")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "query: >\n  SELECT id -- the key\n  FROM t WHERE id = 1",
                "query: >-\n  SELECT id\n  -- the key\n  FROM t",
                "query: SELECT id --the key\n  FROM t",
                "query: \"SELECT id -- the key\n  FROM t\"",
                "query: 'SELECT id -- the key\n  FROM t'"
            })
    void theRestOfAFoldedQueryIsNotLostInOne(String query) {
        assertThat(words(ConfigFixture.bareExport("format: csv\n" + query)))
                .containsExactly(REFUSED);
    }

    @Test
    void theEngineSaysWhatACommentIs() {
        String postgres =
                ConfigFixture.bareExport("format: csv\nquery: >\n  SELECT id # the key\n  FROM t");
        assertThat(words(postgres)).isEmpty();
        assertThat(words(postgres.replace("type: postgres", "type: mysql")))
                .containsExactly(REFUSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "query: |\n  SELECT id -- the key\n  FROM t",
                "query: >\n  SELECT id,\n  '--' FROM t",
                "query: SELECT id FROM t -- all of it",
                "query: \"SELECT id -- the key\\n FROM t\""
            })
    void whatKeepsItsLinesOrHasNoCommentIsTaken(String query) {
        assertThat(words(ConfigFixture.bareExport("format: csv\n" + query))).isEmpty();
    }

    private List<String> words(String yaml) {
        return new ConfigFixture(folder).words(yaml);
    }
}
