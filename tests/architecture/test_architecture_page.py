"""The map's own arithmetic; that the page is up to date is checked by `make check`."""

from tests.architecture.architecture_map import between, picture, reduced, room_of, wings_of

ARROWS = {("roof", "wall"), ("wall", "ground"), ("roof", "ground")}


def test_an_arrow_that_a_longer_way_says_is_left_out() -> None:
    assert reduced(ARROWS) == {("roof", "wall"), ("wall", "ground")}


def test_both_arrows_of_a_circle_stay() -> None:
    circle = {("roof", "wall"), ("wall", "roof")}
    assert reduced(circle) == circle


def test_a_module_belongs_to_the_innermost_room() -> None:
    assert room_of("server.edge.web.edge", {"server", "server.edge", "server.edge.web"}) == (
        "server.edge.web"
    )


def test_rooms_are_drawn_by_their_wing() -> None:
    wings = wings_of(["models.rules.award", "standalone.wechat", "server.app"])
    assert list(wings.values()) == ["models.rules", "standalone", "server.app"]
    assert between({("server.app", "models.rules.award")}, wings) == {
        ("server.app", "models.rules")
    }
    assert "server_app --> models_rules" in picture({("server.app", "models.rules")})
