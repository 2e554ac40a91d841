"""nginx with the sample configuration of docs/operations.md, before any server."""

import asyncio
import re
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socket import create_server

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
HOST = "shuangtui.example.gov.cn"
_PAGE = Path("docs/operations.md").read_text("utf-8")


@asynccontextmanager
async def nginx_before(backend: int, folder: Path) -> AsyncIterator[tuple[int, int]]:
    """Its port with TLS and the one without, once it listens; `backend` is the server's port."""
    port, plain = _free_ports(2)
    _certificate(folder)
    written = _written(folder, backend, port, plain)
    child = await asyncio.create_subprocess_exec(
        str(NGINX), "-p", str(folder), "-c", str(written), stderr=subprocess.DEVNULL
    )
    try:
        async with asyncio.timeout(60):
            while not await _listens(port):
                assert child.returncode is None, (folder / "log").read_text("utf-8")
        yield port, plain
    finally:
        if child.returncode is None:
            child.terminate()
        await child.wait()


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        await asyncio.sleep(0.02)
        return False
    writer.close()
    return True


def _certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    (folder / "a.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "a.key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def _free_ports(count: int) -> list[int]:
    taken = [create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in taken]
    for one in taken:
        one.close()
    return ports


def _written(folder: Path, backend: int, port: int, plain: int) -> Path:
    """The block of the manual with ports and paths of this test, in the least that nginx needs."""
    (block,) = re.findall(r"```nginx\n(.*?)```", _PAGE, re.DOTALL)
    for theirs, ours in (
        ("127.0.0.1:8101", f"127.0.0.1:{backend}"),
        ("127.0.0.1:8102", f"127.0.0.1:{backend}"),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
        ("/etc/nginx/shuangtui.pem", str(folder / "a.pem")),
        ("/etc/nginx/shuangtui.key", str(folder / "a.key")),
    ):
        assert theirs in block
        block = block.replace(theirs, ours)
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    written = folder / "nginx.conf"
    written.write_text(
        f"daemon off; master_process off; pid {folder}/pid; error_log {folder}/log;\n"
        f"events {{ worker_connections 1024; }}\n"
        f"http {{ access_log off;\n{temporary}{block}}}\n",
        "utf-8",
    )
    return written
