"""``sipol users``: the first accounts of a new register, any later one, and with which of them commissioners sign."""

import click

from sipol.cli.register import with_register
from sipol.extensions import db
from sipol.models import User
from sipol.rules.accounts import Capacity
from sipol.rules.errors import Refused
from sipol.rules.roles import Role
from sipol.services.accounts import UserDraft, account_called, add_user, console, set_password, sign_out
from sipol.services.factor_resets import undo_factors
from sipol.services.leaving import reopen_account
from sipol.services.parties import party_called
from sipol.services.signatures import link_commissioner


@click.group()
def users() -> None:
    """Akun petugas."""


@users.command("add")
@click.option("--login", required=True, help="Nama pengguna, misalnya alamat surel.")
@click.option("--name", required=True, help="Nama lengkap.")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]), help="Peran.")
@click.option("--region", default="ID", show_default=True, help="Kode wilayah, misalnya 65.01.")
@click.option("--party", help="Nama singkat partai, untuk akun partai.")
@click.option(
    "--capacity",
    default=Capacity.LIAISON.value,
    show_default=True,
    type=click.Choice([one.value for one in Capacity]),
    help="Kedudukan akun partai: petugas penghubung, pengurus, atau operator yang hanya menyiapkan.",
)
@click.option("--email", default="", help="Alamat surel untuk pemberitahuan.")
@click.password_option(prompt="Kata sandi", confirmation_prompt="Ulangi kata sandi")
@with_register
def add(
    login: str, name: str, role: str, region: str, party: str | None, capacity: str, email: str, password: str
) -> None:
    """Tambahkan satu akun."""
    known = party_called(party) if party else None
    if party and known is None:
        raise Refused("party", f"Partai dengan nama singkat {party} tidak terdaftar.")
    draft = UserDraft(login, name, password, Role(role), region, known.id if known else None, email, Capacity(capacity))
    user = add_user(console(), draft)
    db.session.commit()
    click.echo(f"Akun {user.login} ditambahkan.")


@users.command("reopen")
@click.option("--login", required=True, help="Nama pengguna akun yang ditutup.")
@with_register
def reopen(login: str) -> None:
    """Buka kembali akun yang ditutup karena lama tidak dipakai atau pemiliknya berhenti."""
    done = reopen_account(console(), _known(login))
    db.session.commit()
    click.echo(f"Akun {login} {'dibuka kembali' if done else 'tidak sedang ditutup, jadi tidak ada yang berubah'}.")


@users.command("password")
@click.option("--login", required=True, help="Nama pengguna.")
@click.password_option(prompt="Kata sandi baru", confirmation_prompt="Ulangi kata sandi baru")
@with_register
def password(login: str, password: str) -> None:
    """Ganti kata sandi yang terlupa; semua perangkatnya dikeluarkan."""
    set_password(console(), _known(login), password)
    db.session.commit()
    click.echo(f"Kata sandi {login} diganti. Semua perangkatnya sudah dikeluarkan.")


@users.command("second-factor-off")
@click.option("--login", required=True, help="Nama pengguna.")
@with_register
def second_factor_off(login: str) -> None:
    """Lepas langkah kedua satu akun, bila tidak ada dua orang yang dapat melakukannya di register."""
    undo_factors(console(), _known(login))
    db.session.commit()
    click.echo(f"Langkah kedua {login} dilepas. Semua perangkatnya sudah dikeluarkan.")


@users.command("sign-out")
@click.option("--login", help="Nama pengguna; tanpa ini semua orang dikeluarkan.")
@click.option("--all", "everybody", is_flag=True, help="Keluarkan semua orang.")
@with_register
def out(login: str | None, everybody: bool) -> None:
    """Keluarkan satu orang, atau semua orang, dari semua perangkatnya."""
    if bool(login) == everybody:
        raise Refused("login", "Sebut satu akun dengan --login, atau semua orang dengan --all.")
    ended = sign_out(console(), _known(login) if login else None)
    db.session.commit()
    click.echo(f"{ended} perangkat dikeluarkan.")


def _known(login: str) -> User:
    user = account_called(login)
    if user is None:
        raise Refused("login", f"Akun {login} tidak ada.")
    return user


@users.command("commissioner")
@click.option("--region", required=True, help="Kode wilayah kantor KPU, misalnya 65.01.")
@click.option("--order", required=True, type=int, help="Urutan penanda tangan pada Berita Acara; ketua 1.")
@click.option("--login", help="Akun yang dipakainya menandatangani; tanpa ini hubungannya dilepas.")
@with_register
def commissioner(region: str, order: int, login: str | None) -> None:
    """Hubungkan ketua atau anggota KPU dengan akunnya, atau lepaskan."""
    user = _known(login) if login else None
    seat = link_commissioner(console(), region, order, user)
    db.session.commit()
    click.echo(f"{seat.name}: {f'menandatangani dengan akun {login}' if login else 'tanpa akun'}.")
