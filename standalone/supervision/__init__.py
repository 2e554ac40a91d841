"""Keeps the children of `python -m server up` running, and stops them in order.

How `up` is put together:

    async def up(data: Path, port: int) -> None:
        journal = Journal(Clock(), sys.stderr)
        site = listen_on("127.0.0.1", port, option="--port")       # raises PortInUse
        async with prepared(data) as plan:                         # raises StartRefused
            async def body(supervisor: Supervisor) -> None:
                await supervisor.start(plan.children["postgres"])
                await migrate(plan.servers.postgres_dsn)
                await supervisor.start(plan.children["s3"], plan.children["valkey"])
                await publish_and_seed(...)
                await supervisor.start(stand_in)
                await supervisor.start(server, worker)
                print("ready")
            await supervise(body, journal=journal)                 # returns once all are stopped

where a child of our own is

    Child(
        name="server",
        argv=(sys.executable, "-m", "server", "serve", "--fd", str(LISTEN_FD)),
        cwd=root, env=environment, listen=site, pid_file=plan.folder.pid_file("server"),
        ready=lambda: answers_http("127.0.0.1", port, "/health/live"),
        stop_turn=StopTurn.SERVER,
    )

`supervise` handles SIGINT, SIGTERM and SIGHUP from then on: the first stops, the second hastens.
A port is bound after `prepared` when the data folder's last run may have been killed a moment
ago: `prepared` waits until its children, which held that port, are gone. For a new folder it is
bound before, so that a start that is refused makes none.
"""
