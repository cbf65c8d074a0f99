"""`python -m jalon`."""


def main() -> None:
    """Enter by the command line."""
    from jalon.cli.entry import main as enter

    enter()


if __name__ == "__main__":
    main()
