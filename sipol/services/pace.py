"""How a process that goes through long lists is set up, and what it took."""

import gc
import resource
import sys


def at_ease() -> None:
    """Make a process fit for lists of a million rows, where one thread works while another waits for the database."""
    gc.freeze()
    # A list makes objects by the hundred thousand, none of them in a ring: looking for rings took a third of the time.
    gc.set_threshold(50_000, 20, 20)
    # Whoever comes back from the database would wait 5 ms for its turn, as often as a block was sent.
    sys.setswitchinterval(0.0005)


def peak_memory(who: int = resource.RUSAGE_SELF) -> str:
    """The most memory that this process, or a child of it, has held so far, with its unit."""
    return f"{resource.getrusage(who).ru_maxrss / 1024:.0f} MB"
