"""Everything this house does by itself, and how often. One line each; the shortest pace first.

A task asks the database what is due and does it; so the pace says how late something may be, not when it happens.
Urgent tasks have a hand of their own and never wait for another.
"""

from datetime import timedelta

from hearth.base.clockwork import Every

second = timedelta(seconds=1)
minute = timedelta(minutes=1)
hour = timedelta(hours=1)
day = timedelta(days=1)

TABLE = [
    Every(1 * second, "hearth.delivery.tasks.carry_urgent", urgent=True),
    Every(2 * second, "hearth.delivery.tasks.carry"),
    Every(30 * second, "hearth.safety.tasks.chase", urgent=True),
    Every(1 * minute, "hearth.base.worker.rescue_orphans"),
    Every(1 * minute, "hearth.meetings.tasks.renew"),
    Every(1 * minute, "hearth.conversations.tasks.chase"),
    Every(1 * minute, "hearth.notices.tasks.run_errands"),
    Every(5 * minute, "hearth.groups.tasks.chase_welcomes"),
    Every(5 * minute, "hearth.groups.tasks.chase_requests"),
    Every(5 * minute, "hearth.notices.tasks.send_digests"),
    Every(1 * hour, "hearth.delivery.tasks.purge"),
    Every(1 * day, "hearth.conversations.tasks.purge"),
    Every(1 * day, "hearth.groups.tasks.ask_to_confirm"),
    Every(1 * day, "hearth.groups.tasks.forget"),
    Every(1 * day, "hearth.notices.tasks.purge"),
    Every(1 * day, "hearth.people.tasks.sweep"),
    Every(1 * day, "hearth.safety.tasks.expire"),
    Every(1 * day, "hearth.base.leases.forget_expired"),
]
