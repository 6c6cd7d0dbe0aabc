import type { DefaultTexts } from "#domain/dunning/messages/defaults.ts";

export const de: DefaultTexts = {
  courtesy: {
    subject: "{% if items.one %}Ihre Rechnung {{ item.number }} wird am {{ item.dueOn }} fällig{% else %}Ihre nächsten Fälligkeiten: {{ asked.total }}{% endif %}",
    preheader: "Kurz vor der Fälligkeit: Liegt Ihnen alles vor?",
    body: `Guten Tag{% if contact.name %} {{ contact.name }}{% endif %},

{% if items.one %}die Rechnung {{ item.number }} über **{{ asked.total }}** wird am **{{ item.dueOn }}** fällig.{% else %}die unten aufgeführten Rechnungen über insgesamt **{{ asked.total }}** werden in Kürze fällig.{% endif %} Wir möchten nur sicherstellen, dass Ihnen für die Bearbeitung alles vorliegt: Rechnung, Bestellnummer, Lieferschein.

[[items]]

Sollte etwas fehlen oder eine Position nicht stimmen, antworten Sie bitte auf diese Nachricht. Wir klären es noch vor der Fälligkeit. Ist die Zahlung bereits eingeplant, brauchen Sie nichts weiter zu tun.

[[pay]]

Vielen Dank und freundliche Grüße

[[signature]]`,
    sms: "{{ creditor.name }}: {{ asked.total }} werden am {{ item.dueOn }} fällig.{% if link.pay %} Details: {{ link.pay }}{% endif %}",
  },
  "reminder-1": {
    subject: "Zahlungserinnerung: {% if items.one %}Rechnung {{ item.number }} über {{ asked.total }}{% else %}{{ asked.total }}{% endif %}",
    preheader: "Sicher nur ein Versehen. Details und Zahlungswege finden Sie in dieser Nachricht.",
    body: `Guten Tag{% if contact.name %} {{ contact.name }}{% endif %},

{% if items.one %}für die Rechnung {{ item.number }}, fällig am {{ item.dueOn }}, konnten wir noch keinen Zahlungseingang feststellen.{% else %}für die unten aufgeführten fälligen Rechnungen konnten wir noch keinen Zahlungseingang feststellen.{% endif %} Sicher handelt es sich nur um ein Versehen. Wir bitten Sie freundlich um den Ausgleich von **{{ asked.total }}**.

[[items]]

[[pay]]

Hat sich Ihre Zahlung mit dieser Nachricht überschnitten, betrachten Sie sie bitte als gegenstandslos. Ist sie bereits eingeplant, nennen Sie uns einfach den Termin. Und sollte etwas der Zahlung entgegenstehen, sprechen Sie uns an: Wir finden gemeinsam eine Lösung.

[[answers]]

Freundliche Grüße

[[signature]]`,
    sms: "{{ creditor.name }}: Laut unseren Unterlagen sind {{ asked.total }} seit dem {{ item.dueOn }} offen.{% if link.pay %} {{ link.pay }}{% endif %} Bereits bezahlt? Dann bitte ignorieren.",
  },
  "reminder-2": {
    subject: "Mahnung: {{ asked.total }} überfällig",
    preheader: "{% if deadline.on %}Bitte zahlen Sie bis zum {{ deadline.on }}.{% else %}Bitte zahlen Sie umgehend nach Erhalt dieser Nachricht.{% endif %}",
    body: `Guten Tag{% if contact.name %} {{ contact.name }}{% endif %},

{% if previous.on %}auf unsere Nachricht vom {{ previous.on }} haben wir leider keinen Zahlungseingang feststellen können. {% if items.one %}Die Rechnung {{ item.number }} ist bereits seit dem {{ item.dueOn }} fällig.{% else %}Die älteste der unten aufgeführten Rechnungen ist bereits seit dem {{ item.dueOn }} fällig.{% endif %}{% else %}leider konnten wir bisher keinen Zahlungseingang feststellen. {% if items.one %}Die Rechnung {{ item.number }} ist seit dem {{ item.dueOn }} fällig.{% else %}Die älteste der unten aufgeführten Rechnungen ist seit dem {{ item.dueOn }} fällig.{% endif %}{% endif %}

Wir fordern Sie auf, **{{ asked.total }}** {% if deadline.on %}**bis zum {{ deadline.on }}**{% else %}umgehend nach Erhalt dieser Nachricht{% endif %} zu zahlen oder uns mitzuteilen, an welchem Tag die Zahlung erfolgt.

[[items]]

[[pay]]

Falls Sie eine Rechnung beanstanden, teilen Sie uns bitte mit, welche und weshalb. Den strittigen Teil prüfen wir gesondert; der übrige Betrag bleibt fällig.

[[legal]]

[[answers]]

Mit freundlichen Grüßen

[[signature]]`,
    sms: "{{ creditor.name }}: Mahnung, {{ asked.total }} sind überfällig.{% if link.pay %} Zahlen: {{ link.pay }}{% endif %}{% if sender.phone %} Fragen: {{ sender.phone }}{% endif %}",
  },
  "reminder-3": {
    subject: "Letzte Mahnung: {{ asked.total }}",
    preheader: "{% if deadline.on %}Letzte Frist: {{ deadline.on }}. Danach leiten wir weitere Schritte ein.{% else %}Ohne Ihre Zahlung leiten wir weitere Schritte ein.{% endif %}",
    body: `Guten Tag{% if contact.name %} {{ contact.name }}{% endif %},

unsere bisherigen Mahnungen{% if previous.on %}, zuletzt vom {{ previous.on }},{% endif %} sind ohne Ergebnis geblieben. Bis heute sind **{{ asked.total }}** offen; die älteste Forderung war am {{ item.dueOn }} fällig.

Dies ist unsere letzte Mahnung in dieser Form. **{% if deadline.on %}Geht der volle Betrag nicht bis zum {{ deadline.on }} bei uns ein{% else %}Geht der volle Betrag nicht binnen acht Tagen bei uns ein{% endif %}, werden wir Sie förmlich unter Fristsetzung zur Zahlung auffordern.** Außerdem behalten wir uns vor, die mit Ihnen vereinbarten Zahlungsziele auszusetzen.

[[items]]

[[pay]]

[[legal]]

Sollten Sie in Zahlungsschwierigkeiten sein, rufen Sie uns bitte vor Ablauf dieser Frist an{% if sender.phone %} ({{ sender.phone }}){% endif %}: Ein rechtzeitig vereinbarter Ratenplan erspart beiden Seiten weitere Kosten.

[[answers]]

Mit freundlichen Grüßen

[[signature]]`,
    sms: "{{ creditor.name }}: Letzte Mahnung, {{ asked.total }} offen.{% if deadline.on %} Bitte bis {{ deadline.on }} zahlen.{% endif %}{% if link.pay %} {{ link.pay }}{% endif %}",
  },
  "formal-notice": {
    subject: "Letzte außergerichtliche Mahnung: {{ asked.total }}",
    preheader: "Zahlungsfrist: {{ deadline.on }}.",
    body: `[[parties]]

Sehr geehrte Damen und Herren,

trotz unserer Mahnungen{% if previous.on %}, zuletzt vom {{ previous.on }},{% endif %} sind die nachstehend aufgeführten Forderungen aus unseren Rechnungen bis heute nicht beglichen.

[[items]]

**Wir fordern Sie hiermit letztmalig auf, die Hauptforderung von {{ asked.total }} bis spätestens zum {{ deadline.on }} zu begleichen; maßgeblich ist der Zahlungseingang bei uns.**

[[legal]]

[[claim]]

[[pay]]

Nach fruchtlosem Ablauf dieser Frist werden wir ohne weitere Ankündigung die zur Durchsetzung unserer Forderung erforderlichen Schritte einleiten, insbesondere das gerichtliche Mahnverfahren oder die Klage.

Sollten Sie die Forderung ganz oder teilweise bestreiten oder uns eine Ratenzahlung vorschlagen wollen, teilen Sie uns dies bitte vor Ablauf der Frist schriftlich mit.

Sollten Sie die Beträge vor Erhalt dieses Schreibens bereits bezahlt haben, bitten wir um Zusendung des Zahlungsnachweises; dieses Schreiben ist dann gegenstandslos.

Mit freundlichen Grüßen

[[signature]]`,
  },
  statement: {
    subject: "Ihr Kontoauszug zum {{ today }}",
    preheader: "{% if overdue.total %}Davon überfällig: {{ overdue.total }}.{% else %}Derzeit ist nichts überfällig.{% endif %}",
    body: `Guten Tag{% if contact.name %} {{ contact.name }}{% endif %},

nachstehend finden Sie den Stand Ihres Kontos in unseren Büchern zum {{ today }}. {% if overdue.total %}Überfällig sind **{{ overdue.total }}**.{% else %}Derzeit ist nichts überfällig.{% endif %}

[[items]]

Weicht dieser Auszug von Ihren Büchern ab, antworten Sie bitte mit Angabe der betroffenen Posten: Wir stimmen sie gern mit Ihnen ab.

[[pay]]

[[answers]]

Freundliche Grüße

[[signature]]`,
  },
  "promise-confirmed": {
    subject: "Ihre Zahlung über {{ promise.total }} am {{ promise.on }}",
    preheader: "Wir haben Ihre Zusage notiert. Vielen Dank.",
    body: `Guten Tag{% if contact.name %} {{ contact.name }}{% endif %},

vielen Dank für Ihre Rückmeldung. Wir haben notiert, dass Sie **{{ promise.total }}** am **{{ promise.on }}** zahlen. Bis dahin erhalten Sie zu diesen Rechnungen keine weitere Erinnerung.

[[items]]

[[pay]]

Sollte sich dieser Termin ändern, geben Sie uns bitte vorher Bescheid: Eine kurze Nachricht genügt.

Freundliche Grüße

[[signature]]`,
    sms: "{{ creditor.name }}: Ihre Zahlung über {{ promise.total }} am {{ promise.on }} ist notiert. Vielen Dank.",
  },
  "promise-broken": {
    subject: "Ihre für den {{ promise.on }} zugesagte Zahlung ist nicht eingegangen",
    preheader: "Wir haben {{ promise.total }} erwartet. Wie ist der Stand?",
    body: `Guten Tag{% if contact.name %} {{ contact.name }}{% endif %},

Sie hatten uns für den {{ promise.on }} eine Zahlung über **{{ promise.total }}** zugesagt. Nach unseren Unterlagen ist sie nicht vollständig eingegangen.

Bitte zahlen Sie **{{ asked.total }}** {% if deadline.on %}**bis zum {{ deadline.on }}**{% else %}umgehend{% endif %}, oder senden Sie uns die Ausführungsbestätigung Ihrer Bank, falls die Überweisung bereits unterwegs ist.

[[items]]

[[pay]]

Ohne Nachricht von Ihnen setzen wir unsere Mahnungen dort fort, wo wir sie unterbrochen hatten.

[[answers]]

Mit freundlichen Grüßen

[[signature]]`,
    sms: "{{ creditor.name }}: Ihre für den {{ promise.on }} zugesagte Zahlung über {{ promise.total }} ist nicht eingegangen.{% if link.pay %} {{ link.pay }}{% endif %}",
  },
  "thank-you": {
    subject: "Ihre Zahlung über {{ payment.total }} ist eingegangen",
    preheader: "Vielen Dank. Sie ist auf Ihrem Konto verbucht.",
    body: `Guten Tag{% if contact.name %} {{ contact.name }}{% endif %},

Ihre Zahlung über **{{ payment.total }}** ist am {{ payment.on }} bei uns eingegangen. Vielen Dank dafür. {% if items.count == 0 %}Auf Ihrem Konto ist nichts mehr überfällig.{% else %}Die unten aufgeführten Posten sind auf Ihrem Konto noch offen.{% endif %}

[[items]]

Freundliche Grüße

[[signature]]`,
  },
  "dispute-acknowledged": {
    subject: "Wir haben Ihre Reklamation erhalten{% if dispute.reference %}: {{ dispute.reference }}{% endif %}",
    preheader: "Der strittige Betrag von {{ dispute.total }} wird während der Prüfung nicht gefordert.",
    body: `Guten Tag{% if contact.name %} {{ contact.name }}{% endif %},

wir haben Ihre Reklamation{% if dispute.reason %} ({{ dispute.reason }}){% endif %} über **{{ dispute.total }}** erhalten. Während wir sie prüfen, fordern wir diesen Betrag nicht von Ihnen.

[[items]]

{% if asked.any %}Der übrige Betrag von **{{ asked.total }}** ist unstrittig und bleibt zu seiner Fälligkeit zahlbar.{% endif %} Falls Sie Unterlagen dazu haben (Lieferschein, Fotos, Schriftwechsel), fügen Sie sie bitte Ihrer Antwort bei: So geht es schneller.

[[pay]]

Freundliche Grüße

[[signature]]`,
  },
  "call-note": {
    subject: "Unser Telefonat vom {{ call.on }}",
    preheader: "Was wir besprochen haben, und die Details Ihres Kontos.",
    body: `Guten Tag{% if contact.name %} {{ contact.name }}{% endif %},

vielen Dank für das Telefonat{% if call.with %} mit {{ call.with }}{% endif %} am {{ call.on }}.

{% if call.note %}Wir haben Folgendes festgehalten: {{ call.note }}{% else %}Wie besprochen finden Sie unten die Rechnungen, über die wir gesprochen haben.{% endif %}

[[items]]

[[pay]]

Sollte ich etwas falsch verstanden haben, antworten Sie mir bitte einfach.

Freundliche Grüße

[[signature]]`,
  },
};
