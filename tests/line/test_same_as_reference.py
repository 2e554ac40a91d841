"""Same as the reference: random lives of a pool on a real server, through every fault there is."""

import pytest

from tests.fixtures.figures import Show
from tests.line.place import Place
from tests.line.proof import PROVING, Whole, live


@pytest.mark.timeout(3600 if PROVING else 240)
def test_every_life_is_as_the_reference_says(place: Place, show_figures: Show) -> None:
    show_figures(live(Whole, place))
