"""Which folder holds drafts: by its special use (RFC 6154), else by its name in the owner's language."""

from collections.abc import Iterable

from courtesy.mail.sent_folder import Listed, find_by_use, ranked

_NAMES = ranked("""
drafts|draft|draft messages
entwürfe|entwurf|entwuerfe
brouillons|brouillon
borradores|borrador|esborranys
bozze|bozza
concepten|concept
rascunhos|rascunho
utkast|kladder|luonnokset|szkice|wersje robocze|koncepty|rozepsané|piszkozatok|ciorne|taslaklar|osnutki|чернови
черновики|чернетки|πρόχειρα|下書き|草稿|草稿箱|임시보관함|임시 보관함|المسودات|טיוטות|bản nháp|thư nháp|konsep|ฉบับร่าง
""")


def find_drafts(folders: Iterable[Listed]) -> str | None:
    """The name of the folder of drafts, or None when no folder looks like it."""
    return find_by_use(folders, "\\drafts", _NAMES)
