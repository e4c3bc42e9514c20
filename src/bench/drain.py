"""COPY BINARY of a table to nowhere: HOST PORT USER DATABASE TABLE. For where there is no psql.

It looks at nothing of what arrives, so it is a little faster than psql. The server must trust.
"""

import socket
import struct
import sys

READY = b"Z\0\0\0\5I"


def message(kind, body):
    return kind + struct.pack("!i", len(body) + 4) + body


def answer(connection, buffer):
    """Reads until the server is ready again; the first bytes that came."""
    first, tail = b"", b""
    while tail != READY:
        count = connection.recv_into(buffer)
        if not count:
            raise SystemExit("the server broke off")
        first = first or bytes(buffer[:min(count, 200)])
        tail = (tail + bytes(buffer[max(0, count - len(READY)):count]))[-len(READY):]
    return first


def main(host, port, user, database, table):
    buffer = memoryview(bytearray(1 << 18))
    with socket.create_connection((host, int(port))) as connection:
        settings = f"user\0{user}\0database\0{database}\0\0".encode()
        connection.sendall(message(b"", struct.pack("!i", 3 << 16) + settings))
        answer(connection, buffer)
        connection.sendall(message(b"Q", f"copy {table} to stdout (format binary)\0".encode()))
        first = answer(connection, buffer)
        if not first.startswith(b"H"):
            raise SystemExit(f"no COPY: {first!r}")


if __name__ == "__main__":
    main(*sys.argv[1:])
