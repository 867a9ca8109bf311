"""Whether an address lies on this machine, and whether what is said to it could be heard on the way."""

from collections.abc import Mapping
from ipaddress import ip_address

from sqlalchemy import make_url

ENCRYPTED = ("require", "verify-ca", "verify-full")
"""Ways of libpq to reach a server over TLS or not at all."""


def is_near(host: str) -> bool:
    """Whether it is this machine: a socket's folder (or nothing), or an address of the loop."""
    if not host or host.startswith(("/", "@")) or host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def goes_in_the_clear(database: str, environ: Mapping[str, str]) -> bool:
    """Whether libpq could reach this database on another machine over an open line, by its address or PG… variables."""
    url = make_url(database)
    hosts = url.host or url.query.get("host") or environ.get("PGHOST", "")
    mode = url.query.get("sslmode") or environ.get("PGSSLMODE", "")
    near = all(is_near(host) for host in (hosts.split(",") if isinstance(hosts, str) else hosts))
    return not near and mode not in ENCRYPTED
