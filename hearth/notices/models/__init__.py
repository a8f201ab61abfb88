from hearth.notices.models.choice import DigestTime, Naming
from hearth.notices.models.digest import Digest
from hearth.notices.models.errand import Errand
from hearth.notices.models.notice import Kind, Notice
from hearth.notices.models.quiet import Quiet
from hearth.notices.models.subscription import Subscription
from hearth.notices.models.wishes import Way, Wishes

__all__ = ["Digest", "DigestTime", "Errand", "Kind", "Naming", "Notice", "Quiet", "Subscription", "Way", "Wishes"]
