"""Look at the pages of administration and of records kept by hand: `.venv/bin/python tools/looks.py FOLDER [ROLE …]`.

Every page is opened by each role on a desk and on a phone, in light and dark, and kept as a picture in FOLDER. Told is
what an office would not pay for: wider than the window, taller than ten screens of a phone, too little contrast, a long
key of letters and digits, an error in the console.
"""

import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from shutil import which

import django
from pictures import PASSWORD, office
from playwright.sync_api import Browser, Page, sync_playwright

ROLES = ("admin", "auditor", "lead", "staff", "county", "enterprise", "bank")
ADMINISTRATION = (
    "units/", "units/new/", "users/", "users/new/", "roles/", "packs/", "calendar/", "robots/", "audit/", "erasure/",
)  # fmt: skip
OWN = ("/", "/account/", "/account/second-factor/", "/notices/", "/banks/", "/duplicates/contacts/")
SIZES = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
SCREENS = 10
LEAST_CONTRAST = 3.5
LOOK = """() => {
  const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = colour => numbers(colour).slice(0, 3).map(v => v / 255)
    .map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, at) => sum + v * [.2126, .7152, .0722][at], 0);
  const ground = one => {
    for (; one; one = one.parentElement) {
      const colour = getComputedStyle(one).backgroundColor, parts = numbers(colour);
      if (parts.length < 4 || parts[3] > .5) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const pale = [...document.querySelectorAll("main *")].filter(one => one.offsetParent
    && [...one.childNodes].some(node => node.nodeType === 3 && node.textContent.trim())
    && getComputedStyle(one).color.startsWith("rgb")).map(one => {
      const [a, b] = [light(getComputedStyle(one).color), light(ground(one))];
      return [(Math.max(a, b) + .05) / (Math.min(a, b) + .05), one.innerText.slice(0, 20)];
    });
  const words = document.querySelector("main")?.innerText ?? "";
  return {
    wider: document.documentElement.scrollWidth - innerWidth,
    tall: document.documentElement.scrollHeight / innerHeight,
    keys: words.match(/\\b(?=[a-z]*\\d)[0-9a-f]{16,}\\b/g) ?? [],
    pale: pale.sort((a, b) => a[0] - b[0])[0] ?? [21, ""],
  };
}"""


def paths() -> Iterator[str]:
    """What is looked at, without the pages of single records; those follow from the lists."""
    from pandeng.domain.registers.catalogue import REGISTERS

    yield from OWN
    yield from (f"/administration/{page}" for page in ADMINISTRATION)
    for path, register in REGISTERS.items():
        if register.works:
            yield from (
                f"/{path}/{page}" for page in ("", "new/", "bulk/", "import/", "withdrawn/")
            )


def of_first_record(page: Page, path: str) -> list[str]:
    """The first record of a list, and what may be done with it."""
    links = page.locator("main tbody a").evaluate_all("all => all.map(one => one.pathname)")
    records = [link for link in links if link.removeprefix(path).strip("/").isdecimal()]
    if not records or not records[0].startswith(path):
        return []
    page.goto(records[0])
    verbs = page.locator("main a.btn").evaluate_all("all => all.map(one => one.pathname)")
    return [records[0], *(verb for verb in verbs if verb.startswith(records[0]))]


def told(page: Page, size: str, errors: list[str]) -> Iterator[str]:
    seen = page.evaluate(LOOK)
    if seen["wider"] > 0:
        yield f"{seen['wider']} px wider than the window"
    if size == "phone" and seen["tall"] > SCREENS:
        yield f"{seen['tall']:.0f} screens"
    if seen["pale"][0] < LEAST_CONTRAST:
        yield f"contrast {seen['pale'][0]:.1f}: {seen['pale'][1]}"
    yield from (f"key {key}" for key in seen["keys"])
    yield from errors


def walk(browser: Browser, address: str, folder: Path, role: str) -> None:
    for size, theme in product(SIZES, ("light", "dark")):
        context = browser.new_context(
            viewport=SIZES[size], base_url=address, locale="zh-CN", color_scheme=theme
        )
        page, errors = context.new_page(), []
        page.on("pageerror", lambda error, errors=errors: errors.append(str(error)))
        page.goto("/sign-in/")
        page.fill("[name=username]", role)
        page.fill("[name=password]", PASSWORD)
        page.locator("[name=password]").press("Enter")
        page.wait_for_url(lambda url: "/sign-in/" not in url)
        waiting, done = list(paths()), set()
        while waiting:
            path = waiting.pop(0)
            errors.clear()
            answer = page.goto(path)
            if path in done or answer is None or answer.status >= 400:
                continue  # not for this role
            done.add(path)
            name = path.strip("/").replace("/", "_") or "home"
            page.screenshot(path=folder / f"{role}-{size}-{theme}-{name}.png", full_page=True)
            for what in told(page, size, errors):
                print(f"{role} {size} {theme} {path}: {what}")
            waiting += of_first_record(page, path)
        print(f"{role} {size} {theme}: {len(done)} pages")
        context.close()


def main() -> None:
    folder, roles = Path(sys.argv[1]), sys.argv[2:] or ROLES
    folder.mkdir(parents=True, exist_ok=True)
    django.setup()
    with office() as address, sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=which("chromium") or which("chromium-browser"),
            args=["--no-sandbox", "--lang=zh-CN"],
        )
        for role in roles:
            walk(browser, address, folder, role)
        browser.close()


if __name__ == "__main__":
    main()
