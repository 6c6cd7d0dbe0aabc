import type { DefaultTexts } from "#domain/dunning/messages/defaults.ts";

export const es: DefaultTexts = {
  courtesy: {
    subject: "{% if items.one %}Su factura {{ item.number }} vence el {{ item.dueOn }}{% else %}Sus próximos vencimientos: {{ asked.total }}{% endif %}",
    preheader: "Una comprobación antes del vencimiento: ¿tiene todo lo que necesita?",
    body: `Buenos días{% if contact.name %}, {{ contact.name }}{% endif %}:

{% if items.one %}Su factura {{ item.number }}, por importe de **{{ asked.total }}**, vence el **{{ item.dueOn }}**.{% else %}Las facturas que figuran a continuación, por un total de **{{ asked.total }}**, vencen próximamente.{% endif %} Solo queremos asegurarnos de que dispone de todo lo necesario para tramitar{% if items.one %}la{% else %}las{% endif %}: factura, número de pedido y albarán de entrega.

[[items]]

Si le falta algún documento o alguna línea no es correcta, responda a este mensaje y lo resolveremos antes del vencimiento. Si el pago ya está programado, no tiene que hacer nada más.

[[pay]]

Muchas gracias y un cordial saludo,

[[signature]]`,
    sms: "{{ creditor.name }}: {{ asked.total }} vencen el {{ item.dueOn }}.{% if link.pay %} Detalle: {{ link.pay }}{% endif %}",
  },
  "reminder-1": {
    subject: "{% if items.one %}Factura {{ item.number }} vencida el {{ item.dueOn }}: {{ asked.total }}{% else %}Facturas vencidas: {{ asked.total }}{% endif %}",
    preheader: "¿Un olvido, quizá? El detalle y las formas de pago están en este mensaje.",
    body: `Buenos días{% if contact.name %}, {{ contact.name }}{% endif %}:

Salvo error por nuestra parte, {% if items.one %}la factura {{ item.number }}, vencida el {{ item.dueOn }}, sigue pendiente de pago{% else %}las facturas que figuran a continuación, ya vencidas, siguen pendientes de pago{% endif %}. Seguramente se trata de un simple olvido: le agradeceríamos que nos abonara **{{ asked.total }}**.

[[items]]

[[pay]]

Si su pago se ha cruzado con este mensaje, le rogamos que no lo tenga en cuenta. Si está programado, indíquenos simplemente la fecha; y si algo le impide pagar, díganoslo: buscaremos juntos una solución.

[[answers]]

Un cordial saludo,

[[signature]]`,
    sms: "{{ creditor.name }}: salvo error, {{ asked.total }} están pendientes desde el {{ item.dueOn }}.{% if link.pay %} {{ link.pay }}{% endif %} Si ya ha pagado, ignore este aviso.",
  },
  "reminder-2": {
    subject: "Segundo recordatorio: {{ asked.total }} pendientes de pago",
    preheader: "{% if deadline.on %}Le rogamos que efectúe el pago a más tardar el {{ deadline.on }}.{% else %}Le rogamos que efectúe el pago al recibir este mensaje.{% endif %}",
    body: `Buenos días{% if contact.name %}, {{ contact.name }}{% endif %}:

{% if previous.on %}Pese a nuestro mensaje del {{ previous.on }}, seguimos{% else %}Seguimos{% endif %} sin recibir el pago {% if items.one %}de la factura {{ item.number }}, vencida el {{ item.dueOn }}{% else %}de las facturas que figuran a continuación, la más antigua de ellas vencida el {{ item.dueOn }}{% endif %}.

Le pedimos que abone **{{ asked.total }}** {% if deadline.on %}**a más tardar el {{ deadline.on }}**{% else %}al recibir este mensaje{% endif %}, o que nos indique la fecha en que se efectuará el pago.

[[items]]

[[pay]]

Si no está conforme con alguna factura, indíquenos cuál y por qué motivo. Trataremos por separado la parte en disputa; el resto sigue siendo exigible.

[[legal]]

[[answers]]

Atentamente,

[[signature]]`,
    sms: "{{ creditor.name }}: segundo recordatorio, {{ asked.total }} vencidos.{% if link.pay %} Pagar: {{ link.pay }}{% endif %}{% if sender.phone %} Consultas: {{ sender.phone }}{% endif %}",
  },
  "reminder-3": {
    subject: "Último recordatorio antes del requerimiento formal: {{ asked.total }}",
    preheader: "{% if deadline.on %}Si no recibimos su pago a más tardar el {{ deadline.on }}, le enviaremos un requerimiento formal.{% else %}Si no recibimos su pago, le enviaremos un requerimiento formal.{% endif %}",
    body: `Buenos días{% if contact.name %}, {{ contact.name }}{% endif %}:

Nuestros recordatorios anteriores{% if previous.on %}, el último de fecha {{ previous.on }},{% endif %} no han tenido efecto. A día de hoy siguen pendientes **{{ asked.total }}**; el vencimiento más antiguo es del {{ item.dueOn }}.

Este es nuestro último recordatorio amistoso. **{% if deadline.on %}Si no recibimos el pago íntegro a más tardar el {{ deadline.on }}{% else %}Si no recibimos el pago íntegro en un plazo de ocho días{% endif %}, le enviaremos un requerimiento formal de pago**, y nos reservamos la facultad de suspender las condiciones de crédito concedidas.

[[items]]

[[pay]]

[[legal]]

Si atraviesa dificultades, llámenos antes de esa fecha{% if sender.phone %} al {{ sender.phone }}{% endif %}: un calendario de pagos acordado a tiempo evita gastos a ambas partes.

[[answers]]

Atentamente,

[[signature]]`,
    sms: "{{ creditor.name }}: último recordatorio, {{ asked.total }} impagados.{% if deadline.on %} Pague a más tardar el {{ deadline.on }}.{% endif %}{% if link.pay %} {{ link.pay }}{% endif %}",
  },
  "formal-notice": {
    subject: "Requerimiento formal de pago: {{ asked.total }}",
    preheader: "Pago exigido a más tardar el {{ deadline.on }}.",
    body: `[[parties]]

Estimadas señoras, estimados señores:

Pese a nuestros recordatorios{% if previous.on %}, el último de fecha {{ previous.on }}{% endif %}, las cantidades que se detallan a continuación, adeudadas en virtud de nuestras facturas, siguen impagadas a día de hoy.

[[items]]

**Por la presente les requerimos formalmente el pago de {{ asked.total }} en concepto de principal, a más tardar el {{ deadline.on }}.**

[[legal]]

[[claim]]

[[pay]]

De no recibir el pago íntegro en esa fecha, emprenderemos sin más aviso las actuaciones necesarias para el cobro de nuestro crédito, incluida la vía judicial.

Si no están conformes con la totalidad o con parte de esta deuda, o desean proponernos un calendario de pagos, les rogamos que nos lo comuniquen por escrito antes de esa fecha.

Si hubieran abonado estas cantidades antes de recibir la presente, les rogamos que nos envíen el justificante del pago y que no la tengan en cuenta.

Atentamente,

[[signature]]`,
  },
  statement: {
    subject: "Su extracto de cuenta a {{ today }}",
    preheader: "{% if overdue.total %}Importe vencido: {{ overdue.total }}.{% else %}No hay importes vencidos.{% endif %}",
    body: `Buenos días{% if contact.name %}, {{ contact.name }}{% endif %}:

Este es el estado de su cuenta en nuestros libros a {{ today }}. {% if overdue.total %}El importe vencido asciende a **{{ overdue.total }}**.{% else %}No hay importes vencidos.{% endif %}

[[items]]

Si este extracto difiere de sus registros, responda a este mensaje indicando las líneas afectadas: las conciliaremos con usted.

[[pay]]

[[answers]]

Un cordial saludo,

[[signature]]`,
  },
  "promise-confirmed": {
    subject: "Su pago de {{ promise.total }} previsto para el {{ promise.on }}",
    preheader: "Hemos tomado nota de su compromiso. Gracias.",
    body: `Buenos días{% if contact.name %}, {{ contact.name }}{% endif %}:

Gracias por su respuesta. Tomamos nota de que abonará **{{ promise.total }}** el **{{ promise.on }}**. Hasta entonces no le enviaremos recordatorios de estas facturas.

[[items]]

[[pay]]

Si esa fecha cambiara, avísenos antes de que llegue: basta con un breve mensaje.

Un cordial saludo,

[[signature]]`,
    sms: "{{ creditor.name }}: hemos tomado nota de su pago de {{ promise.total }} el {{ promise.on }}. Gracias.",
  },
  "promise-broken": {
    subject: "No hemos recibido el pago anunciado para el {{ promise.on }}",
    preheader: "Esperábamos {{ promise.total }}. ¿En qué estado está ese pago?",
    body: `Buenos días{% if contact.name %}, {{ contact.name }}{% endif %}:

Nos había anunciado un pago de **{{ promise.total }}** para el {{ promise.on }}. Salvo error por nuestra parte, no lo hemos recibido en su totalidad.

Le pedimos que abone **{{ asked.total }}** {% if deadline.on %}**a más tardar el {{ deadline.on }}**{% else %}sin demora{% endif %}, o que nos envíe el justificante de su transferencia si ya la ha ordenado.

[[items]]

[[pay]]

Sin noticias suyas, reanudaremos nuestros avisos en el punto en que los dejamos.

[[answers]]

Atentamente,

[[signature]]`,
    sms: "{{ creditor.name }}: no hemos recibido su pago de {{ promise.total }} anunciado para el {{ promise.on }}.{% if link.pay %} {{ link.pay }}{% endif %}",
  },
  "thank-you": {
    subject: "Hemos recibido su pago de {{ payment.total }}",
    preheader: "Gracias. Ya consta en su cuenta.",
    body: `Buenos días{% if contact.name %}, {{ contact.name }}{% endif %}:

Hemos recibido su pago de **{{ payment.total }}** el {{ payment.on }}. Muchas gracias. {% if items.count == 0 %}No queda ningún importe vencido en su cuenta.{% else %}Los documentos siguientes continúan abiertos en su cuenta.{% endif %}

[[items]]

Un cordial saludo,

[[signature]]`,
  },
  "dispute-acknowledged": {
    subject: "Hemos recibido su reclamación{% if dispute.reference %} {{ dispute.reference }}{% endif %}",
    preheader: "La parte en disputa, {{ dispute.total }}, no se le reclama mientras la examinamos.",
    body: `Buenos días{% if contact.name %}, {{ contact.name }}{% endif %}:

Hemos recibido su reclamación{% if dispute.reason %} ({{ dispute.reason }}){% endif %} por **{{ dispute.total }}**. Mientras la examinamos, no le reclamaremos ese importe.

[[items]]

{% if asked.any %}El resto, **{{ asked.total }}**, no está en disputa y sigue siendo exigible a su vencimiento.{% endif %} Si dispone de documentos que la respalden (albarán, fotografías, correspondencia), adjúntelos a su respuesta: la tramitaremos antes.

[[pay]]

Un cordial saludo,

[[signature]]`,
  },
  "call-note": {
    subject: "Nuestra conversación del {{ call.on }}",
    preheader: "Lo que hemos hablado y el detalle de su cuenta.",
    body: `Buenos días{% if contact.name %}, {{ contact.name }}{% endif %}:

Gracias por su tiempo{% if call.with %}, y por el de {{ call.with }},{% endif %} en nuestra conversación telefónica del {{ call.on }}.

{% if call.note %}Esto es lo que hemos anotado: {{ call.note }}{% else %}Según lo acordado, le detallamos las facturas de las que hablamos.{% endif %}

[[items]]

[[pay]]

Si he entendido mal algún punto, le ruego que me lo indique respondiendo a este mensaje.

Un cordial saludo,

[[signature]]`,
  },
};
