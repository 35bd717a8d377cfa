"""The steps of the main job, each as a worker would take it without a mouse. What each leaves in
the vault is looked up there afterwards."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from diary.demo import PASSPHRASE
from diary.records.concern import passed_on
from diary.records.missing_episode import is_back, is_open, told
from diary.records.view import View
from ui.app import Program
from ui.demo.afternoon import Afternoon
from ui.demo.hands import ALT, CTRL, SHIFT, SIZE, Hands, Stuck

Key = Qt.Key
Step = Callable[[Hands, Program], str]


def newest(program: Program, kind: str, name: str) -> View:
    """The newest record of a kind in somebody's diary, as it lies in the vault. Raises Stuck."""
    if program.session is None:
        raise Stuck("locked")
    diary = program.session.diary
    person = next((p for p, n in diary.ask(lambda r: r.people()).items() if n == name), "")
    found = diary.ask(lambda r: r.all(kind, person=person, limit=1)) if person else []
    if not found:
        raise Stuck(f"no {kind} in the vault")
    return found[0]


def check(holds: object, what: str) -> None:
    """Raises Stuck where it does not hold."""
    if not holds:
        raise Stuck(what)


def unlock(hands: Hands, program: Program) -> str:
    """The passphrase into the first window; Today opens with what is due."""
    hands.expect("Practice diary: everyone in it is invented")
    hands.type(PASSPHRASE)
    hands.picture("unlock")
    hands.press(Key.Key_Return)
    hands.until(lambda: program.session is not None, "the diary to open")
    hands.window().resize(SIZE)
    hands.expect("Due, and why")
    hands.picture("today")
    return "unlocked; Today shows what is due, and why"


def quick_log(hands: Hands, program: Program) -> str:
    """One line about Jaz."""
    hands.choose("Jaz", within="Quick log")
    hands.type("Voice note, nine minutes, about a film. At the end she asked if we meet today.")
    hands.choose("Message", within="Quick log")
    hands.picture("quick-log")
    hands.tab_to("Save to Jaz's diary")
    hands.press(Key.Key_Space)
    hands.expect("Saved to Jaz's diary")
    made = newest(program, "contact", "Jaz")
    check(made.get("kind") == "message" and "nine minutes" in made.get("note"), "not as typed")
    return "quick log saved to Jaz's diary"


def young_person(hands: Hands, program: Program) -> str:
    """Jaz's page, by the command palette."""
    hands.go_to("Jaz")
    hands.until(lambda: _at(program, "person"), "her page")
    hands.expect("she/her")
    hands.picture("young-person")
    return "Jaz's page, by the command palette"


def contact(hands: Hands, program: Program) -> str:
    """Sister and brother in one meeting, each with a part of their own."""
    cooked = "You had cooked for three, and sat down for it. You asked if the form is in my bag."
    read = "You read me a page about sharks, and then asked if sharks get tired."
    hands.go_to("Aisha")
    hands.press(Key.Key_N, CTRL)
    hands.until(lambda: _at(program, "contact"), "the form")
    hands.choose("Someone else…")
    hands.type("Bilal")
    hands.press(Key.Key_Return)
    hands.expect("Only in Bilal's diary")
    hands.choose("Visit")
    hands.write("Where", "Aisha's kitchen")
    hands.press(Key.Key_1, ALT)
    hands.write("What happened", cooked, within=_part("Aisha"))
    hands.write("Their own words", "Read it out. I want to hear all of it.", within=_part("Aisha"))
    hands.press(Key.Key_2, ALT)
    hands.write("What happened", read, within=_part("Bilal"))
    hands.write("Their own words", "I get tired when Aisha is tired.", within=_part("Bilal"))
    hands.tab_to("Aisha: Not recorded")
    hands.press(Key.Key_Down)
    hands.tab_to("What happened", within=_part("Aisha"))
    hands.picture("contact")
    hands.press(Key.Key_Return, CTRL)
    hands.expect("Saved to 2 diaries")
    hers, his = newest(program, "contact", "Aisha"), newest(program, "contact", "Bilal")
    check(hers.get("meeting") and hers.get("meeting") == his.get("meeting"), "not one meeting")
    check((hers.get("note"), his.get("note")) == (cooked, read), "not as typed")
    check("sharks" not in repr(dict(hers.values)), "his part stands in her diary")
    check(his.get("words") == "I get tired when Aisha is tired.", "his words are not as typed")
    return "contact saved to 2 diaries, each child's part in their own"


