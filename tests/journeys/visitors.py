"""A person at a browser of their own: signing in, finding the ball, looking at a project."""

import re

from playwright.sync_api import Locator, Page, expect

PASSWORD = "cadrage-demo"
SECONDS = 1000
VOICES = 3
TOPICS = 10
expect.set_options(timeout=20 * SECONDS)


class Visitor:
    """One person, one browser context; `problems` is what the browser complained about."""

    def __init__(self, context, name: str, email: str, project: str = ""):
        self.name, self.email, self.project, self.problems = name, email, project, []
        context.set_default_timeout(30 * SECONDS)
        context.set_default_navigation_timeout(60 * SECONDS)
        self.page: Page = context.new_page()
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("response", self._look)

    def _listen(self, message) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            self.problems.append(message.text)

    def _look(self, response) -> None:
        if response.status >= 500:
            self.problems.append(f"{response.status} {response.url}")

    def sign_in(self) -> "Visitor":
        """By the form: e-mail and password."""
        self.page.goto("/connexion/")
        form = self.page.locator("form").filter(has=self.page.get_by_label("Mot de passe"))
        form.get_by_label("Adresse e-mail professionnelle").fill(self.email)
        form.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
        form.get_by_role("button", name="Se connecter").click()
        expect(self.heading(f"Bonjour {self.first_name}")).to_be_visible()
        return self

    @property
    def first_name(self) -> str:
        return self.name.split()[0]

    def heading(self, name: str) -> Locator:
        return self.page.get_by_role("heading", name=name)

    def press(self, name: str) -> None:
        """Click the button of this name."""
        self.page.get_by_role("button", name=name).first.click()

    def follow(self, name: str) -> None:
        """Click the link of this name."""
        self.page.get_by_role("link", name=name).first.click()

    def told(self, text: str) -> None:
        """A toast said this."""
        expect(self.page.get_by_text(text).first).to_be_visible()

    def answer(self, question: str, choice: str) -> None:
        """Choose in the radio group that asks this."""
        group = self.page.get_by_role("group", name=question)
        group.locator("label", has_text=re.compile(rf"^\s*{choice}")).click()
        expect(group.get_by_role("radio", name=choice)).to_be_checked()

    def ball(self, title: str) -> Locator:
        """The row of a move on their home page, on the project they came for."""
        self.page.goto("/")
        mine = self.page.get_by_role("region", name="À vous de jouer")
        mine.locator("details").evaluate_all("folds => folds.forEach(fold => (fold.open = true))")
        rows = mine.get_by_role("listitem").filter(has_text=self.project)
        return rows.get_by_role("heading", name=title)

    def has_ball(self, title: str) -> None:
        """Home shows this move."""
        expect(self.ball(title).first).to_be_visible()

    def play(self, title: str) -> None:
        """Open the page of a move from Home."""
        self.ball(title).first.get_by_role("link").click()

    def plays_nothing(self, title: str) -> None:
        """Home does not show this move (any more)."""
        expect(self.ball(title)).to_have_count(0)


def see_project(visitor: Visitor, key: str, *, ball: str = "") -> None:
    """The page of a project shows its trio, its path, its ball, its topics and its activity."""
    page = visitor.page
    page.goto(f"/projets/{key}/")
    voices = page.get_by_role("region", name="Les trois voix")
    expect(voices.get_by_role("listitem")).to_have_count(VOICES)
    path = page.get_by_role("list", name="Chemin")
    expect(path.get_by_role("listitem")).not_to_have_count(0)
    expect(path.locator("[aria-current=step]")).not_to_have_count(0)
    whose = page.locator("main")
    expect(page.get_by_role("region", name="À qui de jouer ?")).to_contain_text(re.compile(r"\w"))
    if ball:
        expect(whose.get_by_text(ball).first).to_be_visible()
    subjects = page.get_by_role("region", name="Les sujets")
    expect(subjects.get_by_role("heading", level=3)).to_have_count(TOPICS)
    activity = page.get_by_role("region", name="Activité")
    expect(activity.get_by_role("listitem")).not_to_have_count(0)
