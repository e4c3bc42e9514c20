package dev.rivet.config;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Place;
import dev.rivet.diag.RivetException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Reads the small text files that a configuration consists of.
final class ConfigText {
    private static final long MOST_BYTES = 2 << 20;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private ConfigText() {}

    /// The file's text, without a byte order mark.
    ///
    /// @throws RivetException `CONFIG_FILE_UNREADABLE` naming the file and the reason
    static String read(Path file) {
        if (Files.isDirectory(file)) {
            throw unreadable(file, "it is a folder", "Name the file in it.");
        }
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw unreadable(
                        file,
                        "it has "
                                + Files.size(file)
                                + " bytes, at most "
                                + MOST_BYTES
                                + " are read",
                        "Check that this is the right file.");
            }
            return decoded(file, Files.readAllBytes(file));
        } catch (NoSuchFileException missing) {
            throw unreadable(file, "no such file", Code.CONFIG_FILE_UNREADABLE.action());
        } catch (AccessDeniedException denied) {
            throw unreadable(file, "permission denied", "Make the file readable for rivet.");
        } catch (IOException broken) {
            throw unreadable(file, String.valueOf(broken.getMessage()), "Check the disk it is on.");
        }
    }

    private static String decoded(Path file, byte[] bytes) {
        ByteBuffer input = ByteBuffer.wrap(bytes);
        try {
            String text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)
                            .decode(input)
                            .toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException malformed) {
            throw unreadable(
                    file,
                    "line " + lineOf(bytes, input.position()) + " is not UTF-8",
                    "Save the file as UTF-8.");
        }
    }

    private static int lineOf(byte[] bytes, int position) {
        int line = 1;
        for (int i = 0; i < position; i++) {
            if (bytes[i] == '\n') {
                line++;
            }
        }
        return line;
    }

    private static RivetException unreadable(Path file, String why, String action) {
        return Diagnostic.of(Code.CONFIG_FILE_UNREADABLE, file + ": cannot be read: " + why, action)
                .at(Place.file(file.toString()))
                .toException();
    }
}
