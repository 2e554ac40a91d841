"""Checks the two files of an edition: every mistake, or what they say and what they change."""

from models.programme.blanks import blank_problems
from models.programme.file import ProgrammeFileError, definition_hash
from server.edge.web.auth import Identity
from server.features.programme_files.access import find_reaching_grant
from server.features.programme_files.pools_after import tell_pools
from server.features.programme_files.reading import (
    find_in_force,
    read_out,
    show_version,
    tell_changes,
    tell_problems,
)
from server.features.programme_files.schemas import FilesReading
from server.features.programme_files.texts import Files, ProgrammeTexts, compile_files
from server.ports import Ports


async def check_files(
    texts: ProgrammeTexts, *, by: Identity, english: bool, ports: Ports
) -> FilesReading:
    """Changes nothing, and may be asked of any programme."""
    files = Files.of(texts.as_source)
    try:
        definition = await compile_files(files, ports=ports)
    except ProgrammeFileError as error:
        return FilesReading(
            problems=tell_problems(error.problems, files, english=english),
            blanks=[],
            programme=None,
            edition=None,
            title=None,
            reading=[],
            in_force=None,
            changes=[],
            pools=[],
            unchanged=False,
            reached=False,
        )
    found = await find_in_force(definition.edition.code)
    version, before = found or (None, None)
    return FilesReading(
        problems=[],
        blanks=tell_problems(blank_problems(*files.both), files, english=english),
        programme=definition.policy.code,
        edition=definition.edition.code,
        title=definition.edition.title.in_language(english),
        reading=read_out(definition),
        in_force=None if version is None else await show_version(version),
        changes=tell_changes(before, definition, english=english),
        pools=await tell_pools(before, definition, english=english),
        unchanged=version is not None and version.definition_hash == definition_hash(definition),
        reached=await find_reaching_grant(definition, by) is not None,
    )
