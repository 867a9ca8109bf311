"""How a process that goes through long lists is set up."""

import gc
import sys


def at_ease() -> None:
    """Make a process fit for lists of a million rows, where one thread works while another waits for the database."""
    gc.freeze()
    # A list makes objects by the hundred thousand, none of them in a ring: looking for rings took a third of the time.
    gc.set_threshold(50_000, 20, 20)
    # Whoever comes back from the database would wait 5 ms for its turn, as often as a block was sent.
    sys.setswitchinterval(0.0005)
