"""Work side by side: in which order results come, and when a process may be forked."""

from __future__ import annotations

import os
import sys
import threading
from concurrent.futures import Executor, ThreadPoolExecutor

import pytest

from sitegen.workers import HARMLESS, processes, spread


class Squares:
    def __call__(self, numbers: list[int]) -> tuple[int, list[int]]:
        return os.getpid(), [number * number for number in numbers]


def test_results_come_in_the_order_of_the_work() -> None:
    chunks = [[number, number + 1] for number in range(0, 40, 2)]
    found = list(spread(Squares(), chunks, 2))
    assert [squares for _, squares in found] == [[a * a, b * b] for a, b in chunks]
    assert os.getpid() not in {process for process, _ in found}
    assert {process for process, _ in spread(Squares(), chunks, 1)} == {os.getpid()}


def test_another_kind_of_executor_is_asked_for_its_size_once() -> None:
    asked: list[int] = []

    def threads(jobs: int) -> Executor:
        asked.append(jobs)
        return ThreadPoolExecutor(jobs)

    assert [squares for _, squares in spread(Squares(), [[1], [2], [3]], 8, threads)] == [[1], [4], [9]]
    assert asked == [3]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no process is forked")
@pytest.mark.parametrize(("name", "method"), [(HARMLESS, "fork"), ("another", "spawn")])
def test_a_process_with_other_threads_is_not_forked(monkeypatch: pytest.MonkeyPatch, name: str, method: str) -> None:
    """A thread might hold a lock that the fork would wait for; the preview has some."""
    other = threading.Thread(name=name)
    monkeypatch.setattr(threading, "enumerate", lambda: [threading.current_thread(), other])
    with processes(1) as pool:
        assert pool._mp_context.get_start_method() == method  # type: ignore[attr-defined]


def fail(chunk: int) -> int:
    raise ValueError(chunk)


def test_what_a_task_raises_is_raised_here() -> None:
    with pytest.raises(ValueError, match="1"):
        list(spread(fail, [1, 2, 3], 2))
