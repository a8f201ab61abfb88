from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hearth.base import clock
from hearth.base.privacy import Data, Promise
from hearth.groups.models import (
    KEEP_ANSWERS,
    KEEP_INVITATIONS,
    AgreementAcceptance,
    AgreementVersion,
    Ban,
    Block,
    Group,
    GroupTag,
    Invitation,
    JoinRequest,
    Membership,
    Mute,
    WelcomeTask,
)


def names_for(person) -> dict[int, str]:
    """What the groups are called that the person may know of. A hidden one has no name for people outside it, not even
    for those who were inside; an export lies about on a disk for years.
    """
    return dict(Group.objects.visible_to(person).values_list("pk", "name"))


def memberships_of(person):
    return Membership.objects.filter(person=person).select_related("group").order_by("joined_at")


def export_memberships(person):
    names = names_for(person)
    for membership in memberships_of(person):
        yield {
            "group": names.get(membership.group_id, ""),
            "name": membership.name,
            "pronouns": membership.pronouns,
            "about": membership.about,
            "note": membership.note,
            "role": membership.role,
            "listening": membership.listening,
            "wants_companion": membership.wants_companion,
            "quotable": membership.quotable,
            "notices": membership.notices,
            "quiet_since": membership.quiet_since,
            "attested_at": membership.attested_at,
            "joined_at": membership.joined_at,
            "ended_at": membership.ended_at,
            "ended_how": membership.ended_how,
            "ended_point": membership.ended_point,
            "ended_words": membership.ended_words,
        }


def erase_memberships(person):
    """Unname them. The rows stay: on them hang words the person may have chosen to leave, and replies of others."""
    with translation.override(settings.LANGUAGE_CODE):
        # In the house's language: the person's own would be a trace of them.
        nobody = gettext("A former member")
    now = clock.now()
    for membership in memberships_of(person):
        membership.person = None
        membership.name, membership.pattern, membership.dye = nobody, 1, 1
        membership.pronouns = membership.about = membership.ended_point = membership.ended_words = ""
        membership.note, membership.note_until = "", None
        membership.listening = membership.wants_companion = False
        membership.role = Membership.Role.MEMBER
        membership.attested_at = membership.quiet_since = membership.seen_at = membership.came_by = None
        membership.ended_at = membership.ended_at or now
        membership.ended_how = Membership.Ending.ERASED
        membership.save()


def export_acceptances(person):
    names = names_for(person)
    accepted = AgreementAcceptance.objects.filter(membership__person=person).select_related("version")
    for acceptance in accepted.order_by("at"):
        group = names.get(acceptance.version.group_id, "")
        yield {"group": group, "version": acceptance.version.number, "at": acceptance.at}


def erase_acceptances(person):
    AgreementAcceptance.objects.filter(membership__person=person).delete()


def export_requests(person):
    names = names_for(person)
    for request in JoinRequest.objects.filter(person=person).order_by("asked_at"):
        yield {
            "group": names.get(request.group_id, ""),
            "persona": request.persona,
            "answers": request.answers,
            "asked_at": request.asked_at,
            "answer_by": request.answer_by,
            "decided_at": request.decided_at,
            "welcome": request.welcome,
            "words": request.words,
        }


def erase_requests(person):
    JoinRequest.objects.filter(person=person).delete()


def export_bans(person):
    names = names_for(person)
    for ban in Ban.objects.filter(person=person).order_by("at"):
        yield {
            "group": names.get(ban.group_id, ""),
            "reason": ban.reason,
            "at": ban.at,
            "lifted_at": ban.lifted_at,
        }


def erase_bans(person):
    Ban.objects.filter(person=person).delete()


def export_blocks(person):
    names = names_for(person)
    for block in Block.objects.filter(blocker__person=person).select_related("blocker", "blocked"):
        yield {"group": names.get(block.blocker.group_id, ""), "name": block.blocked.name, "at": block.at}


def erase_blocks(person):
    """Both ways: a block around somebody who is gone protects nobody, and says that something was."""
    Block.objects.filter(blocker__person=person).delete()
    Block.objects.filter(blocked__person=person).delete()


