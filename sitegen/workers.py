"""Processes to work side by side, behind the standard `Executor` interface."""

from __future__ import annotations

import gc
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from typing import Any, TypeVar

#: the name of a thread that holds no lock which a fork of this process could want
HARMLESS = "sitegen timer"

T = TypeVar("T")
R = TypeVar("R")


def processes(jobs: int, task: Callable[[Any], Any] | None = None) -> Executor:
    """An executor of ``jobs`` processes, which leave Ctrl-C to their parent.

    They hold ``task``: a fork has it without a copy, another kind of process gets it once.
    """
    from concurrent.futures import ProcessPoolExecutor  # 20 ms that a build with little to do does not need
    from multiprocessing import get_context

    # A fork of a process with threads may hang in a lock that another thread held, and the preview has threads.
    others = [thread for thread in threading.enumerate() if thread is not threading.current_thread()]
    forks = sys.platform == "linux" and all(thread.name == HARMLESS for thread in others)
    return ProcessPoolExecutor(jobs, mp_context=get_context("fork" if forks else "spawn"), initializer=_begin,
                               initargs=(task,))


def spread(
    task: Callable[[T], R], chunks: Sequence[T], jobs: int, executor: Callable[[int], Executor] | None = None
) -> Iterator[R]:
    """``task`` of each chunk, in the order of the chunks: in this process, or with ``jobs`` over 1 side by side.

    ``executor`` makes another kind of executor for a number of jobs; ``task`` and chunks are pickled for it. A process
    that dies raises BrokenExecutor.
    """
    if jobs < 2 or len(chunks) < 2:
        yield from map(task, chunks)
        return
    gc.freeze()  # or the collector would write into every page of memory that a fork shares
    jobs = min(jobs, len(chunks))
    pool = executor(jobs) if executor else processes(jobs, task)
    try:
        waiting = [pool.submit(task, chunk) if executor else pool.submit(_run_held, chunk) for chunk in chunks]
        waiting.reverse()
        while waiting:
            yield waiting.pop().result()
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        gc.unfreeze()


_held: Callable[[Any], Any] | None = None


def _run_held(chunk: Any) -> Any:
    assert _held is not None
    found = _held(chunk)
    gc.collect()  # here it takes a moment; in the midst of the work it would come again and again
    return found


def _begin(task: Callable[[Any], Any] | None) -> None:
    global _held
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
    _held = task
