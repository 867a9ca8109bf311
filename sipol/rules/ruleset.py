"""Which rules a paper was made by. It stands on every Berita Acara, so that a later reader knows what was asked."""

RULESET = "sipol-rules 2"
"""To be raised whenever a table of the rules changes: what is found, how it may be answered, what counts."""