def export_mutes(person):
    names = names_for(person)
    for mute in Mute.objects.filter(muter__person=person).select_related("muter", "muted"):
        yield {"group": names.get(mute.muter.group_id, ""), "name": mute.muted.name, "at": mute.at}


def erase_mutes(person):
    Mute.objects.filter(muter__person=person).delete()
    Mute.objects.filter(muted__person=person).delete()


def export_invitations(person):
    """That and when, never a link: whoever finds an old export must not find a door in it."""
    names = names_for(person)
    for invitation in Invitation.objects.filter(by__person=person).order_by("made_at"):
        yield {"group": names.get(invitation.group_id, ""), "role": invitation.role, "made_at": invitation.made_at}


def erase_invitations(person):
    Invitation.objects.filter(by__person=person).delete()


def export_welcomes(person):
    """The words to the person and by the person; who stood on the other side is that one's own to tell."""
    names = names_for(person)
    for task in WelcomeTask.objects.filter(membership__person=person).select_related("membership"):
        if task.words:
            group = names.get(task.membership.group_id, "")
            yield {"group": group, "to_you": True, "words": task.words, "at": task.done_at}
    for task in WelcomeTask.objects.filter(done_by__person=person).select_related("membership"):
        group = names.get(task.membership.group_id, "")
        yield {"group": group, "to_you": False, "words": task.words, "at": task.done_at}


def erase_welcomes(person):
    """Words to the person go with them; so do words by the person, which were theirs."""
    WelcomeTask.objects.filter(membership__person=person).delete()
    WelcomeTask.objects.filter(done_by__person=person).update(words="", done_by=None)
    WelcomeTask.objects.filter(claimed_by__person=person, done_at=None).update(claimed_by=None, claimed_at=None)


