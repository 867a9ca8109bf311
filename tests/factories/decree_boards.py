"""The board of an invented decree as HTML in many layouts; each takes the officers and a chance."""

import random
from collections.abc import Callable, Sequence
from html import escape
from itertools import groupby

from tests.factories.decree_truth import Person

Officers = Sequence[Person]


def _organs(officers: Officers) -> list[tuple[str, list[Person]]]:
    return [(organ, list(rows)) for organ, rows in groupby(officers, key=lambda person: person.organ)]


def _posts(officers: Officers) -> list[tuple[str, list[Person]]]:
    return [(post, list(rows)) for post, rows in groupby(officers, key=lambda person: person.position)]


def _heading(organ: str, place: int, rng_style: int) -> str:
    mark = ("", f"{chr(65 + place)}. ", f"{('I', 'II', 'III', 'IV', 'V', 'VI', 'VII')[place % 7]}. ")[rng_style % 3]
    text = organ.upper() if rng_style % 2 == 0 else organ
    return f"<h3>{mark}{escape(text)}</h3>"


def colon_table(officers: Officers, rng: random.Random) -> str:
    style, wide = rng.randrange(6), rng.choice((32, 40, 46, 52))
    repeat = rng.random() < 0.4
    parts = []
    for place, (organ, rows) in enumerate(_organs(officers)):
        body = ""
        for post, people in _posts(rows):
            for nth, person in enumerate(people):
                shown = post if nth == 0 or not repeat else ""
                body += f"<tr><td style='width:{wide}%'>{escape(shown)}</td><td style='width:3%'>:</td><td>{escape(person.name)}</td></tr>"  # noqa: E501
        parts.append(f"{_heading(organ, place, style)}<table class='plain'>{body}</table>")
    return "".join(parts)


def colon_flow(officers: Officers, rng: random.Random) -> str:
    style, space = rng.randrange(6), rng.choice((" : ", ": ", " :"))
    bullet = rng.choice(("", "", "• ", "- ", "▪ "))
    parts = []
    for place, (organ, rows) in enumerate(_organs(officers)):
        lines = "".join(f"<p class='row'>{bullet}{escape(p.position)}{space}{escape(p.name)}</p>" for p in rows)
        parts.append(_heading(organ, place, style) + lines)
    return "".join(parts)


def numbered(officers: Officers, rng: random.Random) -> str:
    style, on = rng.randrange(6), rng.random() < 0.5
    mark = rng.choice(("{}.", "{})", "({})"))
    between = rng.choice((" : ", " – ", ": ", " - "))
    parts, count = [], 0
    for place, (organ, rows) in enumerate(_organs(officers)):
        count = count if on else 0
        parts.append(_heading(organ, place, style))
        for person in rows:
            count += 1
            parts.append(
                f"<p class='row hang'>{mark.format(count)} {escape(person.position)}{between}{escape(person.name)}</p>"
            )
    return "".join(parts)


def dotted(officers: Officers, rng: random.Random) -> str:
    style, wide = rng.randrange(6), rng.choice((48, 60, 70))
    leader, tail = rng.choice((".", ".", "…", "_")), rng.choice((" ", " : ", ""))
    parts = []
    for place, (organ, rows) in enumerate(_organs(officers)):
        parts.append(_heading(organ, place, style))
        for nth, person in enumerate(rows, start=1):
            mark = f"{nth}. " if style > 2 else ""
            wanted = wide - len(person.position) * (1 if leader == "." else 1.2)
            dots = leader * max(5, int(wanted / {".": 1, "…": 3, "_": 2}[leader]))
            parts.append(f"<p class='row small'>{mark}{escape(person.position)} {dots}{tail}{escape(person.name)}</p>")
    return "".join(parts)


def grouped(officers: Officers, rng: random.Random) -> str:
    """A post once, then those who hold it: below it, beside it, numbered or not."""
    style, kind = rng.randrange(6), rng.randrange(4)
    parts = []
    for place, (organ, rows) in enumerate(_organs(officers)):
        parts.append(_heading(organ, place, style))
        table = ""
        for post, people in _posts(rows):
            many = len(people) > 1
            plural = f"Wakil-wakil {post[6:]}" if many and post.startswith("Wakil ") and "Bidang" not in post else post
            names = [(f"{nth}. " if many or kind == 3 else "") + p.name for nth, p in enumerate(people, start=1)]
            if kind == 0:
                parts.append(f"<p class='row post'>{escape(plural)} :</p>")
                parts += [f"<p class='row in'>{escape(name)}</p>" for name in names]
            elif kind == 1:
                shown = plural.upper() if style % 2 else plural
                parts.append(f"<p class='row post'><b>{escape(shown)}</b></p>")
                parts += [f"<p class='row in'>{escape(name)}</p>" for name in names]
            else:
                cell = "<br>".join(escape(name) for name in names)
                table += (
                    f"<tr><td style='width:42%'>{escape(plural)}</td><td style='width:3%'>:</td><td>{cell}</td></tr>"
                )
        if table:
            parts.append(f"<table class='plain'>{table}</table>")
    return "".join(parts)


