"""Who may do what in the office: the whole table, as it is expected and asked for.

Three parts, one column for each person: the pages of each kind of table, the actions of their
lists, and all other pages with what can be pressed on them.

Seven letters for seven pages: list, add, change, delete, import, export, history.

    +  yes        r  shown without a way to save       -  refused (403)
    0  as if it did not exist                          L  sign in first      .  no such page

The people: «right» enters figures in the directorate that the record belongs to (and in all others
but one), «wrong» in that one; «finance» in finance services, which compile the report.
"""

from __future__ import annotations

TABLES = """
kind          anonymous wrong    right    finance  reviewer auditor  publisher signatory

own           LLLLLLL   ++00++0  +++++++  ++r-+++  +-r--++  +-r--++  +-r--++   ------0
assigned      LLLLLLL   ---0--0  +++++++  +++++++  +-r--++  +-r--++  +-r--++   ------0
reference     LLLLLLL   +-r--++  +-r--++  +++++++  +-r--++  +-r--++  +-r--++   -------
codes         LLLLLLL   -------  -------  +++++++  +-r--++  +-r--++  +-r--++   -------
free          LLLLLLL   ++00++0  +++++++  +++++++  +-r--++  +-r--++  +-r--++   ------0
text          LLLL..L   ++0-..0  +++-..+  ++r-..+  +-r-..+  +-r-..+  +-r-..+   ----..0
money         LLLLLLL   ------0  -------  +++++++  +-r--++  +-r--++  +-r--++   ------0
card          LLLLLLL   ------0  +-+--++  +++++++  +-r--++  +-r--++  +-r--++   ------0
declaration   LLLLLLL   ------0  -------  +-+--++  +-r--++  +-r--++  +-r--++   ------0
number        LLLLLLL   ------0  -------  +++-+++  +-r--++  +-r--++  +-r--++   ------0
printed       LLLLLLL   ------0  -------  +-r--++  +-r--++  +-r--++  +-r--++   ------0
outline       LLLLLLL   -------  -------  +-r--++  +-r--++  +-r--++  +-r--++   -------
report        LLLL..L   ----..-  ----..-  +-r-..+  +-r-..+  +-r-..+  +-+-..+   +-r-..+
version       LLLL..L   ----..-  ----..-  +-r-..+  +-r-..+  +-r-..+  +-r-..+   +-r-..+
pdf           LLLL..L   ----..-  ----..-  +-r-..+  +-r-..+  ----..-  +-r-..+   +-r-..+
policy        LLLL..L   ----..-  ----..-  +-r-..+  +-r-..+  +-r-..+  +++-..+   ----..-
waiver        LLLL..L   ----..-  ----..-  +-r-..+  +-+-..+  +-r-..+  +-+-..+   ----..-
calendar      LLLL..L   ----..-  ----..-  +++-..+  +-r-..+  +-r-..+  +-r-..+   ----..-
duty          LLLL..L   ----..-  ----..-  +-+-..+  +-r-..+  +-r-..+  +-r-..+   ----..-
council       LLLL..L   ----..-  ----..-  ++++..+  +-r-..+  +-r-..+  ++++..+   ----..-
people        LLLL..L   ----..-  ----..-  +-r-..+  +-r-..+  +-r-..+  +-r-..+   ----..-
account       LLLL..L   ----..-  ----..-  ----..-  ----..-  ----..-  ----..-   ----..-
"""

# action, kind of table | anonymous wrong right finance reviewer auditor publisher signatory
ACTIONS = """
delete_selected own          | L 0 + - 0 0 0 -
delete_selected assigned     | L - + + 0 0 0 -
delete_selected reference    | L 0 0 0 0 0 0 -
delete_selected codes        | L - - + 0 0 0 -
delete_selected free         | L 0 + + 0 0 0 -
delete_selected text         | L 0 0 0 0 0 0 -
delete_selected money        | L - - + 0 0 0 -
delete_selected card         | L - 0 0 0 0 0 -
delete_selected declaration  | L - - 0 0 0 0 -
delete_selected number       | L - - 0 0 0 0 -
delete_selected printed      | L - - 0 0 0 0 -
delete_selected outline      | L - - 0 0 0 0 -
delete_selected report       | L - - 0 0 0 0 0
delete_selected version      | L - - 0 0 0 0 0
delete_selected pdf          | L - - 0 0 - 0 0
delete_selected waiver       | L - - 0 0 0 0 -
delete_selected calendar     | L - - 0 0 0 0 -
delete_selected duty         | L - - 0 0 0 0 -
delete_selected people       | L - - 0 0 0 0 -
delete_selected account      | L - - - - - - -
delete_selected council      | L - - + 0 0 + -

roll_forward    own          | L 0 + 0 0 0 0 -
roll_forward    free         | L 0 + + 0 0 0 -

release         account      | L - - - - - - -
"""

