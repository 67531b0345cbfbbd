"""Forms of the sign-in pages."""

from __future__ import annotations

from django import forms
from django.http import QueryDict

from .reauth import code_field


class CodeForm(forms.Form):
    """The code of the phone, or a recovery code when the phone is not at hand."""

    code = code_field(recovery=False)

    def __init__(self, data: QueryDict | None = None, *, recovery: bool = False) -> None:
        super().__init__(data)
        code = self.fields["code"]
        code.widget.attrs["autofocus"] = True
        if recovery:
            code.label = "Kurtarma kodu"
            code.help_text = "Kayıt sırasında verilen kodlardan biri; her kod bir kez geçerlidir."
            code.widget.attrs |= {"inputmode": "text", "autocomplete": "off"}

    def refuse(self, why: str) -> None:
        """Say why, and empty the field: a code that was refused is not sent again."""
        self.add_error("code", why)
        self.data = {**self.data, "code": ""}