def _table(officers: Officers, rng: random.Random, organ_rows: bool, extra: bool, css: str) -> str:
    columns = ["no", "name", "post"] if rng.random() < 0.5 else ["no", "post", "name"]
    if not extra and rng.random() < 0.15:
        columns.remove("no")
    if extra:
        columns += rng.choice((["sex", "card"], ["card"], ["card", "sex", "note"], ["sex"]))
    elif rng.random() < 0.3:
        columns.append("note")
    heads = {
        "no": rng.choice(("No", "No.", "NO", "NOMOR<br>URUT" if extra else "No.")),
        "name": rng.choice(("Nama", "NAMA", "Nama Lengkap", "NAMA LENGKAP", "Nama Pengurus")),
        "post": rng.choice(("Jabatan", "JABATAN", "Kedudukan", "Jabatan dalam Kepengurusan")),
        "sex": rng.choice(("L/P", "Jenis<br>Kelamin", "JK")),
        "card": rng.choice(("No. KTA", "Nomor KTA", "NOMOR<br>KTA", "KTA")),
        "note": rng.choice(("Keterangan", "Ket.", "KETERANGAN")),
    }
    head = "".join(f"<th class='{name}'>{heads[name]}</th>" for name in columns)
    body, count, on = "", 0, rng.random() < 0.5
    style, in_name = rng.randrange(6), rng.random() < 0.2
    for place, (organ, rows) in enumerate(_organs(officers)):
        if organ_rows:
            text = _heading(organ, place, style).replace("<h3>", "").replace("</h3>", "")
            if in_name and "no" in columns:
                blank = ["", text, *[""] * (len(columns) - 2)]
                body += "<tr>" + "".join(f"<td>{cell}</td>" for cell in blank) + "</tr>"
            else:
                body += f"<tr><td class='organ' colspan='{len(columns)}'>{text}</td></tr>"
            count = count if on else 0
        for person in rows:
            count += 1
            cells = {"no": f"{count}{'.' if style % 2 else ''}", "name": person.name, "post": person.position,
                     "sex": person.sex, "card": person.card, "note": ""}  # fmt: skip
            body += "<tr>" + "".join(f"<td class='{name}'>{escape(cells[name])}</td>" for name in columns) + "</tr>"
    return f"<table class='{css}'><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def ruled(officers: Officers, rng: random.Random) -> str:
    return _table(officers, rng, organ_rows=False, extra=False, css="ruled")


def unruled(officers: Officers, rng: random.Random) -> str:
    return _table(officers, rng, organ_rows=rng.random() < 0.4, extra=False, css=rng.choice(("bare", "level")))


def organ_rows(officers: Officers, rng: random.Random) -> str:
    return _table(officers, rng, organ_rows=True, extra=False, css=rng.choice(("ruled", "ruled", "bare")))


def cards(officers: Officers, rng: random.Random) -> str:
    return _table(officers, rng, organ_rows=rng.random() < 0.5, extra=True, css=rng.choice(("ruled", "ruled", "bare")))


def spanned(officers: Officers, rng: random.Random) -> str:
    """A ruled table with a post once for its people: over their rows, then blank, or with all names in a cell."""
    kind, body, count = rng.randrange(3), "", 0
    for place, (organ, rows) in enumerate(_organs(officers)):
        text = _heading(organ, place, 0).replace("<h3>", "").replace("</h3>", "")
        body += f"<tr><td class='organ' colspan='3'>{text}</td></tr>"
        for post, people in _posts(rows):
            if kind == 2:
                count += 1
                cell = "<br>".join(
                    f"{nth}. {escape(p.name)}" if len(people) > 1 else escape(p.name) for nth, p in enumerate(people, 1)
                )
                body += f"<tr><td>{count}</td><td>{escape(post)}</td><td>{cell}</td></tr>"
                continue
            for nth, person in enumerate(people):
                count += 1
                span = f"<td rowspan='{len(people)}'>{escape(post)}</td>" if nth == 0 else ""
                shown = span if kind == 0 else f"<td>{escape(post) if nth == 0 else ''}</td>"
                body += f"<tr><td>{count}</td>{shown}<td>{escape(person.name)}</td></tr>"
    return f"<table class='ruled'><thead><tr><th>No</th><th>Jabatan</th><th>Nama</th></tr></thead>{body}</table>"


def two_columns(officers: Officers, rng: random.Random) -> str:
    kind = rng.choice((colon_table, numbered, grouped, colon_flow))
    inner = kind(officers, rng)
    return f"<div class='two'>{inner}</div>"


def organ_tables(officers: Officers, rng: random.Random) -> str:
    """A heading and a ruled table of its own for every organ."""
    style, parts = rng.randrange(6), []
    for place, (organ, rows) in enumerate(_organs(officers)):
        parts.append(_heading(organ, place, style) + _table(rows, random.Random(style), False, False, "ruled"))
    return "".join(parts)


def headless(officers: Officers, rng: random.Random) -> str:
    """Posts and names side by side with nothing but white between them."""
    style, wide, parts = rng.randrange(6), rng.choice((45, 52, 58)), []
    for place, (organ, rows) in enumerate(_organs(officers)):
        count = "<td style='width:6%'>{}.</td>" if style % 2 else ""
        cells = [
            f"<tr>{count.format(nth)}<td style='width:{wide}%'>{escape(p.position)}</td><td>{escape(p.name)}</td></tr>"
            for nth, p in enumerate(rows, start=1)
        ]
        parts.append(f"{_heading(organ, place, style)}<table class='plain'>{''.join(cells)}</table>")
    return "".join(parts)


LAYOUTS: dict[str, Callable[[Officers, random.Random], str]] = {
    "colon_table": colon_table, "colon_flow": colon_flow, "numbered": numbered, "dotted": dotted, "grouped": grouped,
    "ruled": ruled, "unruled": unruled, "organ_rows": organ_rows, "cards": cards, "spanned": spanned,
    "two_columns": two_columns, "organ_tables": organ_tables,
    "headless": headless,
}  # fmt: skip
