"""What is fuzzed holds for the seeds, for damaged seeds, and for every input that a reader once failed on."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzzing.targets import TARGETS, Target


@pytest.mark.parametrize("target", TARGETS.values(), ids=list(TARGETS))
def test_a_seed_is_read(target: Target) -> None:
    for seed in target.seeds():
        target.run(seed)


@pytest.mark.parametrize("target", TARGETS.values(), ids=list(TARGETS))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_damaged_seed_is_read_or_refused(target: Target, data: st.DataObject) -> None:
    seed = bytearray(data.draw(st.sampled_from(target.seeds())))
    for _ in range(data.draw(st.integers(1, 8))):
        start = data.draw(st.integers(0, len(seed)))
        length = data.draw(st.integers(0, 4))
        seed[start : start + length] = data.draw(st.binary(max_size=4))
    target.run(bytes(seed))
