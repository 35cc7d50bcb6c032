"""The moves of a comment: the whole table, and the verbs that keep to it."""

import threading
from collections.abc import Callable
from itertools import product

import pytest
from django.db import connection
from django.utils import timezone

from comments.models import TRANSITIONS, Comment, Decision, MoveNotAllowed, Report, Role, Rule, StaleMove, Status
from comments.models.transitions import VERBS, Verb
from newsroom.subscribers.models import User

MODERATORS = {Role.MODERATOR, Role.CHIEF}
AUTHOR, MACHINE, REVIEWER, UNDOING = {Role.AUTHOR}, {Role.MACHINE}, {Role.REVIEWER}, {Role.UNDOING}
# moderation.md §3, in words: who may move a comment from where to where.
ALLOWED: dict[tuple[Status, Status], set[Role]] = {
    (Status.PENDING, Status.PUBLISHED): MODERATORS,
    (Status.PENDING, Status.REFUSED): MODERATORS | MACHINE,
    (Status.PENDING, Status.WITHDRAWN): AUTHOR,
    (Status.PUBLISHED, Status.PENDING): MACHINE | UNDOING,
    (Status.PUBLISHED, Status.PUBLISHED): MODERATORS | UNDOING,
    (Status.PUBLISHED, Status.HIDDEN): MODERATORS | MACHINE | UNDOING,
    (Status.PUBLISHED, Status.REFUSED): MACHINE | UNDOING,
    (Status.PUBLISHED, Status.REMOVED): MODERATORS | REVIEWER | UNDOING,
    (Status.PUBLISHED, Status.WITHDRAWN): AUTHOR,
    (Status.HIDDEN, Status.PUBLISHED): MODERATORS | REVIEWER | UNDOING,
    (Status.HIDDEN, Status.HIDDEN): REVIEWER,
    (Status.HIDDEN, Status.REMOVED): MODERATORS | REVIEWER,
    (Status.HIDDEN, Status.WITHDRAWN): AUTHOR,
    (Status.REFUSED, Status.PENDING): UNDOING,
    (Status.REFUSED, Status.REFUSED): REVIEWER,
    (Status.REFUSED, Status.PUBLISHED): {Role.CHIEF} | REVIEWER,
    (Status.REMOVED, Status.HIDDEN): UNDOING,
    (Status.REMOVED, Status.REMOVED): REVIEWER,
    (Status.REMOVED, Status.PUBLISHED): {Role.CHIEF} | REVIEWER | UNDOING,
    (Status.PENDING, Status.ERASED): AUTHOR,
    (Status.PUBLISHED, Status.ERASED): AUTHOR,
    (Status.HIDDEN, Status.ERASED): AUTHOR,
    (Status.REFUSED, Status.ERASED): AUTHOR,
    (Status.REMOVED, Status.ERASED): AUTHOR,
    (Status.WITHDRAWN, Status.ERASED): AUTHOR,
}
# Where each verb leads, and from where it starts.
SOURCES: dict[Verb, set[Status]] = {
    Verb.PUBLISH: {Status.PENDING, Status.HIDDEN},
    Verb.KEEP: {Status.PUBLISHED},
    Verb.REFUSE: {Status.PENDING},
    Verb.HIDE: {Status.PUBLISHED},
    Verb.REMOVE: {Status.PUBLISHED, Status.HIDDEN},
    Verb.RESTORE: {Status.REFUSED, Status.REMOVED},
}
TARGETS: dict[Verb, Status] = {
    Verb.PUBLISH: Status.PUBLISHED,
    Verb.KEEP: Status.PUBLISHED,
    Verb.REFUSE: Status.REFUSED,
    Verb.HIDE: Status.HIDDEN,
    Verb.REMOVE: Status.REMOVED,
    Verb.RESTORE: Status.PUBLISHED,
}
Act = Callable[[Comment, Verb, User], Decision]


