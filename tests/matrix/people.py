"""Who calls: everybody by name, with the role they hold and what of the ground is theirs."""

from dataclasses import dataclass, field
from typing import Any

from tests.matrix.ground import READERS, Ground, Place
from tests.world.application import World
from tests.world.client import Client, Person

Refusal = tuple[int, str]
UNAUTHENTICATED = (401, "unauthenticated")
PASSWORD_CHANGE_DUE = (403, "password_change_due")
_EITHER = {"party": ("applicant", "case"), "hearing": ("person", "edition")}
Theirs = dict[str, frozenset[str]]
"""Names of places by the kind of thing there that is theirs."""


@dataclass(frozen=True)
class Caller:
    """`role` is None for those without one.

    `refused`: what they are answered wherever their role would be let in.
    """

    name: str
    client: Client
    role: str | None = None
    theirs: Theirs = field(default_factory=dict)
    refused: Refusal | None = None
    consent_due: bool = False
    is_owner: bool = False

    def reaches(self, kind: str, place: Place) -> bool:
        """Whether a thing of this kind there is theirs, in whatever role."""
        kinds = _EITHER.get(kind, (kind,))
        return any(place.name in self.theirs.get(one, ()) for one in kinds)

    def acts_as(self, place: Place) -> frozenset[str]:
        """The words by which the table calls them there."""
        words = {self.role} if self.role else set()
        if self.role == place.reviewer:
            words.add("reviewer")
        if self.is_owner:
            words.add("owner")
        return frozenset(words)

    def may_read(self, place: Place, name: str) -> bool:
        return any(self.reaches(kind, place) for kind in READERS[name])


def _firm(place: str, *more: str, person: bool = True) -> Theirs:
    theirs = dict.fromkeys(("applicant", "firm"), frozenset({place, *more}))
    return theirs | ({"person": frozenset({place})} if person else {})


def _staff(*places: str, whole: tuple[str, ...] = (), firms: tuple[str, ...] = ()) -> Theirs:
    """Applications and their firms; `whole`: those whose edition they reach as a whole.

    `firms` have never applied: reached by who is there for a city, not for one year's edition.
    """
    case = frozenset(places)
    return {"case": case, "firm": case | frozenset(firms), "edition": frozenset(whole)}


async def gather_callers(world: World, ground: Ground) -> list[Caller]:
    return [
        *await _without_standing(world, ground),
        *await _people_of_firms(world, ground),
        *await _platforms(world, ground),
        *await _officers(world, ground),
    ]


async def _without_standing(world: World, ground: Ground) -> list[Caller]:
    """What these held would reach `here`, if they were let in."""

    async def lapsed(statement: str) -> Person:
        person = await world.new_staff("authority", edition_code=ground["here"].edition)
        await world.fetch(statement, person.id)
        await ground.forget_session(person)
        return person

    left = await lapsed("SELECT $1::uuid")
    (await left.delete("/session")).ok(204)
    disabled = await lapsed("UPDATE users SET disabled_at = now() WHERE id = $1")
    new = await lapsed("UPDATE users SET must_change_password = true WHERE id = $1")
    ended = await lapsed(
        "UPDATE grants SET valid_to = now() - interval '1 second',"
        " valid_from = now() - interval '1 day' WHERE user_id = $1"
    )
    coming = await lapsed(
        "UPDATE grants SET valid_from = now() + interval '1 day' WHERE user_id = $1"
    )
    return [
        Caller("nobody", world.anyone, refused=UNAUTHENTICATED),
        Caller("false-token", world.bearing("A" * 43), refused=UNAUTHENTICATED),
        Caller("logged-out", left, refused=UNAUTHENTICATED),
        Caller("disabled", disabled, refused=UNAUTHENTICATED),
        Caller("first-password", new, "authority", refused=PASSWORD_CHANGE_DUE),
        Caller("grant-ended", ended),
        Caller("grant-to-come", coming),
        Caller("admin", await world.new_staff("admin"), "admin"),
    ]


