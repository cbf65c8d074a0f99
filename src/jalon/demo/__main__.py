"""`python -m jalon.demo FOLDER` writes the simulated company's exports for people who want the files."""

import sys
from pathlib import Path


def main() -> None:
    """Write every delivery under the folder given and name them."""
    from jalon.demo.company import simulate
    from jalon.demo.exports import write_exports

    for delivery in write_exports(simulate(), Path(sys.argv[1])):
        sys.stdout.write(f"{delivery.path}\n")


if __name__ == "__main__":
    main()