@pytest.fixture
def put(comment: Comment, basile: User, rule: Rule) -> Callable[[Status], Comment]:
    """Return the comment, reported, as it would stand in a status."""

    def standing(status: Status) -> Comment:
        body = "" if status == Status.ERASED else comment.body
        Comment.objects.filter(pk=comment.pk).update(status=status, body=body, published_at=timezone.now())
        Report.objects.get_or_create(comment=comment, revision=1, reporter=basile, rule=rule)
        return Comment.objects.get(pk=comment.pk)

    return standing


@pytest.fixture
def act(rule: Rule) -> Act:
    """Return what does a verb with all the reasons it may need."""

    def act(comment: Comment, verb: Verb, by: User) -> Decision:
        if verb in {Verb.PUBLISH, Verb.KEEP}:
            return getattr(comment, verb)(by=by)  # type: ignore[no-any-return]
        if verb == Verb.RESTORE:
            return comment.restore(by=by, explanation="Relu : la charte est respectée.")
        return getattr(comment, verb)(by=by, rule=rule, explanation="Votre texte vise une personne.")  # type: ignore[no-any-return]

    return act


@pytest.mark.parametrize(("was", "to", "role"), list(product(Status, Status, Role)))
def test_the_table_allows_a_move_to_whom_it_should(was: Status, to: Status, role: Role) -> None:
    assert (role in TRANSITIONS.get((was, to), frozenset())) == (role in ALLOWED.get((was, to), set()))


def test_each_move_of_a_moderator_has_one_verb() -> None:
    assert VERBS.keys() == {move for move, roles in TRANSITIONS.items() if roles & MODERATORS}
    for (was, to), verb in VERBS.items():
        assert was in SOURCES[verb]
        assert to == TARGETS[verb]


@pytest.mark.parametrize(("was", "verb", "who"), list(product(Status, Verb, ["maud", "carole"])))
def test_a_verb_moves_what_the_table_lets_it_and_nothing_else(
    was: Status, verb: Verb, who: str, put: Callable[[Status], Comment], act: Act, request: pytest.FixtureRequest
) -> None:
    comment, person = put(was), request.getfixturevalue(who)
    role = Role.CHIEF if who == "carole" else Role.MODERATOR
    allowed = was in SOURCES[verb] and role in ALLOWED.get((was, TARGETS[verb]), set())

    assert (verb in comment.verbs_open_to(person)) == allowed
    if allowed:
        act(comment, verb, person)
    else:
        with pytest.raises(MoveNotAllowed):
            act(comment, verb, person)

    fresh = Comment.objects.get(pk=comment.pk)
    assert fresh.status == (TARGETS[verb] if allowed else was)
    assert fresh.moves == fresh.decisions.count() == int(allowed)


@pytest.mark.parametrize("was", list(Status))
def test_an_author_withdraws_what_the_table_lets_them(was: Status, put: Callable[[Status], Comment]) -> None:
    comment = put(was)

    if Role.AUTHOR in ALLOWED.get((was, Status.WITHDRAWN), set()):
        assert comment.withdraw(by=comment.author).role == Role.AUTHOR
    else:
        with pytest.raises(MoveNotAllowed):
            comment.withdraw(by=comment.author)


def test_a_machine_never_publishes() -> None:
    assert [move for move, roles in TRANSITIONS.items() if Role.MACHINE in roles and move[1] == Status.PUBLISHED] == []


@pytest.mark.parametrize("verb", list(Verb))
def test_a_moderator_does_not_judge_a_text_of_their_own(
    verb: Verb, put: Callable[[Status], Comment], act: Act, maud: User, carole: User
) -> None:
    for person in (maud, carole):
        comment = put(min(SOURCES[verb]))
        Comment.objects.filter(pk=comment.pk).update(author=person)
        comment.refresh_from_db()

        assert comment.verbs_open_to(person) == []
        with pytest.raises(MoveNotAllowed):
            act(comment, verb, person)


