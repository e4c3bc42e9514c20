package dev.rivet.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.diag.Code;
import dev.rivet.diag.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceReaderTest {
    @TempDir Path folder;
    ConfigFixture fixture;

    @BeforeEach
    void setUp() {
        fixture = new ConfigFixture(folder);
    }

    private static String url(String type, String url) {
        return ConfigFixture.source("type: " + type + "\nurl: '" + url + "'");
    }

    private static String structured(String lines) {
        return ConfigFixture.source(
                "type: postgres\nhost: db.example.com\nuser: app\ndatabase: shop\n" + lines);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            emptyValue = "",
            textBlock =
                    """
                    postgres, postgres://u:p@localhost:6000/d, localhost, 6000, u, p, d
                    postgres, postgresql://u@localhost/d,      localhost, 5432, u, '', d
                    postgres, POSTGRES://u@localhost,          localhost, 5432, u, '', u
                    mysql,    mysql://u:p@127.0.0.1/d,         127.0.0.1, 3306, u, p, d
                    mysql,    mysql://u:p@127.9.9.9:1,         127.9.9.9, 1,    u, p, ''
                    postgres, postgres://u:p@[::1]:7/d,        ::1,       7,    u, p, d
                    postgres, postgres://a%40b:p%2F%3A%25%C3%BC@localhost/d%20e, localhost, 5432, \
                    a@b, p/:%ü, d e
                    postgres, postgres://u:p@w+d@localhost/d,  localhost, 5432, u, p@w+d, d
                    postgres, postgres://u:a:b@localhost/d,    localhost, 5432, u, a:b, d
                    """)
    void takesUrlsApart(
            String type,
            String url,
            String host,
            int port,
            String user,
            String password,
            String database) {
        assertThat(fixture.config(url(type, url)).source().endpoint())
                .isEqualTo(
                        new SourceConfig.Endpoint(host, port, user, Secret.of(password), database));
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    postgres, mysql://u@localhost/d,            SCHEME_MISMATCH, begins with `mysql
                    mysql,    postgres://u@localhost/d,         SCHEME_MISMATCH, mysql://
                    postgres, mariadb://u@localhost/d,          SCHEME_MISMATCH, postgresql://
                    postgres, postgres://u@%2Fvar%2Frun/d,      URL_INVALID,     Unix socket
                    postgres, postgres://u@localhost/d?host=/cloudsql/a, OPTION_UNSUPPORTED, Unix socket
                    postgres, jdbc:postgresql://u@localhost/d,  SCHEME_MISMATCH, postgresql://
                    postgres, localhost/d,                      URL_INVALID,     scheme
                    postgres, postgres:///d,                    URL_INVALID,     no host
                    postgres, postgres://u@/d,                  URL_INVALID,     no host
                    postgres, postgres://u@:5432/d,             URL_INVALID,     no host
                    postgres, postgres://localhost/d,           URL_INVALID,     no user
                    postgres, postgres://u@localhost:x/d,       URL_INVALID,     port
                    postgres, postgres://u@localhost:99999/d,   URL_INVALID,     port
                    postgres, 'postgres://u@localhost,other/d', URL_INVALID,     several hosts
                    postgres, postgres://u:a%zz@localhost/d,    URL_INVALID,     %25
                    postgres, postgres://u:a%@localhost/d,      URL_INVALID,     %25
                    postgres, postgres://u:%ff@localhost/d,     URL_INVALID,     not UTF-8
                    postgres, postgres://u:a/b@localhost/d,     URL_INVALID,     percent-encoded
                    postgres, postgres://u:a#b@localhost/d,     URL_INVALID,     percent-encoded
                    postgres, postgres://u@localhost/d?foo=1,   OPTION_UNSUPPORTED, `foo`
                    postgres, postgres://u@localhost/d?sslmode=prefer, OPTION_UNSUPPORTED, sslmode
                    postgres, postgres://u@localhost/d?sslrootcert=x, OPTION_UNSUPPORTED, tls:
                    postgres, postgres://u@localhost/d?sslmode=allow, OPTION_UNSUPPORTED, plain text
                    postgres, postgres://u@localhost/d?options=-csearch_path%3Da, \
                    OPTION_UNSUPPORTED, schema.table
                    postgres, postgres://u@localhost/d?target_session_attrs=standby, \
                    OPTION_UNSUPPORTED, name the standby
                    postgres, postgres://u@localhost/d?channel_binding=require&sslmode=disable, \
                    OPTION_UNSUPPORTED, needs TLS
                    postgres, postgres://u@localhost/d?sslkey=k, OPTION_UNSUPPORTED, tls:
                    mysql,    mysql://u@localhost/d?ssl-mode=PREFERRED, OPTION_UNSUPPORTED, ssl-mode
                    mysql,    mysql://u@localhost/d?ssl-ca=a,   OPTION_UNSUPPORTED, tls:
                    mysql,    mysql://u@localhost/d?socket=/a,  OPTION_UNSUPPORTED, Unix socket
                    mysql,    mysql://u@localhost/d?tls=preferred, OPTION_UNSUPPORTED, plain text
                    """)
    void refusesUrlsThatCannotBeUsed(String type, String url, String code, String words) {
        assertThat(fixture.words(url(type, url))).singleElement().asString().contains(words);
        assertThat(fixture.codes(url(type, url)))
                .singleElement()
                .asString()
                .endsWith(code)
                .startsWith("CONFIG_SOURCE_");
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    postgres, postgres://u@h/d?sslmode=require,         REQUIRE
                    postgres, postgres://u@h/d?sslmode=verify-ca,       VERIFY_CA
                    postgres, postgres://u@h/d?sslmode=verify-full,     VERIFY_FULL
                    postgres, postgres://u@h/d?sslmode=disable,         DISABLE
                    postgres, postgres://u@localhost/d?sslmode=require, REQUIRE
                    mysql,    mysql://u@h/d?ssl-mode=REQUIRED,          REQUIRE
                    mysql,    mysql://u@h/d?ssl-mode=VERIFY_IDENTITY,   VERIFY_FULL
                    mysql,    mysql://u@h/d?ssl-mode=verify_ca,         VERIFY_CA
                    mysql,    mysql://u@h/d?ssl-mode=disabled,          DISABLE
                    mysql,    mysql://u@h/d?sslMode=VERIFY_IDENTITY,    VERIFY_FULL
                    mysql,    mariadb://u@h/d?tls=skip-verify,          REQUIRE
                    postgres, postgres://u@h/d?ssl=true,                REQUIRE
                    postgres, postgres://u@h/d?channel_binding=require, VERIFY_FULL
                    postgres, postgres://u@h/d?channel_binding=prefer&sslmode=require, REQUIRE
                    """)
    void takesTheTlsModeFromTheUrl(String type, String url, Tls.Mode mode) {
        assertThat(fixture.config(url(type, url)).source().tls().mode()).isEqualTo(mode);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    RDS          | postgres | postgres://u:p@x.eu-west-1.rds.amazonaws.com:5432/d?sslmode=verify-full&connect_timeout=10 | VERIFY_FULL
                    Cloud SQL    | postgres | postgresql://u:p@34.1.2.3/d?sslmode=require&application_name=app | REQUIRE
                    Neon         | postgres | postgresql://u:p@ep-a-1.eu-central-1.aws.neon.tech/d?sslmode=require&channel_binding=require | VERIFY_FULL
                    Neon, no SNI | postgres | postgresql://u:p@ep-a-1.neon.tech/d?options=endpoint%3Dep-a-1&sslmode=require | REQUIRE
                    Supabase     | postgres | postgresql://postgres.abc:p@aws-0-eu.pooler.supabase.com:6543/postgres?sslmode=require&pgbouncer=true&connection_limit=1 | REQUIRE
                    Azure        | postgres | postgres://u%40srv:p@srv.postgres.database.azure.com:5432/d?sslmode=require&target_session_attrs=read-write | REQUIRE
                    Heroku       | postgres | postgres://u:p@ec2-1.compute-1.amazonaws.com:5432/d?sslmode=require | REQUIRE
                    PlanetScale  | mysql    | mysql://u:pscale_pw_x@aws.connect.psdb.cloud/d?sslaccept=strict | VERIFY_FULL
                    PlanetScale  | mysql    | mysql://u:pscale_pw_x@aws.connect.psdb.cloud/d?ssl={"rejectUnauthorized":true} | VERIFY_FULL
                    Azure        | mysql    | mysql://u:p@srv.mysql.database.azure.com:3306/d?ssl-mode=REQUIRED | REQUIRE
                    DigitalOcean | mysql    | mysql://u:p@db.ondigitalocean.com:25060/d?ssl-mode=REQUIRED | REQUIRE
                    """)
    void takesUrlsAsProvidersHandThemOut(String provider, String type, String url, Tls.Mode mode) {
        assertThat(fixture.words(url(type, url))).as(provider).isEmpty();
        assertThat(fixture.config(url(type, url)).source().tls().mode()).isEqualTo(mode);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"urlenv: X", "ulr: postgresql://u@h/d", "hots: h\nuser: u\ndatabase: d"})
    void aMisspeltKeyIsOneMistake(String lines) {
        assertThat(fixture.codes(ConfigFixture.source("type: postgres\n" + lines)))
                .containsExactly(Code.CONFIG_KEY_UNKNOWN);
    }

    @Test
    void aPasswordMayHaveEveryByteOfText() {
        StringBuilder password = new StringBuilder();
        for (char each = 1; each < 0x180; each++) {
            password.append(each);
        }
        StringBuilder encoded = new StringBuilder();
        for (byte each : password.toString().getBytes(StandardCharsets.UTF_8)) {
            encoded.append('%').append(HexFormat.of().toHexDigits(each));
        }
        assertThat(fixture.config(url("mysql", "mysql://u:" + encoded + "@localhost/d")))
                .extracting(config -> config.source().endpoint().password().reveal())
                .isEqualTo(password.toString());
    }

    @Test
    void theTlsBlockWinsOverTheUrl() {
        String yaml =
                ConfigFixture.source(
                        "type: postgres\nurl: postgres://u@h/d?sslmode=require\ntls: {mode: disable}");

        assertThat(fixture.config(yaml).source().tls()).isEqualTo(Tls.DISABLED);
        assertThat(fixture.warnings(yaml)).singleElement().asString().contains("not encrypted");
    }

    @Test
    void readsTheUrlFromTheEnvironmentAndFromAFile() {
        fixture.environment.put("SHOP", "postgres://u:p@localhost/d\n");
        fixture.write("secret/url", "  mysql://u:q@localhost/d\n");

        assertThat(
                        fixture.config(ConfigFixture.source("type: postgres\nurl_env: SHOP"))
                                .source()
                                .endpoint()
                                .password()
                                .reveal())
                .isEqualTo("p");
        LoadedConfig byFile =
                fixture.load(ConfigFixture.source("type: mysql\nurl_file: secret/url"));
        assertThat(byFile.config().source().engine()).isEqualTo("mysql");
        assertThat(byFile.config().source().endpoint().password().reveal()).isEqualTo("q");
        assertThat(byFile.warnings()).isEmpty();
    }

    @Test
    void aMissingVariableOrFileIsNamed() {
        assertThat(fixture.words(ConfigFixture.source("type: postgres\nurl_env: SHOP")))
                .singleElement()
                .asString()
                .contains("source.url_env", "`SHOP` is not set", "export SHOP=");
        assertThat(fixture.words(ConfigFixture.source("type: postgres\nurl_file: gone")))
                .singleElement()
                .asString()
                .contains("source.url_file", "gone", "no such file");
        assertThat(fixture.words(structured("tls: {}\npassword_env: PW")))
                .singleElement()
                .asString()
                .contains("source.password_env", "`PW` is not set");
    }

    @Test
    void structuredFormTakesPasswordFromEnvironment() {
        fixture.environment.put("PW", " s p ");

        LoadedConfig loaded = fixture.load(structured("port: 6000\npassword_env: PW\ntls: {}"));

        assertThat(loaded.config().source().endpoint())
                .isEqualTo(
                        new SourceConfig.Endpoint(
                                "db.example.com", 6_000, "app", Secret.of(" s p "), "shop"));
        assertThat(loaded.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    type: postgres                                  | says nowhere how to connect
                    type: mysql; url_env: A; url_file: b            | url_env, url_file
                    type: mysql; url_env: A; host: localhost        | url_env, host
                    type: mysql; url_env: A; port: 1                | url_env, port
                    type: mysql; host: localhost; user: u           | `database` is missing
                    type: mysql; host: localhost; database: u       | `user` is missing
                    type: mysql; password: x; user: u; database: u  | `host` is missing
                    type: mysql; host: a/b; user: u; database: d    | not a host name
                    type: mysql; host: localhost; user: u; database: d; password: a; \
                    password_env: B                                 | stands beside `password`
                    """)
    void refusesAnythingButOneWayToConnect(String lines, String words) {
        String yaml = ConfigFixture.source(lines.replace("; ", "\n"));

        assertThat(fixture.words(yaml)).singleElement().asString().contains(words);
        assertThat(fixture.codes(yaml)).containsExactly(Code.CONFIG_SOURCE_CONNECTION_INVALID);
    }

    @Test
    void warnsOfPasswordsInPlainTextOnly() {
        fixture.environment.put("PW", "x");

        assertThat(fixture.warnings(url("postgres", "postgres://u:p@localhost/d")))
                .singleElement()
                .asString()
                .contains("source.url", "plain text");
        assertThat(fixture.warnings(url("postgres", "postgres://u@localhost/d"))).isEmpty();
        assertThat(fixture.warnings(url("postgres", "postgres://u:${PW}@localhost/d"))).isEmpty();
        assertThat(fixture.warnings(structured("tls: {}\npassword: x")))
                .singleElement()
                .asString()
                .contains("source.password", "password_env");
        assertThat(fixture.warnings(structured("tls: {}\npassword: ${PW}"))).isEmpty();
        assertThat(fixture.warnings(structured("tls: {}\npassword: ''"))).isEmpty();
    }

    @Test
    void aRemoteHostNeedsTlsAndBothWaysOutAreNamed() {
        assertThat(fixture.problems(structured("")))
                .singleElement()
                .satisfies(
                        problem -> {
                            assertThat(problem.code()).isEqualTo(Code.CONFIG_TLS_REQUIRED);
                            assertThat(problem.message()).contains("db.example.com");
                            assertThat(problem.action())
                                    .contains("mode: verify-full")
                                    .contains("mode: disable");
                        });
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, true",
        "LOCALHOST, true",
        "127.0.0.1, true",
        "127.1.2.3, true",
        "'::1', true",
        "127.example.com, false",
        "localhost.example.com, false",
        "10.0.0.1, false",
        "0.0.0.0, false"
    })
    void onlyThisMachineGoesWithoutTls(String host, boolean loopback) {
        String yaml =
                ConfigFixture.source("type: mysql\nuser: u\ndatabase: d\nhost: '" + host + "'");

        assertThat(fixture.codes(yaml).isEmpty()).isEqualTo(loopback);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}                                  | VERIFY_FULL
                    {mode: require}                     | REQUIRE
                    {mode: verify-ca}                   | VERIFY_CA
                    {mode: verify-full}                 | VERIFY_FULL
                    {mode: disable}                     | DISABLE
                    {accept_invalid_certs: true}        | REQUIRE
                    {accept_invalid_hostnames: true}    | VERIFY_CA
                    {accept_invalid_certs: true, accept_invalid_hostnames: true} | REQUIRE
                    {accept_invalid_certs: false}       | VERIFY_FULL
                    {mode: require, accept_invalid_certs: true} | REQUIRE
                    """)
    void readsTheTlsBlock(String block, Tls.Mode mode) {
        assertThat(fixture.config(structured("tls: " + block)).source().tls())
                .isEqualTo(new Tls(mode, null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {mode: verify-full, accept_invalid_certs: true}   | TLS_VERIFICATION_DOWNGRADE
                    {mode: verify-ca, accept_invalid_certs: true}     | TLS_VERIFICATION_DOWNGRADE
                    {mode: verify-full, accept_invalid_hostnames: true} | TLS_VERIFICATION_DOWNGRADE
                    {mode: disable, ca_file: ca.pem}                  | MODE_SETTING_INVALID
                    {mode: require, ca_file: ca.pem}                  | MODE_SETTING_INVALID
                    {ca_file: gone.pem}                               | TLS_CA_INVALID
                    {ca_file: text.pem}                               | TLS_CA_INVALID
                    {ca_file: empty.pem}                              | TLS_CA_INVALID
                    {mode: prefer}                                    | VALUE_INVALID
                    """)
    void refusesTlsBlocksThatPromiseWhatTheyDoNotKeep(String block, String code) {
        fixture.write("text.pem", "no certificate\n");
        fixture.write("empty.pem", "");

        assertThat(fixture.codes(structured("tls: " + block)))
                .containsExactly(Code.valueOf("CONFIG_" + code));
    }

    @Test
    void acceptsAnAuthoritysCertificateFromTheConfigurationsFolder() {
        Path certificate = fixture.write("tls/ca.pem", Certificate.PEM);

        assertThat(fixture.config(structured("tls: {ca_file: tls/ca.pem}")).source().tls())
                .isEqualTo(new Tls(Tls.Mode.VERIFY_FULL, certificate));
    }

    @ParameterizedTest
    @CsvSource({"mssql", "mongo"})
    void enginesOfLaterVersionsAreRefused(String type) {
        assertThat(fixture.codes(url(type, "x://u@localhost/d")))
                .containsExactly(Code.CONFIG_KEY_UNAVAILABLE);
    }
}
