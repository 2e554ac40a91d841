"""Statements with named parameters."""

from dataclasses import dataclass

import pytest

from storage.postgres.core.named import NamedStatement


@dataclass(frozen=True, slots=True)
class Part:
    fen: int


@dataclass(frozen=True, slots=True)
class Whole:
    code: str
    part: Part | None


def test_each_name_is_one_number_and_casts_are_left_alone() -> None:
    named = NamedStatement(Whole, "SELECT :part.fen::bigint, :code, x::text WHERE :code = '09:30'")
    assert named.sql == "SELECT $1::bigint, $2, x::text WHERE $2 = '09:30'"
    assert named.values(Whole("a", Part(5))) == [5, "a"]
    assert named.values(Whole("a", None)) == [None, "a"]


def test_a_name_that_the_shape_does_not_have_is_refused_where_it_is_written() -> None:
    with pytest.raises(AttributeError):
        NamedStatement(Whole, "SELECT :cod")
