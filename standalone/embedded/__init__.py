"""A private PostgreSQL, Valkey and S3 server for one machine, from wheels.

`prepared(data)` (plan.py) locks a data folder and says how to start the three servers in it;
`embedded_servers(data)` (running.py) starts them as well, for tests and benches:

    async with embedded_servers(folder) as running:
        await asyncpg.connect(running.servers.postgres_dsn)

Every child starts through shim.py, in a session of its own, and dies with the *thread* that
started it; so start children from the main thread's event loop.
"""
