"""Processes to work side by side, behind the standard `Executor` interface."""

from __future__ import annotations

import signal
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context


def processes(jobs: int) -> Executor:
    """An executor of ``jobs`` processes, which leave Ctrl-C to their parent."""
    # spawn: a fork of a process with threads may hang, and the preview has threads
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_leave_interrupts_to_the_parent)


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
