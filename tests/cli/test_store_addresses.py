"""Addresses of the stores: every part counts or is refused by its name, before anything starts."""

from pathlib import Path

import certifi
import pytest

from config.settings import PREFIX, SettingsError, read_settings
from storage.postgres.core.dsn import read_dsn
from tests.cli.settings_given import environ

FAR, TLS = "postgresql://app:pass-word@db/shuangtui", "?sslmode=verify-full"


def problems(**changes: str) -> tuple[str, ...]:
    try:
        read_settings(environ(**changes))
    except SettingsError as error:
        return error.problems
    return ()


@pytest.mark.parametrize("name", ["POSTGRES_DSN", "WORKER_DSN", "OWNER_DSN"])
@pytest.mark.parametrize(
    ("dsn", "named"),
    [
        (f"{FAR}?sslmod=verify-full", "sslmod"),
        (f"{FAR}{TLS}&options=-c%20x=y", "options"),
        (f"{FAR}{TLS}&target_session_attrs=any", "target_session_attrs"),
        (f"{FAR}?sslmode=verify", "sslmode"),
        (f"{FAR}?sslmode=", "sslmode"),
        (f"{FAR}{TLS}&sslmode=disable", "sslmode"),
        (f"{FAR}{TLS}&sslrootcert=/nowhere/ca.pem", "sslrootcert"),
        (f"{FAR}?sslmode=require&sslrootcert=/etc/ssl/ca.pem", "sslrootcert"),
        (f"{FAR}{TLS}&sslcert=/nowhere/me.pem", "sslcert"),
        (f"{FAR}{TLS}&sslkey=/nowhere/me.key", "sslkey"),
        (f"{FAR}{TLS}&connect_timeout=soon", "connect_timeout"),
        (f"postgresql://app:pass-word@one:5432,two:5432/shuangtui{TLS}", "port"),
        (f"mysql://app:pass-word@db/shuangtui{TLS}", "scheme"),
    ],
)
def test_a_part_of_a_dsn_is_refused_by_its_name(name: str, dsn: str, named: str) -> None:
    (problem,) = problems(**{name: dsn})
    assert problem.startswith(f"{PREFIX}{name}：{named} ")
    assert "pass-word" not in problem


@pytest.mark.parametrize(
    ("name", "value", "store"),
    [
        ("POSTGRES_DSN", FAR, "postgres"),
        ("POSTGRES_DSN", f"{FAR}?sslmode=require", "postgres"),
        ("POSTGRES_DSN", f"{FAR}?sslmode=prefer", "postgres"),
        ("POSTGRES_DSN", f"{FAR}?sslmode=verify-ca", "postgres"),
        ("WORKER_DSN", FAR, "postgres"),
        ("OWNER_DSN", FAR, "postgres"),
        ("REDIS_URL", "redis://redis", "redis"),
        ("REDIS_URL", "redis+cluster://redis", "redis"),
        ("REDIS_URL", "rediss://redis?ssl_cert_reqs=none", "redis"),
        ("REDIS_URL", "rediss://redis?ssl_check_hostname=False", "redis"),
        ("S3_ENDPOINT", "http://10.0.0.7:9000", "s3"),
    ],
)
def test_plain_text_over_a_network_is_refused_unless_said(
    name: str, value: str, store: str
) -> None:
    (problem,) = problems(**{name: value})
    assert problem.startswith(PREFIX + name)
    assert f"{PREFIX}INSECURE_STORES" in problem
    assert problems(**{name: value}, INSECURE_STORES=store) == ()
    assert problems(**{name: value}, ENVIRONMENT="demo") == ()
    others = {"postgres", "redis", "s3"} - {store}
    assert problems(**{name: value}, INSECURE_STORES=",".join(others)) == (problem,)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("POSTGRES_DSN", "postgresql://app@127.0.0.1/shuangtui"),
        ("POSTGRES_DSN", "postgresql://app@localhost/shuangtui?sslmode=disable"),
        ("POSTGRES_DSN", "postgresql://app@[::1]:5433/shuangtui"),
        ("POSTGRES_DSN", "postgresql://app@/shuangtui?host=/run/postgresql"),
        ("REDIS_URL", "redis://127.0.0.1:6379/0"),
        ("REDIS_URL", "unix:///run/redis.sock?db=1"),
        ("REDIS_URL", f"rediss+cluster://node?ssl_ca_certs={certifi.where()}"),
        ("S3_ENDPOINT", "http://127.0.0.1:9000"),
        ("S3_ENDPOINT", "https://s3.example.cn"),
    ],
)
def test_this_machine_and_verified_tls_are_taken(name: str, value: str) -> None:
    assert problems(**{name: value}) == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("REDIS_URL", "rediss://redis?ssl_ca_cert=/etc/ca.pem"),
        ("REDIS_URL", "redis://127.0.0.1?ssl_ca_certs=/etc/ca.pem"),
        ("REDIS_URL", "http://redis"),
        ("REDIS_URL", "redis://127.0.0.1/first"),
        ("REDIS_URL", "redis://127.0.0.1?db=first"),
        ("REDIS_URL", "redis://127.0.0.1:sixteen"),
        ("REDIS_URL", "redis://127.0.0.1?health_check_interval=often"),
        ("REDIS_URL", "rediss://redis?ssl_cert_reqs=perhaps"),
        ("REDIS_URL", "rediss://redis?ssl_ca_certs=/nowhere/ca.pem"),
        ("REDIS_URL", "redis+cluster://127.0.0.1/1"),
        ("S3_ENDPOINT", "https://s3.example.cn/bucket"),
        ("S3_ENDPOINT", "https://s3.example.cn?region=x"),
        ("S3_ENDPOINT", "https://me:secret@s3.example.cn"),
        ("INSECURE_STORES", "postgres,mysql"),
    ],
)
def test_other_addresses_are_refused_by_name(name: str, value: str) -> None:
    (problem,) = problems(**{name: value})
    assert problem.startswith(PREFIX + name)


def test_what_is_read_is_what_was_given(tmp_path: Path) -> None:
    read = read_dsn(f"{FAR}?sslmode=disable&application_name=clerk&connect_timeout=9&port=6000")
    assert (read.host, read.port, read.user, read.password) == ("db", 6000, "app", "pass-word")
    assert (read.database, read.sslmode, read.application_name) == ("shuangtui", "disable", "clerk")
    assert read.connect_timeout == 9
    assert "pass-word" not in repr(read)
