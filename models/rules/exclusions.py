"""What may not come together, as keys of the slots that a firm takes when it submits."""

from models.rules.programme import EditionDefinition, Exclusion, Track


def exclusion_keys(definition: EditionDefinition, track: Track) -> tuple[str, ...]:
    """One key for each exclusion that a slot can enforce, in a fixed order.

    `once_per_edition` binds a track within its edition, `once_per_enterprise` a track of the
    programme for ever, `no_stacking` all tracks of a group within the programme.
    `received_elsewhere` is a declared fact and takes no slot.
    """
    keys = (_key(definition, track, exclusion) for exclusion in track.exclusions)
    return tuple(sorted({key for key in keys if key is not None}))


def _key(definition: EditionDefinition, track: Track, exclusion: Exclusion) -> str | None:
    edition = definition.edition
    match exclusion.kind:
        case "once_per_edition":
            return f"{edition.code}/{track.code}/once"
        case "once_per_enterprise":
            return f"{edition.programme}/{track.code}/once"
        case "no_stacking":
            return f"{edition.programme}/{exclusion.group or track.code}/no_stacking"
        case "received_elsewhere" | "once_per_tier":
            return None
