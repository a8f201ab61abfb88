from hearth.groups.models.agreement import AgreementAcceptance, AgreementVersion, Change, differences
from hearth.groups.models.apart import Ban, Block, Mute
from hearth.groups.models.charter import Charter, charters
from hearth.groups.models.group import ANSWER_KEYS, Group, GroupTag
from hearth.groups.models.joining import KEEP_ANSWERS, KEEP_INVITATIONS, Invitation, JoinRequest, WelcomeTask
from hearth.groups.models.membership import Membership
from hearth.groups.models.names import mixes_alphabets, skeleton, suggested_patch
from hearth.groups.models.tag import Tag, every_tag, tags_by_key

__all__ = [
    "ANSWER_KEYS",
    "KEEP_ANSWERS",
    "KEEP_INVITATIONS",
    "AgreementAcceptance",
    "AgreementVersion",
    "Ban",
    "Block",
    "Change",
    "Charter",
    "Group",
    "GroupTag",
    "Invitation",
    "JoinRequest",
    "Membership",
    "Mute",
    "Tag",
    "WelcomeTask",
    "charters",
    "differences",
    "every_tag",
    "mixes_alphabets",
    "skeleton",
    "suggested_patch",
    "tags_by_key",
]
