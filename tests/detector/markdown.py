"""Sections and tables in Markdown."""


def markdown(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def section(title, text, head, rows):
    return f"## {title}\n\n{text}\n\n{markdown(head, rows)}" if rows else ""
