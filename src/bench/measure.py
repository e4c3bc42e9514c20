"""One run of one tool: how long, at what cost on both sides, and what the source felt."""

import os
import resource
import signal
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
PERIOD = 0.02
# Cores that others may take; more, and the figures are not of the tool alone.
CALM = 0.2


@dataclass(frozen=True)
class Command:
    """What is started; its standard output is thrown away."""

    arguments: tuple
    environment: tuple = ()


@dataclass
class Usage:
    code: int
    wall: float
    cpu: float
    rss: int


def _busy():
    """CPU seconds that the whole machine has been busy, or was not given to us by its host."""
    with open("/proc/stat", encoding="ascii") as file:
        user, nice, system, _, _, irq, softirq, steal = map(int, file.readline().split()[1:9])
    return (user + nice + system + irq + softirq + steal) / TICK


def await_calm(patience):
    """Returns after the first half second in which the machine does next to nothing."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        busy = _busy()
        time.sleep(0.5)
        if _busy() - busy < 0.5 * CALM:
            return


def _own():
    times = os.times()
    return times.user + times.system


class _Looks(threading.Thread):
    """Every 20 ms: the process's peak memory, and the watch."""

    def __init__(self, pid, watch):
        super().__init__(daemon=True)
        self.pid, self.watch, self.rss = pid, watch, 0
        self.over, self.failure = threading.Event(), None

    def run(self):
        try:
            while not self.over.wait(PERIOD):
                self.rss = max(self.rss, self._peak())
                if self.watch:
                    self.watch.look()
        except Exception as failure:  # told by the run that this thread belongs to
            self.failure = failure

    def _peak(self):
        try:
            for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024
        except (FileNotFoundError, ProcessLookupError):
            pass
        return 0

    def end(self):
        self.over.set()
        self.join()
        if self.failure:
            raise self.failure


def execute(command, folder, deadline, watch=None):
    """Runs it to its end or to the deadline, in seconds; code -9 is the deadline."""
    environment = dict(os.environ, **dict(command.environment))
    with open(folder / "stderr.txt", "wb") as errors:
        started = time.perf_counter()
        process = subprocess.Popen(
            command.arguments, cwd=folder, env=environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=errors, start_new_session=True)
        looks = _Looks(process.pid, watch)
        killer = threading.Timer(deadline, os.killpg, (process.pid, signal.SIGKILL))
        killer.daemon = True
        looks.start()
        killer.start()
        try:
            _, status, used = os.wait4(process.pid, 0)
            wall = time.perf_counter() - started
            process.returncode = os.waitstatus_to_exitcode(status)
        finally:
            killer.cancel()
            if process.returncode is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            looks.end()
    return Usage(process.returncode, wall, used.ru_utime + used.ru_stime, _rss(looks, used))


def _rss(looks, used):
    """The kernel's figure is exact, but begins with the size of whoever started the process."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used.ru_maxrss * 1024 if used.ru_maxrss > own else looks.rss


def measure(command, folder, deadline, server, watch):
    """A run with everything that is told of it, ready for a line of JSON."""
    watch.start()
    busy, own, served = _busy(), _own(), server.cpu(watch.task)
    usage = execute(command, folder, deadline, watch)
    others = _busy() - busy - (_own() - own) - usage.cpu
    limit = time.monotonic() + 5
    while watch.look() and time.monotonic() < limit:
        time.sleep(PERIOD)
    time.sleep(2 * PERIOD)
    server_cpu = server.cpu(watch.task) - served
    harm = watch.finish()
    return {
        "code": usage.code, "wall": usage.wall, "cpu": usage.cpu, "rss": usage.rss,
        "server_cpu": server_cpu, "others_cpu": max(0.0, others - server_cpu),
        **vars(harm)}
