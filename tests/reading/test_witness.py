"""The statistical witness says what its table says, in any order, and less of a mail that it hardly knows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courtesy.reading.witness import SAYS, Witness

ROW = st.lists(st.integers(-128, 127), min_size=len(SAYS), max_size=len(SAYS))
TABLE = st.dictionaries(st.integers(0, 2**32 - 1), ROW, max_size=600)
BIAS = [number / 8 for number in range(len(SAYS))]
STEP = 0.25


def witness(table: dict[int, list[int]]) -> Witness:
    known = sorted(table)
    rows = bytes(value + 128 for key in known for value in table[key])
    return Witness.load(Witness.dump(STEP, BIAS, known, rows))


@given(TABLE, st.data())
def test_it_says_the_sum_of_what_it_knows_of_a_mail(table: dict[int, list[int]], data: st.DataObject) -> None:
    known = data.draw(st.lists(st.sampled_from(sorted(table)), unique=True)) if table else []
    unknown = data.draw(st.sets(st.integers(0, 2**32 - 1), max_size=20)) - set(table)
    mail = data.draw(st.permutations([*known, *unknown]))
    said = witness(table).score(mail)
    for column, name in enumerate(SAYS):
        total = sum(table[key][column] for key in known)
        assert said[name] == pytest.approx(BIAS[column] + STEP * total / max(1, len(mail)) ** 0.5)


@pytest.mark.parametrize("damaged", [b"", b"CwT1", b"CwT2", Witness.dump(STEP, BIAS, [1], bytes(len(SAYS)))[:-1]])
def test_what_is_no_model_is_refused_and_the_remedy_named(damaged: bytes) -> None:
    with pytest.raises(ValueError, match="make fit"):
        Witness.load(damaged)
