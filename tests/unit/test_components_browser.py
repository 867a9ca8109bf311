"""The parts in a real browser: quiet before axe at three widths, and quicker, never needier, with the script."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from tests.factories.browser import chromium, is_quiet
from tests.unit.gallery import add_doors, house

LARGE = 20 * 1024 * 1024 + 1


@dataclass(frozen=True)
class Site:
    url: str
    posts: list[str]


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    app = house()
    posts = add_doors(app)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.port}", posts)
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, base_url=site.url)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    # A failed request is what some tests bring about; a refused style or script, or a fault in ours, never is.
    assert [words for words in complaints if not words.startswith("Failed to load resource")] == []


@pytest.mark.parametrize("width", [1440, 360, 320])
@pytest.mark.parametrize("path", ["/", "/salah/404", "/salah/expired", "/salah/500", "/salah/outage"])
def test_a_page_has_nothing_for_axe_to_say_and_never_scrolls_sideways(page: Page, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(path)
    is_quiet(page)


def test_the_menu_of_a_phone_opens_without_a_script(browser: Browser, site: Site) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800}, java_script_enabled=False, base_url=site.url)
    page = context.new_page()
    page.goto("/")
    expect(page.get_by_role("link", name="Riwayat")).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(page.get_by_role("link", name="Riwayat")).to_be_visible()
    expect(page.get_by_role("button", name="Keluar")).to_be_visible()
    context.close()


def test_without_a_script_no_button_is_dead(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=site.url)
    page = context.new_page()
    page.goto("/")
    for part in ("[data-zoom]", "[data-copy]", "[data-keys-switch]", "[data-key] kbd"):
        assert page.locator(part).count() > 0
        assert all(one.is_hidden() for one in page.locator(part).all()), part
    page.get_by_role("button", name="Sesuai, beda penulisan").click()
    assert site.posts[-1] == "alike"
    context.close()


def test_the_errors_have_the_focus_and_lead_to_the_field(page: Page) -> None:
    page.goto("/")
    expect(page.locator("[data-errors]")).to_be_focused()
    page.get_by_role("link", name="Isi tanggal SK.").click()
    expect(page.locator("#issued_on")).to_be_focused()


def test_a_key_answers_outside_a_field_and_is_a_letter_inside_one(page: Page, site: Site) -> None:
    page.goto("/")
    before = len(site.posts)
    page.locator("#number").press_sequentially("dok")
    assert len(site.posts) == before and page.input_value("#number") == "dok"
    page.goto("/")
    with page.expect_navigation():
        page.keyboard.press("d")
    assert site.posts[before:] == ["fix_data"]


def test_the_keys_can_be_switched_off_and_stay_off(page: Page, site: Site) -> None:
    page.goto("/")
    before = len(site.posts)
    page.get_by_role("switch").uncheck()
    page.reload()
    expect(page.get_by_role("switch")).not_to_be_checked()
    page.keyboard.press("s")
    page.wait_for_timeout(200)
    assert len(site.posts) == before


def test_a_second_press_sends_nothing(page: Page, site: Site) -> None:
    page.goto("/")
    before = len(site.posts)
    page.evaluate("""() => { const b = document.querySelector('[data-key=o]'); b.click(); b.click(); b.click(); }""")
    page.wait_for_load_state("networkidle")
    assert site.posts[before:] == ["other"]


def test_a_row_and_its_line_show_each_other(page: Page) -> None:
    page.goto("/")
    line = page.locator("[data-line='3']")
    page.locator("[data-row='3'] a").focus()
    assert "shine" in str(line.get_attribute("class"))
    line.hover()
    expect(page.locator("[data-row='3']")).to_have_class("shine")
    page.locator("[data-line='4']").click(force=True)
    expect(page.locator("[data-row='4'] a")).to_be_focused()


def test_the_page_of_the_decree_is_zoomed_by_keys_and_buttons(page: Page) -> None:
    page.goto("/")
    view = page.locator("[data-sheet]")
    wide = "document.querySelector('[data-sheet] svg').clientWidth / document.querySelector('[data-sheet]').clientWidth"
    view.press("+")
    assert page.evaluate(wide) == pytest.approx(1.5, abs=0.02)
    page.get_by_role("button", name="Perbesar halaman").click()
    assert page.evaluate(wide) == pytest.approx(2, abs=0.02)
    view.press("0")
    assert page.evaluate(wide) == pytest.approx(1, abs=0.02)


def test_a_draft_is_saved_after_a_pause(page: Page) -> None:
    page.goto("/")
    page.locator("#number").fill("12/SK/2025")
    expect(page.locator("[data-saved]")).to_have_text("Draf tersimpan 14.32 WITA")
    assert page.evaluate("sessionStorage.length") == 0


def test_typed_text_survives_an_expired_session(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Perempuan").check()
    page.locator("#number").fill("expired")
    expect(page.locator("[data-saved]")).to_contain_text("Sesi Anda berakhir.")
    page.goto("/salah/404")
    page.goto("/")
    assert page.input_value("#number") == "expired"
    assert page.get_by_label("Perempuan").is_checked()
    expect(page.locator("[data-saved]")).to_contain_text("dikembalikan")


def test_typed_text_survives_a_broken_line_and_is_tried_again(page: Page) -> None:
    page.goto("/")
    page.route("**/simpan", lambda route: route.abort())
    page.locator("#number").fill("13/SK/2025")
    expect(page.locator("[data-saved]")).to_contain_text("dicoba lagi 5 detik lagi")
    assert "13/SK/2025" in page.evaluate("Object.values(sessionStorage).join()")
    page.unroute("**/simpan")
    expect(page.locator("[data-saved]")).to_have_text("Draf tersimpan 14.32 WITA", timeout=8000)


def test_what_was_sent_is_not_put_back(page: Page) -> None:
    page.goto("/")
    page.locator("#number").fill("expired")
    page.get_by_role("button", name="Simpan dan tinjau jawaban").click()
    page.wait_for_load_state()
    assert page.evaluate("sessionStorage.length") == 0


def test_a_password_what_is_sealed_and_the_token_are_never_kept(page: Page) -> None:
    page.goto("/")
    page.locator("#password").fill("rahasia-sekali")
    page.locator("#note").fill("6501011501790001")
    page.locator("#number").fill("12/SK")
    kept = page.evaluate("Object.values(sessionStorage).join()")
    assert "12/SK" in kept
    assert not [secret for secret in ("rahasia-sekali", "6501011501790001", "csrf_token") if secret in kept]


def test_a_chosen_file_is_named_and_one_too_large_is_refused_at_once(page: Page) -> None:
    page.goto("/")
    note = page.locator("[data-file-note]")
    page.set_input_files("#paper", {"name": "sk.pdf", "mimeType": "application/pdf", "buffer": b"x" * 2_500_000})
    expect(note).to_have_text("sk.pdf, 2,4 MB")
    page.evaluate(
        """(size) => { const held = new DataTransfer(); held.items.add(new File([new Uint8Array(size)], 'besar.pdf'));
        const input = document.querySelector('#paper'); input.files = held.files;
        input.dispatchEvent(new Event('change', {bubbles: true})); }""",
        LARGE,
    )
    expect(note).to_contain_text("batasnya 20 MB")
    assert page.evaluate("document.querySelector('#paper').files.length") == 0


def test_running_work_is_asked_after_and_its_end_is_announced(page: Page) -> None:
    page.goto("/")
    expect(page.locator("#pekerjaan")).to_have_text("Selesai dibaca.", timeout=5000)
    expect(page.locator("[data-live]")).to_have_text("Selesai dibaca.")


def test_every_part_can_be_reached_by_the_tab_key(page: Page) -> None:
    page.goto("/")
    reached = set()
    page.evaluate("document.activeElement.blur()")
    for _ in range(90):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.outerHTML.slice(0, 120)"))
    words = "\n".join(reached)
    for part in (
        'class="brand"',
        'class="sheet-view"',
        'id="paper"',
        'data-key="s"',
        'class="sort"',
        "<summary",
        'id="pintasan"',
    ):
        assert part in words, part