def concern(hands: Hands, program: Program) -> str:
    """Written in the child's words, and kept at once: nobody has been told yet."""
    hands.go_to("Aisha")
    hands.press(Key.Key_C, CTRL | SHIFT)
    hands.until(lambda: _at(program, "concern"), "the form")
    hands.write("Their exact words", "A man comes up for Mum's tablets. I give him some.")
    hands.write("What I saw", "Said it with her back to me, drying one plate for a long time.")
    hands.picture("concern")
    hands.press(Key.Key_Return, CTRL)
    hands.expect("Nobody has been told.")
    check(not passed_on(newest(program, "concern", "Aisha").values), "told already")
    return "concern saved on this laptop; nobody has been told"


def passing_on(hands: Hands, program: Program) -> str:
    """Told to the safeguarding lead, by phone, now."""
    hands.write("Their reply", "Rings the front door team now; I stay until Hodan comes.")
    hands.picture("pass-on")
    hands.press(Key.Key_Return, CTRL)
    hands.expect("Passed on.")
    hands.picture("passed-on", toasts=True)
    check(passed_on(newest(program, "concern", "Aisha").values), "not told")
    return "concern passed on to the safeguarding lead"


def missing(hands: Hands, program: Program) -> str:
    """Opened with what is known."""
    now = afternoon(program).local()
    hands.go_to("Reece")
    hands.press(Key.Key_M, CTRL | SHIFT)
    hands.until(lambda: _at(program, "missing"), "the form")
    hands.choose("Missing (M)")
    hands.write("Last seen: date", f"{now:%d.%m.%Y}")
    hands.write("Last seen: time", "13:10")
    hands.write("Where", "school gate")
    hands.write("By whom", "Gran, from the bus")
    hands.picture("missing-opening")
    hands.choose("Open the episode for Reece")
    hands.expect("Tell the police now that Reece is missing")
    check(is_open(newest(program, "missing_episode", "Reece").values), "not open")
    return "missing episode opened for Reece"


def telling(hands: Hands, program: Program) -> str:
    """One tap each for those who must be told."""
    afternoon(program).leap(minutes=2)
    hands.choose("Police: told now")
    hands.type("NB/4310 (invented)")
    hands.press(Key.Key_Return)
    for who in ("Local authority: told", "Parent or carer: told", "What searchers need: given"):
        hands.choose(f"{who} now")
        hands.press(Key.Key_Return)
    hands.picture("missing-told")
    made = newest(program, "missing_episode", "Reece").values
    check(told(made, "police") and told(made, "local_authority"), "not told")
    check(made.get("police_reference"), "no reference")
    return "police, local authority and Gran told; pack given"


def back(hands: Hands, program: Program) -> str:
    """Found and returned are two facts."""
    afternoon(program).leap(minutes=70)
    hands.choose("Just now", within="Found")
    hands.write("Found where", "the youth centre, by the studio door", within="Found")
    hands.choose("Save: found", within="Found")
    check(is_open(newest(program, "missing_episode", "Reece").values) is False, "not found")
    hands.choose("Just now", within="Returned")
    hands.write("Back to", "Gran's", within="Returned")
    hands.choose("Save: returned", within="Returned")
    hands.expect("Reece is back")
    hands.tab_to("Hold the return conversation")
    hands.picture("found-and-returned")
    check(is_back(newest(program, "missing_episode", "Reece").values), "not back")
    return "found and returned, apart; the 72-hour clock runs"


def before(hands: Hands, program: Program) -> str:
    """Three taps for the worker alone, most of an hour later."""
    afternoon(program).leap(minutes=50)
    hands.choose("Hold the return conversation")
    hands.until(lambda: _at(program, "return"), "the conversation")
    hands.expect("Return conversation with Reece")
    hands.choose("Yes", within="Are you independent of his care?")
    hands.choose("Yes", within="Did he choose who talks with him?")
    hands.choose("Yes", within="Told what must be shared?")
    hands.picture("return-before")
    return "return conversation: before we start"