# page, arguments | anonymous wrong right finance reviewer auditor publisher signatory
PAGES = """
GET  index                              | L + + + + + + +
GET  account                            | L + + + + + + +
GET  stay                               | L + + + + + + +
GET  confirm                            | L + + + + + + +
GET  recovery_codes                     | L + + + + + + +
POST new_recovery_codes                 | L + + + + + + +
POST remove_second_factor               | L + + + + + + +
GET  app_list reports                   | L + + + + + + +
GET  app_list finance                   | L 0 0 + + + + 0
GET  app_list auth                      | L 0 0 0 0 0 0 0
GET  search                             | L + + + + + + +
GET  jsi18n                             | L + + + + + + +
GET  second_factor                      | + + + + + + + +
GET  second_factor_setup                | + + + + + + + +
GET  password_change                    | L + + + + + + +
GET  password_change_done               | L + + + + + + +

GET  section own                        | L 0 + + + + + 0
POST section own                        | L 0 0 0 0 0 0 0
GET  section_history own                | L 0 + + + + + 0
GET  section wrong                      | L + 0 + + + + 0
GET  section money                      | L 0 + + + + + 0
GET  text_from_word own                 | L 0 + + + + + 0
POST text_from_word own                 | L 0 + - - - - 0
GET  text_from_word wrong               | L + 0 + + + + 0
GET  text_desk own                      | L 0 + + + + + 0
POST text_desk own                      | L 0 + - - - - 0
GET  text_desk wrong                    | L + 0 + + + + 0
GET  text_figures own                   | L 0 + + + + + 0
GET  text_figures wrong                 | L + 0 + + + + 0
POST text_advice own                    | L 0 + + + + + 0
POST text_advice wrong                  | L + 0 + + + + 0
POST text_preview own                   | L 0 + + + + + 0
POST text_preview wrong                 | L + 0 + + + + 0
GET  text_history own                   | L 0 + + + + + 0
POST text_history own                   | L 0 + - - - - 0
POST text_remarks own                   | L 0 + + + + + 0
POST text_remarks wrong                 | L + 0 + + + + 0
GET  draft year                         | L + + + + + + 0
GET  draft_section fen_slug             | L 0 + + + + + 0
GET  draft_section wrong_slug           | L + 0 + + + + 0
GET  preview_links year                 | L - - - - - + -
POST preview_links year                 | L - - - - - + -
GET  draft_word fen_slug                | L 0 + + + + + 0
GET  draft_word wrong_slug              | L + 0 + + + + 0
GET  reports_narrative_at_the_desk text | L - + + + + + -
GET  reports_narrative_from_word text   | L - + - - - - -
GET  reports_declaration_text_and_confirmation declaration | L - - + + + + -
GET  sheet vehicles                     | L 0 + + + + + 0
POST sheet vehicles                     | L 0 + + - - - 0
GET  table_files cars                   | L - + + - - - -
POST table_files cars                   | L x x x x x x x
GET  sheet_upload vehicles              | L 0 + + - - - 0
POST sheet_upload vehicles              | L 0 + + - - - 0
GET  sheet_preview upload               | L 0 + + - - - 0
POST sheet_preview upload               | L 0 + + - - - 0
GET  sheet_marked upload                | L 0 + + - - - 0
GET  sheet_taken taken                  | L 0 + + - - - 0
POST sheet_taken taken                  | L 0 + + - - - 0
GET  sheet_job    job                  | L 0 0 0 - - - 0
POST sheet_job    job                  | L 0 0 0 - - - 0
GET  sheet_job_marked job              | L 0 0 0 - - - 0

GET  workbook fen                       | L 0 + + + + + 0
POST workbook fen                       | L x x x x x x x
GET  workbook zabita                    | L + 0 + + + + 0
GET  workbook_upload fen                | L 0 + - - - - 0
POST workbook_upload fen                | L 0 + - - - - 0
GET  workbook_preview fen_upload        | L 0 + - - - - 0
POST workbook_preview fen_upload        | L 0 + - - - - 0
GET  workbook_marked fen_upload         | L 0 + - - - - 0
GET  workbook_taken fen_taken           | L 0 + - - - - 0
POST workbook_taken fen_taken           | L 0 + - - - - 0
GET  workbooks year                     | L - - + + + + -

GET  trial_balance year                 | L 0 0 + - - - 0
POST trial_balance year                 | L 0 0 + - - - 0
GET  trial_balance_preview balance      | L 0 0 + - - - 0
POST trial_balance_preview balance      | L 0 0 + - - - 0

GET  board                              | L - - + + + + -
GET  board_export csv                   | L - - + + + + -
GET  board_export xlsx                  | L - - + + + + -
POST board                              | L - - + - - - -
POST board_remind                       | L - - + - - - -
GET  corrections                        | L - - + + + + -
POST corrections                        | L - - - - - + -
GET  declaration_texts                  | L - - + + + + -
GET  declaration_text declaration       | L - - + + + + -
POST declaration_text declaration       | L - - 0 0 0 0 -
GET  unverified                         | L - - + + + + -
POST unverified                         | L - - + + - - -
GET  calendar                           | L + + + + + + +
GET  calendar_file                      | L + + + + + + +
POST calendar_mark milestone            | L - - + - - - -
POST calendar_create year               | L - - + - - - -

GET  findings_now                       | L + + + + + + +
GET  findings year                      | L + + + + + + +
GET  finding own                        | L 0 + + + + + 0
POST finding own                        | L - - - + - + -
GET  finding_data finding               | L 0 + + + + + 0
GET  small_counts_now                   | L + + + + + + +
GET  small_counts year                  | L + + + + + + +
GET  small_count people                 | L 0 + + + + + 0
POST small_count people                 | L - - - + - - -
GET  trail                              | L + + + + + + -
GET  trail_export                       | L + + + + + + -
GET  trail_record facility              | L 0 + + + + + 0

GET  open_year                          | L - - + - - - -
POST open_year                          | L - - + - - - -
GET  reports_report_publish report      | L - - - - - + -
POST reports_report_publish report      | L - - - - - + -
GET  reports_report_findings_button report | L - - + + + + +
GET  reports_report_pdf_button report   | L - - + + - + +
GET  reports_publication_pdf_button publication | L - - + + - + +
GET  reports_pdfexport_draft year       | L - - + + - + +
GET  reports_pdfexport_version version  | L - - + + - + +
GET  reports_pdfexport_status export    | L - - + + - + +
GET  reports_pdfexport_download export  | L - - 0 0 - 0 0
GET  signing_now                        | L - - + + + + +
GET  signing year                       | L - - + + + + +
POST signing year                       | L - - - - - - +
GET  signing_file year                  | L - - 0 0 - 0 0
GET  signing_data year                  | L - - 0 0 0 0 0
GET  evidence evidence                  | L 0 + + + + + 0
GET  indicator_entry indicator          | L 0 + + + + + 0
POST indicator_entry indicator          | L 0 + - - - - 0
GET  departments_freetable_download_rows table | L - + + + + + -
GET  departments_freetable_upload_rows table   | L - + - - - - -
POST departments_freetable_upload_rows table   | L - + - - - - -

GET  reports_councilrecord_announce session  | L - - - - - + -
GET  reports_delivery_announce delivery | L - - - - - + -
GET  council_document minutes           | L - - + + + + -
GET  delivery_file delivery             | L - - + + + + -

GET  person_left person                 | L - - - - - - -
POST person_left person                 | L - - - - - - -
GET  reset_second_factor person         | L - - - - - - -
POST reset_second_factor person         | L - - - - - - -
GET  auth_user_person_left person       | L - - - - - - -
GET  auth_user_reset_second_factor person | L - - - - - - -
GET  auth_user_password_change person   | L - - - - - - -
"""