promises = [
    Promise(
        Group,
        fields={
            "id": Data.PLUMBING,
            "name": Data.PUBLIC,
            "purpose": Data.PUBLIC,
            "lead": Data.PUBLIC,
            "mode": Data.PUBLIC,
            "visibility": Data.PUBLIC,
            "place": Data.PUBLIC,
            "town": Data.PUBLIC,
            "language": Data.PUBLIC,
            "zone": Data.PUBLIC,
            "audience": Data.PUBLIC,
            "answers": Data.PUBLIC,
            "questions": Data.PUBLIC,
            "answer_within_hours": Data.PUBLIC,
            "eligibility": Data.PUBLIC,
            "capacity": Data.PUBLIC,
            "starts_on": Data.PUBLIC,
            "dye": Data.PUBLIC,
            "created_at": Data.PLUMBING,
            "confirmed_on": Data.PUBLIC,
            "asked_to_confirm_on": Data.PLUMBING,
            "closed_at": Data.PUBLIC,
        },
        why_kept=_("A group’s leaflet belongs to the group."),
    ),
    Promise(
        GroupTag,
        fields={"id": Data.PLUMBING, "group": Data.PUBLIC, "code": Data.PUBLIC},
        why_kept=_("A group’s leaflet belongs to the group."),
    ),
    Promise(
        AgreementVersion,
        fields={
            "id": Data.PLUMBING,
            "group": Data.PUBLIC,
            "number": Data.PUBLIC,
            "points": Data.PUBLIC,
            "change": Data.PUBLIC,
            "published_at": Data.PUBLIC,
            "by": Data.MEMBERSHIP,
        },
        why_kept=_(
            "What a group has agreed belongs to the group. Whose hand wrote it down is not kept once they are gone."
        ),
    ),
    Promise(
        AgreementAcceptance,
        title=_("What you agreed to"),
        fields={
            "id": Data.PLUMBING,
            "membership": Data.MEMBERSHIP,
            "version": Data.PUBLIC,
            "at": Data.MEMBERSHIP,
        },
        export=export_acceptances,
        erase=erase_acceptances,
        order=60,
    ),
    Promise(
        Ban,
        title=_("Groups you may not come back to"),
        fields={
            "id": Data.PLUMBING,
            "group": Data.MEMBERSHIP,
            "person": Data.MEMBERSHIP,
            "by": Data.MEMBERSHIP,
            "reason": Data.CARE,
            "at": Data.CARE,
            "lifted_at": Data.CARE,
        },
        export=export_bans,
        erase=erase_bans,
        order=60,
    ),
    Promise(
        Block,
        title=_("People you blocked"),
        fields={
            "id": Data.PLUMBING,
            "blocker": Data.INTIMATE,
            "blocked": Data.INTIMATE,
            "at": Data.INTIMATE,
        },
        export=export_blocks,
        erase=erase_blocks,
        order=60,
    ),
    Promise(
        Mute,
        title=_("People you muted"),
        fields={"id": Data.PLUMBING, "muter": Data.INTIMATE, "muted": Data.INTIMATE, "at": Data.INTIMATE},
        export=export_mutes,
        erase=erase_mutes,
        order=60,
    ),
    Promise(
        JoinRequest,
        title=_("Groups you asked to join"),
        fields={
            "id": Data.PLUMBING,
            "group": Data.MEMBERSHIP,
            "person": Data.MEMBERSHIP,
            "persona": Data.MEMBERSHIP,
            "answers": Data.INTIMATE,
            "agreement": Data.MEMBERSHIP,
            "attested_at": Data.MEMBERSHIP,
            "asked_at": Data.MEMBERSHIP,
            "answer_by": Data.PLUMBING,
            "decided_at": Data.MEMBERSHIP,
            "decided_by": Data.MEMBERSHIP,
            "welcome": Data.MEMBERSHIP,
            "words": Data.WORDS,
            "withdrawn_at": Data.MEMBERSHIP,
            "overdue_told_at": Data.PLUMBING,
            "lapsed_at": Data.MEMBERSHIP,
        },
        export=export_requests,
        erase=erase_requests,
        retention=KEEP_ANSWERS,
        order=60,
    ),
    Promise(
        Invitation,
        title=_("Invitations you made"),
        fields={
            "id": Data.PLUMBING,
            "group": Data.MEMBERSHIP,
            "token_hash": Data.SECRET,
            "by": Data.MEMBERSHIP,
            "role": Data.PLUMBING,
            "uses_left": Data.PLUMBING,
            "made_at": Data.TRACE,
            "expires_at": Data.PLUMBING,
            "revoked_at": Data.TRACE,
        },
        export=export_invitations,
        erase=erase_invitations,
        retention=KEEP_INVITATIONS,
        order=60,
    ),
    Promise(
        WelcomeTask,
        title=_("Hellos to you and from you"),
        fields={
            "id": Data.PLUMBING,
            "membership": Data.MEMBERSHIP,
            "created_at": Data.PLUMBING,
            "due_at": Data.PLUMBING,
            "claimed_by": Data.MEMBERSHIP,
            "claimed_at": Data.PLUMBING,
            "done_at": Data.TRACE,
            "done_by": Data.MEMBERSHIP,
            "words": Data.WORDS,
            "overdue_told_at": Data.PLUMBING,
        },
        export=export_welcomes,
        erase=erase_welcomes,
        order=60,
    ),
    Promise(
        Membership,
        title=_("Who you are in each group"),
        fields={
            "id": Data.PLUMBING,
            "group": Data.MEMBERSHIP,
            "person": Data.MEMBERSHIP,
            "role": Data.MEMBERSHIP,
            "name": Data.MEMBERSHIP,
            "pattern": Data.MEMBERSHIP,
            "dye": Data.MEMBERSHIP,
            "pronouns": Data.INTIMATE,
            "about": Data.WORDS,
            "listening": Data.INTIMATE,
            "wants_companion": Data.INTIMATE,
            "note": Data.WORDS,
            "note_until": Data.PLUMBING,
            "quotable": Data.MEMBERSHIP,
            "notices": Data.ACCOUNT,
            "attested_at": Data.INTIMATE,
            "came_by": Data.TRACE,
            "quiet_since": Data.ACCOUNT,
            "joined_at": Data.MEMBERSHIP,
            "seen_at": Data.TRACE,
            "ended_at": Data.MEMBERSHIP,
            "ended_how": Data.MEMBERSHIP,
            "ended_point": Data.CARE,
            "ended_words": Data.CARE,
        },
        export=export_memberships,
        erase=erase_memberships,
        why_kept=_(
            "When you erase your account, the place you had in a group stays without a name, so that what others "
            "answered you still makes sense. Nothing leads from it to you."
        ),
        # After the words that hang on it, before the account it hangs on.
        order=70,
    ),
]
