from hearth.groups.models.agreement import AgreementAcceptance, AgreementVersion, Change, differences
from hearth.groups.models.apart import Ban, Block, Mute
from hearth.groups.models.group import ANSWER_KEYS, Group, GroupTag
from hearth.groups.models.joining import Invitation, JoinRequest, WelcomeTask
from hearth.groups.models.membership import Membership
from hearth.groups.models.tag import Tag, every_tag, tags_by_key
from hearth.groups.models.names import mixes_alphabets, skeleton, suggested_patch

__all__ = [
    "ANSWER_KEYS",
    "AgreementAcceptance",
    "AgreementVersion",
    "Ban",
    "Block",
    "Change",
    "Group",
    "GroupTag",
    "Invitation",
    "JoinRequest",
    "Membership",
    "Mute",
    "Tag",
    "WelcomeTask",
    "every_tag",
    "tags_by_key",
    "differences",
    "mixes_alphabets",
    "skeleton",
    "suggested_patch",
]
