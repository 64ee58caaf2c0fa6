"""The collector rests during a pass over many records, and only then."""

import gc
from datetime import date

import pytest

from pandeng.core.passes import undisturbed
from pandeng.domain.indicators.ladder import ladder
from pandeng.domain.projects.ledger.queries import judged, verdicts, year_of
from pandeng.domain.projects.node_queries import nodes_of

DAY = date(2022, 5, 31)


@undisturbed()
def fail():
    assert not gc.isenabled()
    raise ZeroDivisionError


def test_the_collector_runs_again_when_a_pass_fails():
    with pytest.raises(ZeroDivisionError):
        fail()
    assert gc.isenabled()


def test_a_pass_inside_another_does_not_wake_the_collector():
    with undisturbed():
        with undisturbed():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_the_collector_runs_again_after_passes_that_overlap():
    first, second = undisturbed(), undisturbed()
    first.__enter__(), second.__enter__()
    first.__exit__(None, None, None)
    assert not gc.isenabled()
    second.__exit__(None, None, None)
    assert gc.isenabled()


PASSES = {
    "ladder": lambda scope: ladder(scope, as_of=DAY),
    "verdicts": lambda scope: verdicts(scope, DAY),
    "all rule sets": lambda scope: judged(scope, DAY),
    "nodes": lambda scope: nodes_of(scope, as_of=DAY),
    "the year": lambda scope: year_of(scope, 2022, DAY),
}


@pytest.mark.parametrize("name", PASSES)
def test_ladders_lights_nodes_and_forecasts_are_such_passes(name, office):
    runs, usual = [], gc.get_threshold()
    gc.callbacks.append(note := lambda phase, info: runs.append(phase))
    gc.set_threshold(100, 10, 10)  # the demo is small
    try:
        PASSES[name](office)
    finally:
        gc.set_threshold(*usual)
        gc.callbacks.remove(note)
    assert len(runs) <= 4  # starts and ends; before the pass and after it
