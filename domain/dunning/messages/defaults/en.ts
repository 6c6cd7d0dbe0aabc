import type { DefaultTexts } from "#domain/dunning/messages/defaults.ts";

export const en: DefaultTexts = {
  courtesy: {
    subject: "{% if items.one %}Invoice {{ item.number }} falls due on {{ item.dueOn }}{% else %}Invoices falling due soon: {{ asked.total }}{% endif %}",
    preheader: "A quick check before the due date: do you have all you need?",
    body: `{% if contact.name %}Dear {{ contact.name }},{% else %}Hello,{% endif %}

{% if items.one %}Invoice {{ item.number }} for **{{ asked.total }}** falls due on **{{ item.dueOn }}**.{% else %}The invoices below, **{{ asked.total }}** in all, fall due soon.{% endif %} We would simply like to make sure that you have everything you need to process {% if items.one %}it{% else %}them{% endif %}: the invoice, a purchase order number, proof of delivery.

[[items]]

If something is missing, or a line is not as you expect, please reply to this message and we will put it right before the due date. If payment is already scheduled, there is nothing more to do.

[[pay]]

With thanks,

[[signature]]`,
    sms: "{{ creditor.name }}: {{ asked.total }} falls due on {{ item.dueOn }}.{% if link.pay %} Details: {{ link.pay }}{% endif %}",
  },
  "reminder-1": {
    subject: "{% if items.one %}Invoice {{ item.number }}, due {{ item.dueOn }}: {{ asked.total }}{% else %}Overdue invoices: {{ asked.total }}{% endif %}",
    preheader: "Perhaps an oversight? The details and ways to pay are inside.",
    body: `{% if contact.name %}Dear {{ contact.name }},{% else %}Hello,{% endif %}

According to our records, {% if items.one %}invoice {{ item.number }}, due on {{ item.dueOn }}, has not been paid yet{% else %}the invoices below are past their due date and have not been paid yet{% endif %}. This may simply be an oversight: we would be grateful for your payment of **{{ asked.total }}**.

[[items]]

[[pay]]

If your payment has crossed with this message, please disregard it. If it is scheduled, just let us know the date; and if anything is keeping you from paying, tell us, and we will look for a solution together.

[[answers]]

Kind regards,

[[signature]]`,
    sms: "{{ creditor.name }}: according to our records {{ asked.total }} has been overdue since {{ item.dueOn }}.{% if link.pay %} {{ link.pay }}{% endif %} Already paid? Please disregard.",
  },
  "reminder-2": {
    subject: "Second reminder: {{ asked.total }} overdue",
    preheader: "{% if deadline.on %}Please pay by {{ deadline.on }}.{% else %}Please pay on receipt of this message.{% endif %}",
    body: `{% if contact.name %}Dear {{ contact.name }},{% else %}Hello,{% endif %}

{% if previous.on %}We wrote to you on {{ previous.on }} and have{% else %}We have{% endif %} still not received payment of {% if items.one %}invoice {{ item.number }}, which fell due on {{ item.dueOn }}{% else %}the invoices below, the oldest of which fell due on {{ item.dueOn }}{% endif %}.

Please pay **{{ asked.total }}** {% if deadline.on %}**by {{ deadline.on }}**{% else %}on receipt of this message{% endif %}, or reply with the date on which the payment will be made.

[[items]]

[[pay]]

If you dispute an invoice, please tell us which one and why. We will look into the disputed part separately; the remainder stays due.

[[legal]]

[[answers]]

Regards,

[[signature]]`,
    sms: "{{ creditor.name }}: second reminder, {{ asked.total }} is overdue.{% if link.pay %} Pay: {{ link.pay }}{% endif %}{% if sender.phone %} Questions: {{ sender.phone }}{% endif %}",
  },
  "reminder-3": {
    subject: "Final reminder before formal notice: {{ asked.total }}",
    preheader: "{% if deadline.on %}Without payment by {{ deadline.on }}, a formal notice will follow.{% else %}Without payment, a formal notice will follow.{% endif %}",
    body: `{% if contact.name %}Dear {{ contact.name }},{% else %}Hello,{% endif %}

Our earlier reminders{% if previous.on %}, the latest dated {{ previous.on }},{% endif %} have not led to payment. **{{ asked.total }}** remains unpaid; the oldest due date was {{ item.dueOn }}.

This is our last reminder of this kind. **{% if deadline.on %}Unless we receive payment in full by {{ deadline.on }}{% else %}Unless we receive payment in full within eight days{% endif %}, we will send you a formal notice**, and we reserve the right to suspend the credit terms on your account.

[[items]]

[[pay]]

[[legal]]

If you are in difficulty, please call us{% if sender.phone %} on {{ sender.phone }}{% endif %} before that date: a payment plan agreed in time spares both of us further cost.

[[answers]]

Regards,

[[signature]]`,
    sms: "{{ creditor.name }}: final reminder before formal notice, {{ asked.total }} unpaid.{% if deadline.on %} Please pay by {{ deadline.on }}.{% endif %}{% if link.pay %} {{ link.pay }}{% endif %}",
  },
  "formal-notice": {
    subject: "Formal notice: payment of {{ asked.total }} required",
    preheader: "Payment required by {{ deadline.on }}.",
    body: `[[parties]]

Dear Sir or Madam,

Despite our reminders{% if previous.on %}, the latest dated {{ previous.on }}{% endif %}, the sums set out below, due under our invoices, remain unpaid.

[[items]]

**This letter is formal notice that we require payment of the principal sum of {{ asked.total }} by {{ deadline.on }}.**

[[legal]]

[[claim]]

[[pay]]

If we do not receive payment in full by that date, we will take the steps necessary to recover the debt without further notice to you. These may include legal proceedings.

If you dispute any part of this debt, or wish to propose a payment plan, please write to us before that date.

If you have paid these sums before receiving this notice, please send us proof of payment and disregard it.

Yours faithfully,

[[signature]]`,
  },
  statement: {
    subject: "Your statement of account at {{ today }}",
    preheader: "{% if overdue.total %}Of which overdue: {{ overdue.total }}.{% else %}Nothing is overdue.{% endif %}",
    body: `{% if contact.name %}Dear {{ contact.name }},{% else %}Hello,{% endif %}

This is your account in our books at {{ today }}. {% if overdue.total %}The overdue amount is **{{ overdue.total }}**.{% else %}Nothing is overdue.{% endif %}

[[items]]

If this statement differs from your own records, please reply and name the lines concerned: we will reconcile them with you.

[[pay]]

[[answers]]

Kind regards,

[[signature]]`,
  },
  "promise-confirmed": {
    subject: "Your payment of {{ promise.total }} on {{ promise.on }}",
    preheader: "We have noted your commitment. Thank you.",
    body: `{% if contact.name %}Dear {{ contact.name }},{% else %}Hello,{% endif %}

Thank you for getting back to us. We have noted that you will pay **{{ promise.total }}** on **{{ promise.on }}**. Until then, we will not remind you of these invoices.

[[items]]

[[pay]]

Should that date change, please tell us before it arrives: a short message is enough.

Kind regards,

[[signature]]`,
    sms: "{{ creditor.name }}: we have noted your payment of {{ promise.total }} on {{ promise.on }}. Thank you.",
  },
  "promise-broken": {
    subject: "The payment you announced for {{ promise.on }} has not arrived",
    preheader: "We were expecting {{ promise.total }}. Where does it stand?",
    body: `{% if contact.name %}Dear {{ contact.name }},{% else %}Hello,{% endif %}

You told us to expect a payment of **{{ promise.total }}** on {{ promise.on }}. According to our records, we have not received it in full.

Please pay **{{ asked.total }}** {% if deadline.on %}**by {{ deadline.on }}**{% else %}without delay{% endif %}, or send us your bank’s confirmation if the transfer is already on its way.

[[items]]

[[pay]]

If we do not hear from you, our reminders will resume where we paused them.

[[answers]]

Regards,

[[signature]]`,
    sms: "{{ creditor.name }}: your payment of {{ promise.total }}, announced for {{ promise.on }}, has not arrived.{% if link.pay %} {{ link.pay }}{% endif %}",
  },
  "thank-you": {
    subject: "We have received your payment of {{ payment.total }}",
    preheader: "Thank you. Your account shows it.",
    body: `{% if contact.name %}Dear {{ contact.name }},{% else %}Hello,{% endif %}

We received your payment of **{{ payment.total }}** on {{ payment.on }}. Thank you. {% if items.count == 0 %}Nothing overdue is left on your account.{% else %}The documents below are still open on your account.{% endif %}

[[items]]

Kind regards,

[[signature]]`,
  },
  "dispute-acknowledged": {
    subject: "We have received your query{% if dispute.reference %} {{ dispute.reference }}{% endif %}",
    preheader: "We will not ask you for the disputed part, {{ dispute.total }}, while we look into it.",
    body: `{% if contact.name %}Dear {{ contact.name }},{% else %}Hello,{% endif %}

We have received your query{% if dispute.reason %} ({{ dispute.reason }}){% endif %} about **{{ dispute.total }}**. While we look into it, we will not ask you for this sum.

[[items]]

{% if asked.any %}The remainder, **{{ asked.total }}**, is not disputed and stays payable when due.{% endif %} If you have supporting documents (delivery note, photographs, correspondence), please attach them to your reply: it will speed things up.

[[pay]]

Kind regards,

[[signature]]`,
  },
  "call-note": {
    subject: "Following our call on {{ call.on }}",
    preheader: "A summary of our conversation, and the details of your account.",
    body: `{% if contact.name %}Dear {{ contact.name }},{% else %}Hello,{% endif %}

Thank you for your time{% if call.with %}, and for that of {{ call.with }},{% endif %} during our call on {{ call.on }}.

{% if call.note %}This is what we noted: {{ call.note }}{% else %}As agreed, here are the invoices that we spoke about.{% endif %}

[[items]]

[[pay]]

If I have misunderstood anything, please just reply.

Kind regards,

[[signature]]`,
  },
};