async def _people_of_firms(world: World, ground: Ground) -> list[Caller]:
    # Whoever raises a dispute has typed the firm's code.
    claim = {
        "claimant": frozenset({"claim", "bare", "bare-there"}),
        "code": frozenset({"here", "bare", "bare-there"}),
    }
    newcomer = await world.newcomer("matrix-agreed-to-nothing")
    found = [
        Caller("no-consent", newcomer, "enterprise", consent_due=True),
        Caller("no-firm", await world.sme(), "enterprise"),
        Caller("member-here", ground.member, "enterprise", _firm("here", person=False)),
        Caller("left-here", ground.left, "enterprise"),
        Caller("claimant", ground.claimant, "enterprise", claim),
    ]
    for place in ground.places:
        if place.owner is not None:
            also = ("draft", "claim") if place.name == "here" else ()
            theirs = _firm(place.name, *also)
            name = f"owner-{place.name}"
            found.append(Caller(name, place.owner, "enterprise", theirs, is_owner=True))
    return found


async def _platforms(world: World, ground: Ground) -> list[Caller]:
    own = _firm("own") | {"platform": frozenset({"own"})}
    found = [Caller("platform-own", ground.own_platform, "platform", own)]
    for name in ("here", "next"):
        person = await world.new_staff("platform", platform_id=ground[name].ids["platform_id"])
        theirs = dict.fromkeys(("case", "platform"), frozenset({name}))
        found.append(Caller(f"platform-{name}", person, "platform", theirs))
    nothing = await world.new_staff("platform", organisation_id=ground.empty_organisation)
    return [*found, Caller("platform-none", nothing, "platform")]


SHANGHAI, LISHUI = "sh-shuangtui", "lishui-ecommerce"
_IN_PUDONG = ("here", "claim", "own")
_IN_SHANGHAI = (*_IN_PUDONG, "next")


async def _officers(world: World, ground: Ground) -> list[Caller]:
    found = []
    for name, scope, theirs in _grants(ground):
        role = name.split("-")[0]
        found.append(Caller(name, await world.new_staff(role, **scope), role, theirs))
    return found


def _grants(ground: Ground) -> list[tuple[str, dict[str, Any], Theirs]]:
    """The role's name with where, the scope of the grant, and what it reaches."""
    shanghai = {"edition_code": ground["here"].edition}
    lishui = {"edition_code": ground["there"].edition}
    yangzhou = {"edition_code": ground["third"].edition}
    pudong, huangpu = ({**shanghai, "district": ground[name].district} for name in ("here", "next"))
    jinyun = {**lishui, "district": ground["there"].district}
    whole = _staff(*_IN_SHANGHAI, whole=("here", "next", "own"))
    city = _staff(*_IN_SHANGHAI, whole=("here", "next", "own"), firms=("bare",))
    there, third = _staff("there", whole=("there",)), _staff("third", whole=("third",))
    far = _staff("there", whole=("there",), firms=("bare-there",))
    of_pudong = {"programme_code": SHANGHAI, "district": ground["here"].district}
    of_xuhui = {"programme_code": SHANGHAI, "district": "徐汇区"}
    return [
        ("district-pudong", of_pudong, _staff(*_IN_PUDONG, firms=("bare",))),
        ("district-xuhui", of_xuhui, {}),
        ("district-here", pudong, _staff(*_IN_PUDONG)),
        ("district-next", huangpu, _staff("next")),
        ("district-there", jinyun, _staff("there")),
        ("district-elsewhere", {**lishui, "district": "龙泉市"}, {}),
        ("auditor-here", shanghai, _staff(*_IN_SHANGHAI)),
        ("auditor-there", lishui, _staff("there")),
        ("expert-here", shanghai, _staff(*_IN_SHANGHAI)),
        ("expert-there", lishui, _staff("there")),
        ("authority-here", shanghai, whole),
        ("authority-programme", {"programme_code": SHANGHAI}, city),
        ("authority-lishui", {"programme_code": LISHUI}, far),
        ("authority-district", huangpu, _staff("next")),
        ("authority-other", {"edition_code": ground.other_edition}, {}),
        ("authority-there", lishui, there),
        ("authority-third", yangzhou, third),
        ("inspector-here", shanghai, whole),
        ("inspector-district", huangpu, _staff("next")),
        ("inspector-lishui", {"programme_code": LISHUI}, far),
        ("inspector-there", lishui, there),
    ]
