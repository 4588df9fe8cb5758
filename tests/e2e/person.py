"""Somebody in front of the page: waits for stages, presses keys, answers, and reads what the page shows."""

from playwright.sync_api import BrowserContext, Page, TimeoutError, expect

from e2e.browsing import Troubles

SECOND_MS = 1000
SPY = """() => {
  window.asked = [];
  const spoken = [];
  const synthesiser = {
    speaking: false, pending: false, paused: false,
    getVoices: () => [{ name: "spy", lang: "en", default: true, localService: true, voiceURI: "spy" }],
    cancel() { spoken.length = 0; }, pause() {}, resume() {}, addEventListener() {}, removeEventListener() {},
    speak(utterance) {
      window.asked.push(utterance.text);
      const turn = {};
      spoken.push(turn);
      const later = (name, ms) => setTimeout(() => spoken.includes(turn) && utterance.dispatchEvent(new Event(name)), ms);
      later("start", 10);
      later("end", 40 * utterance.text.length);
    },
  };
  Object.defineProperty(window, "speechSynthesis", { value: synthesiser });
}"""
"""Stands in for a voice, of which a headless Chromium has none, and records what it was asked to say."""


class Person:
    """One visit to the page."""

    def __init__(self, context: BrowserContext, address: str, *, hears: bool = False, checks_in: bool = True) -> None:
        """Open the page."""
        self.troubles = Troubles()
        self.page: Page = context.new_page()
        self.troubles.watch(self.page)
        if hears:
            self.page.add_init_script(f"({SPY})()")
        self.captions: list[str] = []
        self.page.goto(address)
        self.wait_for("welcome")
        if checks_in and self.page.locator("#practice").is_visible():
            self.check_in()

    def check_in(self) -> None:
        """Answer what is asked before a session: nothing is the matter."""
        dialog = self.page.locator("#practice-dialog")
        ways = {
            "screen": "None of this is so",
            "morning": "I do not remember",
            "pain": "0",
            "ready": "Go to today's exercises",
        }
        self.page.locator("#practice-dialog[open][data-view]").wait_for()
        while self.page.locator("#practice-dialog[open]").count():
            view = str(dialog.get_attribute("data-view"))
            dialog.get_by_role("button", name=ways[view], exact=True).click()
            told = "view => !document.querySelector('#practice-dialog').open || document.querySelector('#practice-dialog').dataset.view !== view"
            self.page.wait_for_function(told, arg=view)

    def wait_for(self, *stages: str, within_s: float = 60.0) -> str:
        """Wait until the session is at one of these stages."""
        check = "stages => stages.includes(document.body.dataset.stage)"
        try:
            self.page.wait_for_function(check, arg=list(stages), timeout=within_s * SECOND_MS)
        except TimeoutError as error:
            shown = self.page.locator("body").inner_text()
            raise AssertionError(f"waited for {stages} and saw: {shown}; {self.troubles.unexpected}") from error
        return self.stage

    @property
    def stage(self) -> str:
        return str(self.page.evaluate("document.body.dataset.stage"))

    @property
    def figure(self) -> int:
        return int(self.page.locator(".figure").inner_text())

    def wait_for_figure(self, figure: int) -> None:
        expect(self.page.locator(".figure")).to_have_text(str(figure), timeout=10 * SECOND_MS)

    def held_s(self, *, of_s: float, after_s: float) -> float:
        """Return the seconds held when nothing has been held for a while, to a second."""
        self.wait(after_s)
        return of_s - self.figure

    @property
    def bout(self) -> str:
        return self.page.locator(".progress span").inner_text()

    @property
    def said(self) -> str:
        return self.page.locator(".counter").get_attribute("aria-label") or ""

    @property
    def asked_to_say(self) -> list[str]:
        return list(self.page.evaluate("window.asked ?? []"))

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def wait(self, seconds: float) -> None:
        self.page.wait_for_timeout(seconds * SECOND_MS)

    def tap(self, label: str) -> None:
        self.page.get_by_role("button", name=label, exact=True).click()

    def answer_everything(self, *, yes: bool = True) -> None:
        """Answer questions by key until none is left."""
        while self.stage == "ask":
            question = self.page.locator("h1.question").inner_text()
            self.press("y" if yes else "n")
            self.page.wait_for_function(
                "said => document.querySelector('h1.question')?.textContent !== said || document.body.dataset.stage !== 'ask'",
                arg=question,
            )

    def rate(self, pain: int, effort: int) -> None:
        """Rate pain by key and effort by button."""
        self.wait_for("rate")
        self.press(str(pain))
        expect(self.page.locator("h1.question")).to_contain_text("hard")
        self.page.get_by_role("button", name=str(effort), exact=True).click()

    def read_summary(self) -> dict[str, str]:
        """Return what each exercise came to, by its title."""
        self.wait_for("summary")
        self.page.locator(".result").first.wait_for()
        heads = self.page.locator(".result h2").all()
        texts = [
            (head.evaluate("each => each.firstChild.textContent"), head.locator(".done").inner_text()) for head in heads
        ]
        return dict(texts)
