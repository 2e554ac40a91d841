"""Judges an application: declared facts with its particulars and the firm's own record."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from models.rules.award.due import with_due
from models.rules.award.history import NOTHING, History
from models.rules.award.kinds import award_of
from models.rules.award.working import Working
from models.rules.eligibility.fact_sources import FIRM_FACTS, PARTICULARS
from models.rules.eligibility.facts import FactReading, FactRefused, read_fact
from models.rules.eligibility.judge import Eligibility, is_eligible, judge_track
from models.rules.eligibility.options import option_for_firm, option_of
from models.rules.reasons import Reason, Text
from models.rules.terms.programme import Fact, TrackTerms
from models.rules.typed_time import read_day, read_moment
from models.rules.wording import value_in_words
from server.features.applications.figures import read_with_figures

_QUALIFIED = Eligibility(True, (), ())


class ParticularColumns(Protocol):
    """A row with the particulars that count as facts."""

    @property
    def signed_at(self) -> datetime | None: ...
    @property
    def paid_at(self) -> datetime | None: ...
    @property
    def fee_fen(self) -> int | None: ...
    @property
    def paid_fen(self) -> int | None: ...


class FirmColumns(Protocol):
    """A row with what the firm's own record says."""

    @property
    def registered_city(self) -> str | None: ...
    @property
    def in_service_zone(self) -> bool | None: ...
    @property
    def district(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Stated:
    """All that an application is judged by, before it is read: values by fact, as JSON has them."""

    facts: Mapping[str, object]
    particulars: Mapping[str, object]
    firm: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Judged:
    """Facts as read, the award worked out, and the conditions, judged when they are asked for."""

    track: TrackTerms
    reading: FactReading
    working: Working
    region_class: str | None = None

    @property
    def eligibility(self) -> Eligibility:
        """Every condition with its words, and whether anything is due."""
        met = judge_track(self.track, self.reading.values, self.region_class)
        return with_due(met, self.working)

    @property
    def shortcomings(self) -> Eligibility:
        """The same where something is not met or not known; without words where all is met."""
        met = is_eligible(self.track, self.reading.values, self.region_class)
        return _QUALIFIED if met and self.working.nothing is None else self.eligibility

    @property
    def unstated(self) -> tuple[str, ...]:
        """What must be stated although no condition and no formula asks for it, in its order."""
        return tuple(dict.fromkeys(_unstated(self.track, self.reading)))


def judge_application(
    track: TrackTerms, stated: Stated, region_class: str | None = None, history: History = NOTHING
) -> Judged:
    """What conditions and award say of it."""
    reading = read_stated(track, stated)
    return Judged(track, reading, award_of(track, reading.values, history), region_class)


def stated_by(
    application: ParticularColumns, facts: Mapping[str, object], firm: FirmColumns | None
) -> Stated:
    """`facts`: the application's own, decoded. Without a firm its record says nothing."""
    particulars = {name: _as_given(getattr(application, name)) for name in PARTICULARS}
    return Stated(
        facts, particulars, dict.fromkeys(FIRM_FACTS) if firm is None else firm_record(firm)
    )


def read_stated(track: TrackTerms, stated: Stated) -> FactReading:
    """The typed facts, from all their sources."""
    firm = firm_facts(track, stated.firm)
    given = collected_facts(track, stated.facts, stated.particulars, firm)
    # A place of the record that the track has no option for meets none of its conditions.
    elsewhere = {
        name: str(value) for name, value in firm.items() if _is_no_option(track, name, value)
    }
    listed = {name: value for name, value in given.items() if name not in elsewhere}
    reading = read_with_figures(track, listed, stated.particulars)
    return FactReading({**reading.values, **elsewhere}, reading.problems) if elsewhere else reading


def collected_facts(
    track: TrackTerms,
    declared: Mapping[str, object],
    particulars: Mapping[str, object],
    firm: Mapping[str, object],
) -> dict[str, object]:
    """Facts by name from all three sources; particulars come before what was declared."""
    known = {fact.name for fact in track.stated}
    given: dict[str, object] = {name: value for name, value in firm.items() if name in known}
    given.update(declared)
    given.update(
        {name: value for name, value in particulars.items() if name in known and value is not None}
    )
    return given


def in_one_form(track: TrackTerms, facts: Mapping[str, object]) -> dict[str, object]:
    """What was stated, with the value of each option, whatever way it was written."""
    found = dict(facts)
    for name, value in facts.items():
        fact = track.find_fact(name)
        if fact is not None and fact.type in ("date", "instant") and isinstance(value, str):
            found[name] = _day_in_one_form(value)
            continue
        if fact is None or not fact.options:
            continue
        if isinstance(value, list):
            found[name] = [_meant(fact, item) for item in value]
        elif value is not None:
            found[name] = _meant(fact, value)
    return found


def _day_in_one_form(given: str) -> str:
    """A day as ISO 8601 writes it; an instant, and what is no day, as they are."""
    try:
        return read_day(given).isoformat()
    except ValueError:
        return given


def _meant(fact: Fact, given: object) -> object:
    """The option that is meant; what is none stays as it is, for `read_facts` to refuse."""
    if isinstance(given, bool) or not isinstance(given, int | str):
        return given
    meant = option_of(fact, given)
    return given if meant is None else meant


def contradictions(
    track: TrackTerms,
    declared: Mapping[str, object],
    particulars: Mapping[str, object],
    firm: Mapping[str, object],
) -> list[Reason]:
    """Facts that say something else than the particulars or the firm's record under the same name,
    however an option is written.
    """
    found = []
    for name, value in in_one_form(track, declared).items():
        held = {**firm, **particulars}.get(name)
        if value is not None and held is not None and not _same(value, held):
            text = _contradicts(track, name, held, of_firm=particulars.get(name) is None)
            found.append(Reason(f"facts.{name}", "contradicts", text))
    return found


def unread(track: TrackTerms, reading: FactReading, firm: FirmColumns | None) -> list[Reason]:
    """What could not be read; of what the firm's own record says, where it is mended."""
    record = {} if firm is None else firm_record(firm)
    found = []
    for problem in reading.problems:
        name = problem.field.removeprefix("facts.")
        fact, held = track.find_fact(name), record.get(name)
        if fact is not None and isinstance(held, str):
            text = Text(
                f"企业资料里{fact.label.zh}是“{held}”，不在可选范围内，请到“我的企业”改正。"
                f"{problem.text.zh}",
                f"The firm's record says {held} for {fact.label.en}; correct it under “My firm”."
                f" {problem.text.en}",
            )
            problem = Reason(problem.field, problem.code, text, problem.cite)
        found.append(problem)
    return found


def _contradicts(track: TrackTerms, name: str, held: object, *, of_firm: bool) -> Text:
    fact = track.find_fact(name)
    label = Text(name, name) if fact is None else fact.label
    words = Text(str(held), str(held))
    if fact is not None:
        with suppress(FactRefused):
            words = value_in_words(fact, read_fact(fact, held))
    if of_firm:
        return Text(
            f"企业资料里{label.zh}是“{words.zh}”，与这里填的不一致；"
            "企业资料有误的，请到“我的企业”更正，否则请改这里",
            f"The firm's record says {words.en} for {label.en}; correct the record under “My"
            " firm”, or what is given here",
        )
    return Text(
        f"{label.zh}在申报信息里填的是“{words.zh}”，与这里填的不一致，请改成一致",
        f"{label.en} is {words.en} among the particulars; make both the same",
    )


def firm_record(firm: FirmColumns) -> dict[str, object]:
    """What the firm's record says, under the names of FIRM_FACTS."""
    return {
        "registered_city": firm.registered_city,
        "in_service_zone": firm.in_service_zone,
        "registered_district": firm.district,
    }


def firm_facts(track: TrackTerms, record: Mapping[str, object]) -> dict[str, object]:
    """The record's values under the options of this track: 渝中区 is 重庆市其他区县 to Rongchang.

    A place that no option takes in stays as the record has it.
    """
    held = {name: _as_option(track.find_fact(name), record[name]) for name in FIRM_FACTS}
    if track.find_fact("registered_district") is None:
        del held["registered_district"]
    return held


def _as_option(fact: Fact | None, held: object) -> object:
    if fact is None or not fact.options or not isinstance(held, str):
        return held
    return option_for_firm(fact, held) or held


def _is_no_option(track: TrackTerms, name: str, value: object) -> bool:
    fact = track.find_fact(name)
    if fact is None or not fact.options or not isinstance(value, str):
        return False
    return value not in [option.value for option in fact.options]


def _unstated(track: TrackTerms, reading: FactReading) -> Iterator[str]:
    """Required declarations, and whatever a rule counts each value of by itself."""
    for fact in track.declarations:
        if fact.required and reading.values.get(fact.name, ()) == ():
            yield fact.name
    counted = [name for rule in track.exclusions for name in rule.per]
    counted += [track.places.by] if track.places else []
    yield from (name for name in counted if name not in reading.values)


def _as_given(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _same(declared: object, held: object) -> bool:
    if isinstance(declared, str) and isinstance(held, str) and declared != held:
        try:
            return read_moment(declared).at == read_moment(held).at
        except ValueError:
            return False
    return bool(declared == held)
