"""How long a command takes, how much processor time, and how much memory all of its processes hold at once.

Linux only: memory is read from /proc while the command runs.
"""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_EVERY = 0.02  # seconds between two readings
_FAMILY_EVERY = 5  # readings between two looks for new processes
_PSS_EVERY = 0.5  # seconds at least between two readings of PSS, which cost the command some time
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Measured:
    """One run of a command.

    ``rss`` is the peak of the sum over its processes of the memory that each has in use, in bytes: what two of them
    share counts twice. ``pss`` is the same with what is shared counted once; read less often, 0 where it cannot be.
    """

    seconds: float
    processor: float  # seconds in user and system mode, of all processes
    others: float  # seconds of processor time that everything else on the machine took meanwhile
    rss: int
    pss: int
    processes: int  # at most at once
    code: int
    said: str  # the end of what it printed


@dataclass
class _Sampler:
    """Reads the memory of a process and all below it, until it is stopped."""

    root: int
    rss: int = 0
    pss: int = 0
    processes: int = 0
    stopped: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        family: list[int] = [self.root]
        reading, next_pss = 0, 0.0
        while not self.stopped.wait(_EVERY if reading else 0):
            if reading % _FAMILY_EVERY == 0:
                family = _family(self.root)
                self.processes = max(self.processes, len(family))
            reading += 1
            rss = sum(map(_rss, family))
            if rss > self.rss:
                self.rss = rss
                if len(family) == 1:  # nothing is shared: no need to ask
                    self.pss = max(self.pss, rss)
                elif (now := time.monotonic()) >= next_pss:
                    self.pss = max(self.pss, sum(map(_pss, family)))
                    next_pss = now + _PSS_EVERY


def memory(root: int) -> int:
    """The memory that a process and all below it have in use now, in bytes; what two of them share counts twice."""
    return sum(map(_rss, _family(root)))


def _family(root: int) -> list[int]:
    """A process and all that it started, and that those started."""
    found = [root]
    for process in found:
        try:
            for thread in os.listdir(f"/proc/{process}/task"):
                found += map(int, Path(f"/proc/{process}/task/{thread}/children").read_text("ascii").split())
        except OSError:
            continue  # it has ended
    return found


def _rss(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0


def _pss(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def _busy() -> float:
    """Seconds of processor time that the machine has spent on anything."""
    first = Path("/proc/stat").read_text("ascii").partition("\n")[0].split()
    user, nice, system, _idle, _waiting, interrupts, soft, stolen = map(int, first[1:9])
    return (user + nice + system + interrupts + soft + stolen) / _TICKS


def measure(command: Sequence[str], cwd: Path, log: Path, environment: Mapping[str, str] | None = None) -> Measured:
    """Run a command as a whole process and wait for its end; what it prints goes to the file ``log``.

    Before it begins, what earlier commands wrote is brought to the disk, so that none pays for another.
    """
    os.sync()
    with log.open("wb") as out:
        busy, begun = _busy(), time.perf_counter()
        process = subprocess.Popen(command, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        sampler = _Sampler(process.pid)
        thread = threading.Thread(target=sampler.run, daemon=True)
        thread.start()
        try:
            _, status, used = os.wait4(process.pid, 0)
            seconds, busy = time.perf_counter() - begun, _busy() - busy
        except BaseException:  # whoever stops the benchmark stops what it started
            process.kill()
            raise
        finally:
            sampler.stopped.set()
            thread.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    said = log.read_bytes()[-2000:].decode("utf-8", "replace")
    processor = used.ru_utime + used.ru_stime
    return Measured(seconds, processor, max(0.0, busy - processor), sampler.rss, sampler.pss, sampler.processes,
                    process.returncode, said)
