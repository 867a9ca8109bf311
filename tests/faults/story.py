"""A semester in small: parties draft, upload, hand in; KPU takes up and rules; Bawaslu notes; Berita Acara are made."""

import random
import re
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from tests.faults.ledger import Ledger
from tests.faults.visitors import Answer, Over, Patience, Visitor, action_of

HEADER = "NIK;Nama;Jenis Kelamin;Tanggal Lahir;Status Perkawinan;Pekerjaan;Kode Kecamatan\n"


@dataclass(frozen=True, slots=True)
class Place:
    """A party's unit: who looks after it, and the SK it brings."""

    unit: str
    party: str
    liaison: str
    centre: str
    paper: bytes
    number: int


@dataclass
class Story:
    port: int
    seed: int
    places: list[Place]
    verifiers: tuple[str, ...]
    supervisor: str
    ledger: Ledger = field(default_factory=Ledger)
    patience: Patience = field(default_factory=Patience)
    ruled: threading.Event = field(default_factory=threading.Event)
    """Everything is decided; now the Berita Acara are made."""
    sent: list[str] = field(default_factory=list)
    returned: set[str] = field(default_factory=set)
    failures: list[str] = field(default_factory=list)

    def threads(self) -> list[threading.Thread]:
        lives: list[tuple[str, Callable[[Visitor], None]]] = []
        for place in self.places:
            lives.append((place.liaison, lambda who, place=place: Party(self, who, place).live()))
            if place.centre:
                lives.append((place.centre, self.approve))
        lives += [(name, self.verify) for name in self.verifiers]
        lives.append((self.supervisor, self.watch))
        return [threading.Thread(target=self._live, args=(name, life), name=name) for name, life in lives]

    def _live(self, name: str, life: Callable[[Visitor], None]) -> None:
        who = Visitor(self.port, name, self.patience, f"{self.seed} {name}")
        try:
            who.insist(who.sign_in)
            life(who)
        except Over:
            return
        except Exception as error:
            self.failures.append(f"{name}: {type(error).__name__}: {str(error)[:1500]}")

    def approve(self, who: Visitor) -> None:
        """The party's centre lets through what waits for it."""
        while not self.patience.over.is_set():
            for path in list(self.sent):
                page = who.insist(lambda path=path: who.look(path))
                if re.search(r'action="[^"]*/persetujuan-pusat"', page.text):
                    with suppress(LookupError):
                        who.press(path, "/persetujuan-pusat", act="approve")
            who.wait(0.5)

    def watch(self, who: Visitor) -> None:
        """Bawaslu notes and advises, each time in words of its own."""
        count = 0
        while not self.ruled.is_set():
            for path in self._submissions(who):
                count += 1
                note, advice = f"Catatan ke-{count} seusai melihat", f"Saran ke-{count}: percepat"
                if who.press(f"{path}/saran", "/catatan", note=note).status == 303:
                    self.ledger.acknowledged("note", note)
                if who.press(f"{path}/saran", "^$", text=advice).status == 303:
                    self.ledger.acknowledged("advice", advice)
                who.wait(0.6)
            who.wait(0.6)

    @staticmethod
    def _submissions(who: Visitor) -> list[str]:
        page = who.insist(lambda: who.look("/antrean"))
        return sorted(set(re.findall(r"(/tinjau/[0-9a-f-]{36})", page.text)))

    def verify(self, who: Visitor) -> None:
        """KPU takes up what waits, gives back the SK once, then finds all MS; at the end it makes the Berita Acara."""
        while not self.ruled.is_set():
            for path in self._submissions(who):
                with suppress(LookupError):
                    self._deal(who, path)
            who.wait(0.5)
        for place in self.places:
            with suppress(LookupError):
                answer = who.press(f"/berita-acara/baru/{place.party}", "^$", act="issue")
                if found := re.fullmatch(r"/berita-acara/([0-9a-f-]{36})", answer.location):
                    self.ledger.acknowledged("minutes", found.group(1))

    def _deal(self, who: Visitor, path: str) -> None:
        page = who.insist(lambda: who.look(path))
        if action_found(page, "/ambil"):
            who.press(path, "/ambil")
            page = who.insist(lambda: who.look(path))
        while action_found(page, "/jawab"):
            who.press(path, "/jawab", answer="alike")
            page = who.insist(lambda: who.look(path))
        if not action_found(page, "/putuskan"):
            return
        if path not in self.returned and "Keanggotaan" not in page.heading:
            self.returned.add(path)
            self._rule(who, path, outcome="incomplete", reasons="other", note="Lengkapi tempat penetapan.")
            return
        if unit := re.search(r"/verifikasi/unit/([0-9a-f-]{36})/anggota", page.text):
            who.press(f"/verifikasi/unit/{unit.group(1)}/anggota/bersih", "/bersih")
        self._rule(who, path, outcome="met")

    def _rule(self, who: Visitor, path: str, **typed: str) -> None:
        if who.press(path, "/putuskan", **typed).status == 303:
            self.ledger.acknowledged("decision", f"{path.removeprefix('/tinjau/')} {typed['outcome']}")


