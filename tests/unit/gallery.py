"""A bare house with one page that shows every part: layouts and components, no database."""

from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Flask, Response, current_app, flash, render_template, request
from flask_bootstrap import Bootstrap5
from flask_wtf import CSRFProtect, FlaskForm
from flask_wtf.file import FileField
from jinja2 import StrictUndefined
from PIL import Image, ImageDraw
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Optional

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "sipol" / "static"
CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; form-action 'self'"
)
STATES = [
    "Belum mulai",
    "Draf",
    "Menunggu pusat",
    "Diajukan",
    "Sedang diverifikasi",
    "Perlu perbaikan (BMS)",
    "Memenuhi syarat (MS)",
    "Tidak memenuhi syarat (TMS)",
    "Masuk BA",
    "Diumumkan",
    "Tidak memutakhirkan",
]
CLASSES = ["gelar", "tanda baca", "singkatan", "ejaan", "salah ketik", "spasi", "urutan", "kata hilang", "orang lain"]
CHANGES = ["tetap", "ejaan", "pindah jabatan", "masuk", "keluar", "diganti"]


class RowForm(Form):
    name = StringField("Nama", [DataRequired("Isi nama pengurus.")])


class GalleryForm(FlaskForm):
    number = StringField("Nomor SK", [DataRequired("Isi nomor SK seperti tertulis pada surat.")])
    issued_on = DateField("Tanggal ditetapkan", [DataRequired("Isi tanggal SK.")], format=["%d-%m-%Y", "%Y-%m-%d"])
    level = SelectField(
        "Tingkat",
        choices=[SelectChoice("province", "Provinsi"), SelectChoice("regency", "Kabupaten/kota")],
        default="regency",
    )
    about = TextAreaField("Tentang", [Optional()])
    sex = RadioField(
        "Jenis kelamin",
        [DataRequired("Pilih jenis kelamin.")],
        choices=[SelectChoice("f", "Perempuan"), SelectChoice("m", "Laki-laki")],
    )
    kind = RadioField(
        "Jenis", choices=[SelectChoice("new", "Baru"), SelectChoice("extended", "Perpanjangan")], default="new"
    )
    sure = BooleanField("Isi ini sesuai dengan SK", [DataRequired("Nyatakan bahwa isi sesuai.")])
    paper = FileField("Berkas SK")
    password = PasswordField("Kata sandi")
    token = HiddenField(default="t")
    note = StringField("Catatan")
    rows = FieldList(FormField(RowForm), min_entries=1)


def marks(*pieces: tuple[str, bool]) -> tuple[SimpleNamespace, ...]:
    return tuple(SimpleNamespace(text=text, differs=differs) for text, differs in pieces)


def pair(stated: tuple[Any, ...], found: tuple[Any, ...]) -> SimpleNamespace:
    return SimpleNamespace(stated=marks(*stated), found=marks(*found))


