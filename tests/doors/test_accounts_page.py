"""The administrator's list of accounts."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from tests.factories.world import CAST, World

SignIn = Callable[[str], FlaskClient]


def names(client: FlaskClient, address: str) -> list[str]:
    table = BeautifulSoup(client.get(address).text, "html5lib").select("tbody tr")
    return [row.select("td")[0].get_text() for row in table]


def test_everybody_but_the_console_stands_in_the_list(world: World, sign_in: SignIn) -> None:
    client = sign_in("admin")
    assert sorted(names(client, "/akun")) == sorted(CAST)
    page = client.get("/akun").text
    assert "Belum pernah" in page
    assert world.people["liaison"].password_hash not in page


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("/akun?peran=head", ["head"]),
        ("/akun?cari=tarakan", ["neighbour", "far"]),
        ("/akun?cari=tunas&peran=liaison", ["liaison_tunas"]),
        ("/akun?cari=nobody", []),
    ],
)
def test_the_list_can_be_narrowed(world: World, sign_in: SignIn, address: str, found: list[str]) -> None:
    assert sorted(names(sign_in("admin"), address)) == sorted(found)


def test_an_account_that_was_closed_is_marked(world: World, sign_in: SignIn) -> None:
    world.people["rival"].active = False
    assert "Tidak aktif" in sign_in("admin").get("/akun").text


@pytest.mark.parametrize("who", ["liaison", "centre", "verifier", "head", "supervisor"])
def test_nobody_else_sees_it(world: World, sign_in: SignIn, who: str) -> None:
    assert sign_in(who).get("/akun").status_code == 403