def beside(hands: Hands, program: Program) -> str:
    """Side by side: only his words on the screen."""
    hands.press(Key.Key_B, CTRL)
    for words, section in (
        ("They said study room or go home. So I went.", Key.Key_1),
        ("I was at the studio door. It was locked. I had the bass line in my head.", Key.Key_2),
        ("Gran did not shout. She had eggs on.", Key.Key_3),
        ("I did not sleep, that is all it is.", Key.Key_4),
        ("If the room is locked, tell me in the morning.", Key.Key_5),
    ):
        hands.type(words)
        hands.press(section, ALT)
    hands.picture("return-beside")
    check(not hands.reads("left") and not hands.reads("Gran, from the bus"), "too much is shown")
    hands.press(Key.Key_Escape)
    lines = newest(program, "return_conversation", "Reece").get("lines") or []
    filed = {line["section"] for line in lines}
    check(filed == {"before", "away", "back", "health", "safe"}, "lines are not filed as asked")
    return "five lines side by side, each filed by one key"


def after(hands: Hands, program: Program) -> str:
    """What the worker noticed, and what may have pushed: each by whose view."""
    _step(hands, program, "before")
    hands.write("What I noticed", "Looked at me when he spoke of the locked room. My booking.")
    hands.choose("School", within="What may have pushed")
    hands.picture("return-after")
    _step(hands, program, "sharing")
    hands.choose("Children's social care", within="Add who hears")
    care = "Children's social care"
    hands.write(f"{care}: what they hear", "School sent him home at midday without a plan.")
    hands.choose(f"{care}: told now")
    hands.picture("return-sharing")
    return "what was noticed and what may have pushed; who hears what"


def finish(hands: Hands, program: Program) -> str:
    """What came of it is computed; what was not asked stands apart and blocks nothing."""
    _step(hands, program, "finish")
    hands.expect("Held in time")
    hands.picture("return-finish")
    hands.choose("Finish this conversation")
    made = newest(program, "return_conversation", "Reece")
    check(made.get("outcome") == "held", "not finished")
    check(made.get("push") and made.get("sharing"), "something typed is not in the vault")
    hands.picture("return-finished")
    return "return conversation finished: held in time"


def due_list(hands: Hands, program: Program) -> str:
    """Today again."""
    hands.press(Key.Key_1, CTRL)
    hands.expect("Due, and why")
    hands.picture("due")
    check(_at(program, "today"), "another page")
    return "Today again: what is due now"


def search(hands: Hands, program: Program) -> str:
    """A word that stands in several entries."""
    hands.press(Key.Key_F, CTRL | SHIFT)
    hands.until(lambda: _at(program, "search"), "the page")
    hands.type("roof person:Jaz")
    hands.expect("Found")
    hands.until(lambda: hands.reads("entries") or hands.reads("Found"), "something found")
    hands.picture("search")
    return "search finds a word in two years of entries"


def lock(hands: Hands, program: Program) -> str:
    """Locked: nothing readable stays."""
    hands.press(Key.Key_L, CTRL)
    hands.until(lambda: program.session is None, "the lock")
    hands.expect("Locked. Everything is saved.")
    for name in ("Jaz", "Aisha", "Reece", "Bilal"):
        check(not hands.reads(name), "a name is still on the screen")
    hands.picture("locked")
    return "locked; no name is left on the screen"


def afternoon(program: Program) -> Afternoon:
    """The clock that the walk goes by."""
    assert isinstance(program.clock, Afternoon)
    return program.clock


def _at(program: Program, key: str) -> bool:
    return program.window is not None and program.window.current_key() == key


def _step(hands: Hands, program: Program, key: str) -> None:
    """On to a step of the conversation, by keyboard."""
    page = program.window.page("return") if program.window is not None else None
    for _ in range(12):
        if getattr(page, "at", "") == key:
            return
        hands.press(Key.Key_PageDown, CTRL)
    raise Stuck(f"no way to the step {key}")


def _part(name: str) -> str:
    return f"{name}: private part"


STEPS: tuple[Step, ...] = (
    unlock,
    quick_log,
    young_person,
    contact,
    concern,
    passing_on,
    missing,
    telling,
    back,
    before,
    beside,
    after,
    finish,
    due_list,
    search,
    lock,
)