def action_found(page: Answer, action: str) -> bool:
    try:
        action_of(page, action)
    except AssertionError:
        return False
    return True


class Party:
    """The liaison officer of one unit, from the paper to the receipt, and once more after KPU gave it back."""

    def __init__(self, story: Story, who: Visitor, place: Place) -> None:
        self.story, self.who, self.place, self.count = story, who, place, 0

    def live(self) -> None:
        decree = self._upload()
        self._draft(decree, 4)
        self._list()
        for number in range(3):
            self._add(number)
        review = self.who.press(f"/sk/{decree}/periksa", "/periksa", lanjut="1", **self._words()).location
        members = self.who.press("/anggota", "/anggota/ajukan").location
        self.story.sent += [review, members]
        for path in (review, members):
            self._hand_in(path)
        while not self.story.ruled.is_set():
            if action_found(self.who.insist(lambda: self.who.look(review)), "/ajukan"):
                self._draft(decree, 2)
                self._hand_in(review)
            self.who.wait(0.6)

    def _upload(self) -> str:
        file = ("file", "sk.pdf", self.place.paper)
        page = f"/unit/{self.place.unit}/sk/unggah"
        answer = self.who.press(page, "^$", file)
        found = re.fullmatch(r"/sk/([0-9a-f-]{36})/periksa", answer.location)
        assert found, (answer.status, answer.heading)
        self.story.ledger.acknowledged("decree", found.group(1))
        while not action_found(self.who.insist(lambda: self.who.look(answer.location)), "/periksa"):
            self.who.wait(0.4)
        return found.group(1)

    def _words(self) -> dict[str, str]:
        self.count += 1
        return {"issued_in": f"Tanjung Selor {self.count}"}

    def _draft(self, decree: str, times: int) -> None:
        """What the page does by itself while somebody types: each save under the version that the last one told."""
        path = f"/sk/{decree}/periksa"
        fields = self.who.insist(lambda: self.who.fields(self.who.look(path), "/periksa"))
        for _save in range(times):
            words = self._words()
            fields = [pair for pair in fields if pair[0] != "issued_in"] + list(words.items())
            self.story.ledger.typed(decree, words["issued_in"], kept=False)
            answer = self.who.insist(lambda: self.who.send(path, fields, **{"X-Autosave": "1"}))  # noqa: B023
            # The same words again under the version of before: nobody else was here, so nobody may be blamed.
            assert answer.status == 200, (answer.status, answer.text[:300])
            self.story.ledger.typed(decree, words["issued_in"], kept=True)
            version = re.search(r'"version":\s*"(\d+)"', answer.text)
            assert version is not None
            fields = [pair for pair in fields if pair[0] != "version"] + [("version", version.group(1))]
            self.who.wait(0.3)

    def _list(self) -> None:
        answer = self.who.press(f"/unit/{self.place.unit}/anggota/unggah", "^$", ("file", "anggota.csv", self._rows()))
        found = re.fullmatch(r"/anggota/daftar/([0-9a-f-]{36})", answer.location)
        assert found, (answer.status, answer.heading)
        self.story.ledger.acknowledged("list", found.group(1))
        while not action_found(self.who.insist(lambda: self.who.look(answer.location)), "/masukkan"):
            self.who.wait(0.4)
        with suppress(LookupError):
            if self.who.press(answer.location, "/masukkan").status == 303:
                self.story.ledger.acknowledged("taken in", found.group(1))

    def _rows(self) -> bytes:
        rng = random.Random(self.place.number)
        lines = [HEADER]
        for number in range(1, 201):
            day = rng.randint(1, 28)
            nik = f"650101{day:02}0180{self.place.number * 1000 + number:04}"
            lines.append(f"{nik};Orang {self.place.number} {number};L;{day:02}-01-1980;Kawin;Petani;65.01.01\n")
        return "".join(lines).encode()

    def _add(self, number: int) -> None:
        """One member by hand; whoever presses twice is told that the person is there already."""
        name = f"Tambahan {self.place.number} {number}"
        typed = {
            "nik": f"6501011203{70 + number}{self.place.number * 1000 + 900 + number:04}",
            "name": name, "sex": "L", "birth_date": f"12-03-19{70 + number}", "marital": "Kawin",
            "occupation": "Petani", "district": "65.01.01",
        }  # fmt: skip
        answer = self.who.press(f"/unit/{self.place.unit}/anggota/tambah", "^$", **typed)
        assert answer.status == 303 or "NIK ini sudah terdaftar" in answer.text, answer.text
        self.story.ledger.acknowledged("member", name)

    def _hand_in(self, path: str) -> None:
        with suppress(LookupError):
            answer = self.who.press(path, "/ajukan")
            assert answer.status == 303, (answer.status, answer.text)
            if answer.location.endswith("/tanda-terima"):
                page = self.who.insist(lambda: self.who.look(answer.location))
                for number in re.findall(r"TT-\d{4}-\d{4}\.\d-\d{5}", page.text)[:1]:
                    self.story.ledger.acknowledged("receipt", number)
