"""A draft of an article: what a format says of it, before it is checked."""

from dataclasses import dataclass, field
from pathlib import Path

from etl.article import Article, Published
from etl.readers.content import check_text, parse_published
from etl.readers.problems import ReadProblem, UnreadableError


@dataclass
class Draft:
    """Fields as found, all optional; ``finish`` checks them and makes the article."""

    text: str | None = None
    id: str | None = None
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    complaints: list[str] = field(default_factory=list)

    def finish(self, path: Path, where: str, fallback_id: str) -> list[Article | ReadProblem]:
        """The article, and a problem for each field that had to be left out; or why there is none.

        ``where`` names the place in messages (the path, and the item within it).
        """
        try:
            text = check_text(self.text or "")
        except UnreadableError as problem:
            return [problem.at(where)]
        problems = [
            ReadProblem(where, complaint, "Correct the metadata; the text was read", skipped=False)
            for complaint in self.complaints
        ]
        published: Published | None = None
        if _clean(self.published):
            try:
                published = parse_published(self.published or "")
            except ValueError:
                problems.append(
                    ReadProblem(
                        where,
                        f"the publication date {self.published!r} is not a date",
                        "Write it as YYYY-MM-DD or YYYY-MM; the article was read without a date",
                        skipped=False,
                    )
                )
        article = Article(
            id=_clean(self.id) or fallback_id,
            text=text,
            title=_clean(self.title),
            published=published,
            publisher=_clean(self.publisher),
            url=_clean(self.url),
            path=str(path),
        )
        return [article, *problems]


def _clean(value: str | None) -> str | None:
    return " ".join(value.split()) or None if value else None
