"""What one portal process was told to be: made once from the command line, never changed."""

from dataclasses import dataclass
from pathlib import Path

HTTP_PORT = 80
DNS_TIMEOUT = 5.0

# The name of each site and the host it lives on. Browsers resolve *.localhost by themselves (RFC 6761).
SITE_HOSTS = {
    "program": "hup.localhost",
    "account": "account.localhost",
    "store": "store.localhost",
    "admin": "admin.localhost",
    "business": "business.localhost",
}
CONTROL_HOSTS = ("127.0.0.1", "localhost", "[::1]")


def netloc(host: str, port: int) -> str:
    """Host and port as a browser sends them in the Host header."""
    return host if port == HTTP_PORT else f"{host}:{port}"


@dataclass(frozen=True, slots=True)
class Config:
    """The portal's settings. ``smtp`` is host and port, None for "write mail to the log".

    ``public_port`` is the port in people's addresses, where that is another than the one listened on.
    ``dns`` is the host and port of a resolver, None for the system's; ``dns_timeout`` is how many seconds a
    look-up may take as a whole.
    """

    port: int
    data: Path
    secret_key: str
    address: str = "127.0.0.1"
    public_port: int | None = None
    smtp: tuple[str, int] | None = None
    control_secret: str | None = None
    dns: tuple[str, int] | None = None
    dns_timeout: float = DNS_TIMEOUT

    @property
    def origins(self) -> dict[str, str]:
        """The origin of each site, without a trailing slash."""
        sites = {name: f"http://{self.netloc_of(name)}" for name in SITE_HOSTS}
        host = f"[{self.address}]" if ":" in self.address else self.address
        return sites | {"control": f"http://{netloc(host, self.port)}"}

    def netloc_of(self, site: str) -> str:
        """What the Host header says of requests to the site."""
        return netloc(SITE_HOSTS[site], self.public_port or self.port)

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.data / "portal.sqlite3"
