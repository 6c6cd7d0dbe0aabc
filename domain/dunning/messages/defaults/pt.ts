import type { DefaultTexts } from "#domain/dunning/messages/defaults.ts";

export const pt: DefaultTexts = {
  courtesy: {
    subject: "{% if items.one %}A sua fatura {{ item.number }} vence a {{ item.dueOn }}{% else %}Os seus próximos vencimentos: {{ asked.total }}{% endif %}",
    preheader: "Uma verificação antes do vencimento: tem tudo o que precisa?",
    body: `Bom dia{% if contact.name %}, {{ contact.name }}{% endif %},

{% if items.one %}A sua fatura {{ item.number }}, no valor de **{{ asked.total }}**, vence a **{{ item.dueOn }}**.{% else %}As faturas abaixo, num total de **{{ asked.total }}**, vencem em breve.{% endif %} Queremos apenas certificar-nos de que dispõe de tudo o que é necessário para {% if items.one %}a{% else %}as{% endif %} processar: fatura, número de encomenda e guia de remessa.

[[items]]

Se lhe faltar algum documento, ou se alguma linha não estiver correta, responda a esta mensagem: trataremos do assunto antes do vencimento. Se o pagamento já estiver agendado, não precisa de fazer mais nada.

[[pay]]

Com os nossos agradecimentos,

[[signature]]`,
    sms: "{{ creditor.name }}: {{ asked.total }} vencem a {{ item.dueOn }}.{% if link.pay %} Detalhe: {{ link.pay }}{% endif %}",
  },
  "reminder-1": {
    subject: "{% if items.one %}Fatura {{ item.number }} vencida a {{ item.dueOn }}: {{ asked.total }}{% else %}Faturas vencidas: {{ asked.total }}{% endif %}",
    preheader: "Um lapso, talvez? O detalhe e as formas de pagamento estão nesta mensagem.",
    body: `Bom dia{% if contact.name %}, {{ contact.name }}{% endif %},

Salvo erro da nossa parte, {% if items.one %}a fatura {{ item.number }}, vencida a {{ item.dueOn }}, ainda não foi paga{% else %}as faturas abaixo, já vencidas, ainda não foram pagas{% endif %}. Tratar-se-á certamente de um simples lapso: agradecemos o pagamento de **{{ asked.total }}**.

[[items]]

[[pay]]

Se o seu pagamento se cruzou com esta mensagem, queira desconsiderá-la. Se estiver agendado, indique-nos apenas a data; e se algo o impede de pagar, diga-nos: procuraremos uma solução em conjunto.

[[answers]]

Com os melhores cumprimentos,

[[signature]]`,
    sms: "{{ creditor.name }}: salvo erro, {{ asked.total }} estão em dívida desde {{ item.dueOn }}.{% if link.pay %} {{ link.pay }}{% endif %} Se já pagou, ignore este aviso.",
  },
  "reminder-2": {
    subject: "Segundo aviso: {{ asked.total }} em dívida",
    preheader: "{% if deadline.on %}Agradecemos o pagamento até {{ deadline.on }}.{% else %}Agradecemos o pagamento após a receção desta mensagem.{% endif %}",
    body: `Bom dia{% if contact.name %}, {{ contact.name }}{% endif %},

{% if previous.on %}Apesar da nossa mensagem de {{ previous.on }}, continuamos{% else %}Continuamos{% endif %} sem receber o pagamento {% if items.one %}da fatura {{ item.number }}, vencida a {{ item.dueOn }}{% else %}das faturas abaixo, a mais antiga das quais vencida a {{ item.dueOn }}{% endif %}.

Solicitamos que proceda ao pagamento de **{{ asked.total }}** {% if deadline.on %}**até {{ deadline.on }}**{% else %}após a receção desta mensagem{% endif %}, ou que nos indique a data em que será efetuado.

[[items]]

[[pay]]

Se contesta alguma fatura, indique-nos qual e por que motivo. Trataremos a parte contestada em separado; o restante continua a ser exigível.

[[legal]]

[[answers]]

Cumprimentos,

[[signature]]`,
    sms: "{{ creditor.name }}: segundo aviso, {{ asked.total }} vencidos.{% if link.pay %} Pagar: {{ link.pay }}{% endif %}{% if sender.phone %} Dúvidas: {{ sender.phone }}{% endif %}",
  },
  "reminder-3": {
    subject: "Último aviso antes da interpelação formal: {{ asked.total }}",
    preheader: "{% if deadline.on %}Sem pagamento até {{ deadline.on }}, enviaremos uma interpelação formal.{% else %}Sem pagamento, enviaremos uma interpelação formal.{% endif %}",
    body: `Bom dia{% if contact.name %}, {{ contact.name }}{% endif %},

Os nossos avisos anteriores{% if previous.on %}, o último de {{ previous.on }},{% endif %} ficaram sem efeito. À data de hoje continuam em dívida **{{ asked.total }}**; o vencimento mais antigo data de {{ item.dueOn }}.

Este é o nosso último aviso amigável. **{% if deadline.on %}Se não recebermos o pagamento integral até {{ deadline.on }}{% else %}Se não recebermos o pagamento integral no prazo de oito dias{% endif %}, enviaremos uma interpelação formal para pagamento**, e reservamo-nos o direito de suspender as condições de crédito concedidas.

[[items]]

[[pay]]

[[legal]]

Se atravessa dificuldades, contacte-nos antes dessa data{% if sender.phone %} através do {{ sender.phone }}{% endif %}: um plano de pagamentos acordado a tempo evita custos a ambas as partes.

[[answers]]

Cumprimentos,

[[signature]]`,
    sms: "{{ creditor.name }}: último aviso, {{ asked.total }} por pagar.{% if deadline.on %} Pague até {{ deadline.on }}.{% endif %}{% if link.pay %} {{ link.pay }}{% endif %}",
  },
  "formal-notice": {
    subject: "Interpelação para pagamento: {{ asked.total }}",
    preheader: "Pagamento exigido até {{ deadline.on }}.",
    body: `[[parties]]

Exmas. Senhoras, Exmos. Senhores,

Apesar dos nossos avisos{% if previous.on %}, o último de {{ previous.on }}{% endif %}, as quantias abaixo discriminadas, devidas ao abrigo das nossas faturas, continuam por pagar à data de hoje.

[[items]]

**Pela presente, interpelamos V. Exas. para que procedam ao pagamento da quantia de {{ asked.total }}, a título de capital, até {{ deadline.on }}.**

[[legal]]

[[claim]]

[[pay]]

Na falta de pagamento integral até essa data, promoveremos, sem outro aviso, as diligências necessárias à cobrança do nosso crédito, incluindo pela via judicial.

Caso contestem, no todo ou em parte, esta dívida, ou pretendam propor um plano de pagamentos, agradecemos que no-lo comuniquem por escrito antes dessa data.

Caso tenham pago estas quantias antes de receberem a presente, agradecemos o envio do respetivo comprovativo e solicitamos que a desconsiderem.

Com os melhores cumprimentos,

[[signature]]`,
  },
  statement: {
    subject: "O seu extrato de conta a {{ today }}",
    preheader: "{% if overdue.total %}Valor vencido: {{ overdue.total }}.{% else %}Não há quantias vencidas.{% endif %}",
    body: `Bom dia{% if contact.name %}, {{ contact.name }}{% endif %},

Este é o estado da sua conta nos nossos livros a {{ today }}. {% if overdue.total %}O valor vencido é de **{{ overdue.total }}**.{% else %}Não há quantias vencidas.{% endif %}

[[items]]

Se este extrato divergir dos seus registos, responda a esta mensagem indicando as linhas em causa: faremos a reconciliação consigo.

[[pay]]

[[answers]]

Com os melhores cumprimentos,

[[signature]]`,
  },
  "promise-confirmed": {
    subject: "O seu pagamento de {{ promise.total }} previsto para {{ promise.on }}",
    preheader: "Registámos o seu compromisso, que agradecemos.",
    body: `Bom dia{% if contact.name %}, {{ contact.name }}{% endif %},

Agradecemos a sua resposta. Registámos que pagará **{{ promise.total }}** a **{{ promise.on }}**. Até lá, não enviaremos avisos sobre estas faturas.

[[items]]

[[pay]]

Se essa data se alterar, avise-nos antes: basta uma breve mensagem.

Com os melhores cumprimentos,

[[signature]]`,
    sms: "{{ creditor.name }}: registámos o seu pagamento de {{ promise.total }} a {{ promise.on }}. Agradecemos.",
  },
  "promise-broken": {
    subject: "Não recebemos o pagamento anunciado para {{ promise.on }}",
    preheader: "Esperávamos {{ promise.total }}. Em que situação está esse pagamento?",
    body: `Bom dia{% if contact.name %}, {{ contact.name }}{% endif %},

Tinha-nos anunciado um pagamento de **{{ promise.total }}** para {{ promise.on }}. Salvo erro da nossa parte, não o recebemos na totalidade.

Solicitamos o pagamento de **{{ asked.total }}** {% if deadline.on %}**até {{ deadline.on }}**{% else %}sem demora{% endif %}, ou o envio do comprovativo da transferência, se já tiver sido ordenada.

[[items]]

[[pay]]

Sem notícias suas, retomaremos os nossos avisos no ponto em que os suspendemos.

[[answers]]

Cumprimentos,

[[signature]]`,
    sms: "{{ creditor.name }}: não recebemos o seu pagamento de {{ promise.total }} anunciado para {{ promise.on }}.{% if link.pay %} {{ link.pay }}{% endif %}",
  },
  "thank-you": {
    subject: "Recebemos o seu pagamento de {{ payment.total }}",
    preheader: "Agradecemos. O pagamento já consta da sua conta.",
    body: `Bom dia{% if contact.name %}, {{ contact.name }}{% endif %},

Recebemos o seu pagamento de **{{ payment.total }}** a {{ payment.on }}, que muito agradecemos. {% if items.count == 0 %}Não resta qualquer quantia vencida na sua conta.{% else %}Os documentos abaixo continuam em aberto na sua conta.{% endif %}

[[items]]

Com os melhores cumprimentos,

[[signature]]`,
  },
  "dispute-acknowledged": {
    subject: "Recebemos a sua reclamação{% if dispute.reference %} {{ dispute.reference }}{% endif %}",
    preheader: "A parte contestada, {{ dispute.total }}, não lhe é reclamada enquanto a analisamos.",
    body: `Bom dia{% if contact.name %}, {{ contact.name }}{% endif %},

Recebemos a sua reclamação{% if dispute.reason %} ({{ dispute.reason }}){% endif %} relativa a **{{ dispute.total }}**. Enquanto a analisamos, não lhe reclamaremos esse valor.

[[items]]

{% if asked.any %}O restante, **{{ asked.total }}**, não é contestado e continua exigível no seu vencimento.{% endif %} Se dispuser de documentos comprovativos (guia de remessa, fotografias, correspondência), junte-os à sua resposta: o tratamento será mais rápido.

[[pay]]

Com os melhores cumprimentos,

[[signature]]`,
  },
  "call-note": {
    subject: "A nossa conversa de {{ call.on }}",
    preheader: "O resumo do que falámos e o detalhe da sua conta.",
    body: `Bom dia{% if contact.name %}, {{ contact.name }}{% endif %},

Agradeço-lhe{% if call.with %}, bem como a {{ call.with }},{% endif %} o tempo dispensado ao telefone a {{ call.on }}.

{% if call.note %}Foi isto que registámos: {{ call.note }}{% else %}Conforme combinado, seguem abaixo as faturas de que falámos.{% endif %}

[[items]]

[[pay]]

Se percebi mal algum ponto, basta responder a esta mensagem.

Com os melhores cumprimentos,

[[signature]]`,
  },
};
