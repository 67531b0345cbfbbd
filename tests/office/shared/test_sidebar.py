"""The sidebar: every link in the order of the report, and who sees it.

Most of the links follow from the declarations of the tables (`reports.core.registry.yearly`).
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.test import Client

from reports.core.roles import ROLES
from reports.office.shared.sidebar import groups

pytestmark = pytest.mark.django_db

ANY_PAGE = "/yonetim/password_change/"
CATALOGUE = Path(settings.BASE_DIR) / "kars_portal/locale/en/LC_MESSAGES/django.po"

# Somebody who enters figures in a directorate, then everybody by the role alone.
COLUMNS = (
    "editor",
    "department-editor",
    "department-head",
    "finance-editor",
    "reviewer",
    "publisher",
    "signatory",
    "auditor",
    "boss",
)
EXPECTED = """
# Rapor
Masam                          desk                    + + + + + + + + +
Teslim panosu                  view_kanban             - - - + + + - + +
Takvim                         calendar_month          + + + + + + + + +
Faaliyet raporları             menu_book               - - - + + + + + +
Bulgular                       rule                    + + + + + + + + +
Küçük kişi sayıları            shield_person           + + + + + + + + +
Kabul edilmiş bulgular         task_alt                - - - + + + - + +
Bölüm metinleri                article                 + - - + + + - + +
Beyanlar                       draw                    - - - + + + - + +
Beyan onayları                 verified_user           - - - + + + - + +
İmza                           ink_pen                 - - - + + + + + +
Yayımlar                       publish                 - - - + + + + + +
Düzeltmeler                    edit_note               - - - + + + - + +
Meclis kayıtları               gavel                   - - - + + + - + +
Teslim defteri                 outgoing_mail           - - - + + + - + +
PDF üretimleri                 picture_as_pdf          - - - + + + + + +
Basılı rapordaki rakamlar      fact_check              - - - + + + - + +
Denetimde kullanılan sayılar   straighten              - - - + + + - + +
# I.C İdareye ilişkin bilgiler
Müdürlükler                    apartment               + + + + + + - + +
Tesisler                       domain                  - - - + + + - + +
Araçlar                        local_shipping          - - - + + + - + +
Donanımlar                     computer                - - - + + + - + +
Yazılımlar                     terminal                - - - + + + - + +
Statüye göre personel          badge                   - - - + + + - + +
Kadro doluluğu                 event_seat              - - - + + + - + +
Cinsiyete göre personel        wc                      - - - + + + - + +
Öğrenime göre personel         school                  - - - + + + - + +
Yaşa göre personel             cake                    - - - + + + - + +
Sunulan hizmetler              room_service            - - - + + + - + +
# II Amaç ve hedefler
Stratejik planlar              flag                    + + + + + + - + +
Amaçlar                        outlined_flag           + + + + + + - + +
Hedefler                       adjust                  + + + + + + - + +
Üst politika maddeleri         account_tree            - - - + + + - + +
# III.A Mali bilgiler
Bütçe giderleri                payments                - - - + + + - + +
Bütçe gelirleri                savings                 - - - + + + - + +
Müdürlük bütçeleri             account_balance_wallet  - - - + + + - + +
Faaliyet sonuçları             balance                 - - - + + + - + +
Borç durumu                    credit_score            - - - + + + - + +
Denetim bulguları              policy                  - - - + + + - + +
Yardım yapılan kuruluşlar      volunteer_activism      - - - + + + - + +
Şirketler                      corporate_fare          - - - + + + - + +
Ekonomik kodlar                tag                     - - - + + + - + +
Hesap eşlemeleri              account_tree            - - - + + + - + +
# III.B.1 Faaliyet ve projeler
Faaliyetler                    event                   + - - + + + - + +
Serbest tablolar               table_chart             + - - + + + - + +
Rakam listeleri                pin                     + - - + + + - + +
Sözleşmeler                    contract                + - - + + + - + +
Doğrudan teminler              shopping_cart           + - - + + + - + +
# III.B.2 Performans
Göstergeler                    speed                   - - - + + + - + +
Gösterge sonuçları             trending_up             - - - + + + - + +
Dönem değerleri                date_range              - - - + + + - + +
# IV Kurumsal kabiliyet
Üstünlükler ve zayıflıklar     psychology              - - - + + + - + +
# Yönetim
Mali yıllar                    calendar_month          - - - + + + - + +
Yeni mali yıl                  event_upcoming          - - - + - - - - +
Takvim kuralları               gavel                   - - - + + + - + +
Takvim adımları                event_note              - - - + + + - + +
Bölüm sorumlulukları           assignment_ind          - - - + + + - + +
Görevlendirmeler               groups_2                - - - + + + - + +
İmza kuralları                 rule_settings           - - - + + + - + +
Denetim izi                    history                 + - - + + + - + +
Rapor bölümleri                format_list_numbered    - - - + + + - + +
Beyan örnek metinleri          contract                - - - + + + - + +
Doğrulanacak dayanaklar        pending_actions         - - - + + + - + +
Kullanıcılar                   person                  - - - - - - - - +
Roller                         groups                  - - - - - - - - +
Giriş kilitleri                lock                    - - - - - - - - +
"""


def visible(user: User) -> list[str]:
    client = Client()
    client.force_login(user)
    found = []
    for group in client.get(ANY_PAGE).context["sidebar_navigation"]:
        found.append(f"# {group['title']}")
        shown = (item for item in group["items"] if item["has_permission"])
        found += [f"{item['title']} {item['icon']}" for item in shown]
    return found


def expected(column: str) -> list[str]:
    """What a person sees; a heading with nothing below it is left out."""
    place = COLUMNS.index(column)
    found = []
    for line in EXPECTED.strip().splitlines():
        cells = line.split()[-len(COLUMNS) :]
        name = " ".join(line.split()[: -len(COLUMNS)])
        if line.startswith("#"):
            found.append(line)
        elif cells[place] == "+":
            found.append(name)
    below = [*found[1:], "#"]
    return [
        line
        for line, following in zip(found, below, strict=True)
        if not (line.startswith("#") and following.startswith("#"))
    ]


@pytest.mark.parametrize("column", COLUMNS)
def test_the_sidebar_follows_the_report_and_shows_what_one_may_open(
    column: str, people: dict[str, User]
) -> None:
    if column in people:
        assert visible(people[column]) == expected(column)
        return
    user = User.objects.create_user(column, is_staff=True)
    name = next(role.name for role in ROLES if role.code == column)
    user.groups.add(Group.objects.get(name=name))

    assert visible(user) == expected(column)


def test_every_role_has_a_column() -> None:
    assert {role.code for role in ROLES} < set(COLUMNS)
    assert all(
        line.startswith("#") or re.search(r"( [+-]){9}$", line)
        for line in EXPECTED.strip().splitlines()
    )


def test_every_title_has_an_english_text() -> None:
    """Titles that come from the tables' names stand in no `gettext` that a tool could find."""
    known = set(re.findall(r'^msgid "(.*)"$', CATALOGUE.read_text("utf-8"), re.M))
    titles = [str(item["title"]) for group in groups() for item in group["items"]]

    assert len(titles) > 50
    assert [title for title in titles if title not in known] == []
