from django.contrib.auth.hashers import Argon2PasswordHasher


class HouseArgon2Hasher(Argon2PasswordHasher):
    """Argon2id at 19 MiB, two passes, one lane: the OWASP minimum.

    Django's default of 100 MiB and eight lanes lets an evening's sign-ins freeze a small machine.
    """

    time_cost = 2
    memory_cost = 19456
    parallelism = 1