JUFRY = pair(
    (("Drs. H. Jufr", False), ("y", True), (" Daud", False)), (("Drs. H. Jufr", False), ("i", True), (" Daud", False))
)
LAODE = pair((("La", False), (" ", True), ("Ode", False)), (("Laode", False),))
CONTEXT: dict[str, Any] = {
    "product": "Register Partai Politik",
    "nav": [
        SimpleNamespace(label=label, url="/", current=label == "SK") for label in ("Beranda", "SK", "Temuan", "Riwayat")
    ],
    "visitor": SimpleNamespace(name="Rahmi Aslinda", role_label="petugas penghubung"),
    "context_line": ["DPD Partai Bahari Sejahtera Kota Tarakan", "Semester II 2025 · 18 hari lagi"],
    "crumbs": [("Beranda", "/"), ("SK", None)],
    "logout_url": "/keluar",
}
GALLERY: dict[str, Any] = {
    "jufry": JUFRY,
    "laode": LAODE,
    "words": STATES,
    "classes": CLASSES,
    "changes": CHANGES,
    "officers": [
        (2, "Ketua", "Sri Amelia", "masuk"),
        (3, "Sekretaris", "Ismail Subarokah", "tetap"),
        (4, "Bendahara", "Hj. Nur", "ejaan"),
    ],
    "jobs": [
        SimpleNamespace(
            label="SK kepengurusan",
            url="#sk",
            why="Tiga perbedaan nama belum Anda periksa.",
            status="draft",
            done=False,
        ),
        SimpleNamespace(
            label="Tarakan Timur", url="#t", why="Tanggal pada data dan SK berbeda.", status="incomplete", done=False
        ),
        SimpleNamespace(
            label="Tarakan Barat", url="#b", why="Diajukan Rabu, 3 Desember 2025.", status="Diajukan", done=True
        ),
        SimpleNamespace(
            label="Kantor tetap", url=None, why="Dibuka setelah SK diajukan.", status="not_started", done=False
        ),
    ],
    "entries": [
        SimpleNamespace(
            at="Kamis, 11 Desember 2025, 20.14 WITA",
            who="Rahmi Aslinda, petugas penghubung",
            html="SK diajukan ke KPU.",
        ),
        SimpleNamespace(at="Rabu, 10 Desember 2025, 09.02 WITA", who="Sistem", html="SK terbaca: 16 pengurus."),
    ],
}


def picture() -> bytes:
    page = Image.new("L", (595, 842), 255)
    for top in range(60, 780, 40):
        ImageDraw.Draw(page).rectangle((60, top + 10, 530, top + 30), outline=0)
        ImageDraw.Draw(page).text((66, top + 14), "Ketua Dewan Penasihat        Drs. H. Jufri Daud", fill=0)
    held = BytesIO()
    page.save(held, "WEBP")
    return held.getvalue()


def house() -> Flask:
    """A bare application: the layouts, the parts, no database."""
    app = Flask("gallery", template_folder=str(TEMPLATES), static_folder=str(STATIC))
    app.config.update(SECRET_KEY="only for this test, never elsewhere", WTF_CSRF_TIME_LIMIT=None)
    app.jinja_env.undefined = StrictUndefined
    assert app.jinja_loader is not None
    app.jinja_loader.searchpath.append(str(ROOT / "tests" / "data"))  # type: ignore[attr-defined]
    Bootstrap5(app)
    CSRFProtect(app)
    app.context_processor(lambda: CONTEXT)
    return app


def add_doors(app: Flask) -> list[str]:
    posts: list[str] = []

    def gallery() -> str:
        if request.method == "POST":
            posts.append(request.form.get("answer", "form"))
        form = GalleryForm(meta={"csrf": False})
        form.validate()
        flash("Draf disimpan.", "ok")
        return render_template("gallery/page.html", form=form, **GALLERY)

    def save() -> tuple[dict[str, str], int]:
        if request.form["number"] == "expired":
            return {}, 401
        return {"saved_at": "14.32 WITA"}, 200

    app.add_url_rule("/", "gallery", gallery, methods=["GET", "POST"])
    app.add_url_rule("/simpan", "save", save, methods=["POST"])
    app.add_url_rule("/kerja", "work", lambda: '<div id="pekerjaan"><p data-announce>Selesai dibaca.</p></div>')
    app.add_url_rule("/halaman.webp", "picture", lambda: Response(picture(), mimetype="image/webp"))
    app.add_url_rule("/salah/<name>", "wrong", error_page)
    app.after_request(guarded)
    return posts


def guarded(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = CSP
    return response


def error_page(name: str) -> str:
    if name == "500":
        return current_app.jinja_env.get_template("errors/500.html").render(mark="7f3k")
    if name == "outage":
        sent = {
            "sent": True,
            "unsure": False,
            "action": "/sk/baru",
            "fields": [("number", "12/SK"), ("csrf_token", "x")],
        }
        return current_app.jinja_env.get_template("errors/outage.html").render(part="disk", mark="7f3k", **sent)
    carried = [("number", '12/"SK"/<b>', "Nomor SK"), ("about", "baris satu\nbaris dua", "Tentang")]
    return render_template(f"errors/{name}.html", action="/sk/baru", fields=carried)
