"""The program: `pandeng figure …`, `pandeng check …`, `pandeng run` and the other commands."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pandeng.config.settings")
    from django.core.management import ManagementUtility

    utility = ManagementUtility(sys.argv)
    utility.prog_name = "pandeng"
    utility.execute()


if __name__ == "__main__":
    main()