@pytest.mark.parametrize("who", ["alice", "basile", "edith", "paul"])
@pytest.mark.parametrize("verb", list(Verb))
def test_who_does_not_moderate_decides_nothing(
    who: str, verb: Verb, put: Callable[[Status], Comment], act: Act, request: pytest.FixtureRequest
) -> None:
    comment = put(min(SOURCES[verb]))

    with pytest.raises(MoveNotAllowed):
        act(comment, verb, request.getfixturevalue(who))


def test_who_refused_a_comment_does_not_put_it_back(
    put: Callable[[Status], Comment], act: Act, carole: User, maud: User
) -> None:
    comment = put(Status.PENDING)
    act(comment, Verb.REFUSE, carole)

    with pytest.raises(MoveNotAllowed):
        act(comment, Verb.RESTORE, carole)
    assert Comment.objects.get(pk=comment.pk).status == Status.REFUSED


def test_a_comment_nobody_reports_is_not_kept_once_more(comment: Comment, act: Act, maud: User) -> None:
    with pytest.raises(MoveNotAllowed):
        act(comment, Verb.KEEP, maud)


def test_keeping_answers_the_reports_that_were_read_and_leaves_later_ones_open(
    comment: Comment, basile: User, chloe: User, rule: Rule, maud: User
) -> None:
    read = Report.objects.create(comment=comment, revision=1, reporter=basile, rule=rule)
    late = Report.objects.create(comment=comment, revision=1, reporter=chloe, rule=rule)

    decision = comment.keep(by=maud, last_report=read.pk)

    assert list(decision.reports.all()) == [read]
    assert list(comment.reports.unanswered()) == [late]
    assert comment in Comment.objects.waiting()


def test_removing_answers_every_report(comment: Comment, basile: User, rule: Rule, maud: User) -> None:
    Report.objects.create(comment=comment, revision=1, reporter=basile, rule=rule)

    decision = comment.remove(by=maud, rule=rule, explanation="Votre texte vise une personne.")

    assert decision.source == Decision.Source.REPORT
    assert not comment.reports.unanswered().exists()


def test_the_second_decision_on_the_same_screen_changes_nothing(
    put: Callable[[Status], Comment], act: Act, maud: User, marius: User
) -> None:
    first, second = put(Status.PUBLISHED), put(Status.PUBLISHED)
    act(first, Verb.KEEP, maud)

    with pytest.raises(StaleMove) as stale:
        act(second, Verb.REMOVE, marius)

    assert stale.value.status == Status.PUBLISHED
    assert stale.value.moved_by == "Maud"
    assert Decision.objects.count() == 1


def test_a_comment_that_came_back_to_its_status_is_not_what_was_seen(
    put: Callable[[Status], Comment], act: Act, maud: User, marius: User
) -> None:
    comment = put(Status.HIDDEN)
    act(put(Status.HIDDEN), Verb.PUBLISH, marius)
    act(Comment.objects.get(pk=comment.pk), Verb.HIDE, marius)

    with pytest.raises(StaleMove):
        Comment.objects.as_seen(comment.pk, status="hidden", revision=1, moves=0)
    with pytest.raises(StaleMove):
        act(comment, Verb.REMOVE, maud)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("verb", [Verb.KEEP, Verb.REMOVE])
def test_of_two_moderators_at_once_one_decides_and_the_other_is_told(
    verb: Verb, put: Callable[[Status], Comment], act: Act, maud: User, marius: User
) -> None:
    comment = put(Status.PUBLISHED)
    start = threading.Barrier(2)
    outcomes: list[object] = []

    def decide(person: User) -> None:
        seen = Comment.objects.get(pk=comment.pk)
        start.wait()
        try:
            outcomes.append(act(seen, verb, person))
        except StaleMove as stale:
            outcomes.append(stale)
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=(person,)) for person in (maud, marius)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Decision", "StaleMove"]
    assert comment.decisions.count() == 1
