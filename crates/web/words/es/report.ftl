report-heading = Informar de una vulnerabilidad en { $project }
report-lead = Solo el equipo de seguridad lee lo que envía. No necesita cuenta; en su lugar recibe un secreto que vuelve a abrir su informe.
report-wrong = Todavía no se ha enviado nada
report-asked = Falta algo que ayudaría
report-asked-says = Añada lo que pueda, o envíelo de todos modos con el botón de abajo: se acepta tal como está y no se le vuelve a preguntar. Todavía no se ha enviado nada; los archivos hay que elegirlos otra vez.
report-checked = No se ha enviado nada. <a>Vea qué dicen las cláusulas de sus respuestas</a> y después envíe su informe abajo.
report-later = { $n ->
    [one] Han llegado tantos informes desde su dirección que este no se ha aceptado. Envíelo otra vez dentro de 1 minuto.
   *[other] Han llegado tantos informes desde su dirección que este no se ha aceptado. Envíelo otra vez dentro de { $n } minutos.
}
report-pause = <b>Del { $from } al { $to }:</b> { $says } Su informe se acepta igualmente; aquello a lo que nos comprometemos se cuenta entonces desde el final de esta pausa.
report-promise = { $title } en { $limit }
report-promises = Nos comprometemos a: { $list }. Cómo se cuenta está escrito en la <a>política</a>.
report-rules-conduct = Antes de escribir
report-rules-sanction = Si incumple una regla
report-rules-eligibility = Qué necesita un informe para la recompensa
report-rules-version = Estas son las reglas de la versión { $version } de la política.
report-leads-to = Puede llevar a { $rules }.
report-counts = Qué cuenta
report-counts-says = Deciden estas cláusulas de la <a>política</a>; cada una lleva a su texto, sus ejemplos y casos anteriores.

report-title = Título
report-title-says = Qué está mal, en una línea.
report-version = Versiones
report-version-says = ¿En qué versión lo vio? Nombre cada versión y plataforma que haya probado.
report-body = Qué ocurre
report-body-says = Cómo se ve, paso a paso, y qué cuesta y a quién. Texto sin formato; el código es bienvenido.
report-file-does = También sirve un archivo.
report-credit = Nombre para el agradecimiento
report-credit-says = Como deba figurar en el aviso. Déjelo vacío para no ser nombrado.
report-embargo = Que quede entre nosotros
report-embargo-says = { $days ->
    [one] Proponemos que ninguna de las partes hable de ello en público durante <b>1 día</b> desde ahora. Enviado ahora, eso es hasta el { $ends }{ $local }. Cualquiera de las partes puede proponer más tarde otro final.
   *[other] Proponemos que ninguna de las partes hable de ello en público durante <b>{ $days } días</b> desde ahora. Enviado ahora, eso es hasta el { $ends }{ $local }. Cualquiera de las partes puede proponer más tarde otro final.
}
report-accept = Acepto este embargo
report-accept-says = Si no lo acepta, su informe se recibe igualmente y el final queda abierto entre nosotros.
report-rules = Las reglas
report-rules-read = He leído las <a>reglas</a> de arriba y las cumplo
report-rules-required = La política lo pide.
report-rules-open = Si no lo marca, su informe se recibe igualmente.
report-rules-kept = Con su informe se guarda qué reglas aceptó y en qué versión de la política.
report-files-says = Lo que lo muestre: un guion, una captura, un fallo. { $limits } Si falta algo arriba, tendrá que elegirlos otra vez.
report-send = Enviar informe
report-send-anyway = Enviarlo de todos modos
files = Archivos
files-limits = Hasta { $n }, de { $size } cada uno como mucho. Se guardan sellados, y aquí nadie los abre ni los ejecuta.

draft-kept = Este navegador, y nadie más, guarda un borrador de esto hasta que lo envíe.
draft-brought = Este es el borrador que guardaba este navegador. No se ha enviado nada de él.
draft-forgotten = El borrador está olvidado. Lo que hay aquí ahora ya no se guarda.
draft-forget = Olvidarlo

wrong-title = Diga en una línea qué está mal.
wrong-body = Diga cómo se ve, y qué cuesta y a quién.
wrong-version = Diga en qué versión lo vio.
wrong-long = { $n ->
    [one] Como mucho 1 carácter.
   *[other] Como mucho { $n } caracteres.
}
wrong-rules = Un informe se acepta con las reglas aceptadas: { $rules }.
wrong-field = Falta «{ $title }» ({ $says }).
wrong-field-or-file = Falta «{ $title }» ({ $says }); también sirve un archivo.
wrong-key = Este formulario ya se envió con otro contenido.
wrong-files-many = { $n ->
    [one] Como mucho 1 archivo a la vez.
   *[other] Como mucho { $n } archivos a la vez.
}
wrong-file-large = Un archivo ocupa como mucho { $size }.
wrong-files-large = Los archivos de un caso ocupan como mucho { $size } en total.

check-title = Compruébelo usted
check-optional = opcional y privado
check-says = La política se decide con estas preguntas. Responda las que sepa y vea qué dicen sus cláusulas; sus respuestas también aceleran las nuestras. No se guarda nada antes de que envíe el informe.
check-button = Comprobar antes de enviar
check-failed = No se ha podido comprobar ahora mismo. Lo que escribió sigue aquí.
yes = Sí
no = No
never = Nunca
unknown = No se sabe
judging-title = Qué dice la política de sus respuestas
judging-not-sent = No enviado
judging-wrong = No se entiende y no cuenta:
judging-people = Deciden personas, no esta página. Puede enviar su informe diga lo que diga: una respuesta como «no es una vulnerabilidad» solo nombra las cláusulas que el equipo miraría primero.
judging-answer = Responder a las preguntas
judging-open = { $n ->
    [0] ninguna abierta
    [one] 1 abierta
   *[other] { $n } abiertas
}
judging-settled = Ninguna respuesta puede cambiar ya el dictamen, salvo que se revise una de abajo.
judging-more = Más que puede importar
judging-answered = Respondidas
judging-rest = Sin consecuencia tal como están las cosas
judging-undecided = { $n ->
    [one] Sin decidir: falta una respuesta.
   *[other] Sin decidir: { $n } respuestas aún pueden cambiarlo.
}
fact-needed = Todavía falta
fact-other = Otra respuesta
fact-other-blank = U otra respuesta, con «No se sabe» elegido arriba
verdict-vulnerability = una vulnerabilidad
verdict-docs-fix-vulnerability = una vulnerabilidad que puede corregir la documentación
verdict-hardening = no es una vulnerabilidad, pero conviene reforzarlo en privado
verdict-normal-bug = no es una vulnerabilidad; como mucho un error corriente
verdict-redirect = corresponde a otros
verdict-needs-more-info = sin decidir: faltan hechos
verdict-answers-missing = { $n ->
    [one] falta una respuesta
   *[other] faltan { $n } respuestas
}
verdict-open-one = Sin decidir: aún puede decidir { $clause }; { $answers }.
verdict-open = { $n ->
    [one] Sin decidir: aún puede decidir 1 cláusula; { $answers }.
   *[other] Sin decidir: aún pueden decidir { $n } cláusulas; { $answers }.
}
verdict-cve = Se pide un id CVE
verdict-no-cve = Sin id CVE
verdict-bounty = Puede pagarse una recompensa
verdict-no-bounty = Sin recompensa
verdict-disagree = Hay cláusulas que discrepan
verdict-decisions = Decisiones:
verdict-cited = Las cláusulas citadas
verdict-may-decide = Cláusulas que aún pueden decidir
verdict-facts = Hechos en que se apoya
verdict-near = Casos decididos parecidos
precedent-shares = comparte { $facts }
precedent-departs = decidido de otro modo que lo que hoy dicen las cláusulas
precedent-reversed = Revocado por
clauses-vulnerability = Qué es una vulnerabilidad
clauses-non-vulnerability = Qué no es una vulnerabilidad
clauses-trusted = En qué se confía
clauses-untrusted = En qué no se confía
clauses-criterion = Criterios
clauses-scope = Qué abarca la política
clauses-procedure = Qué se hace
clauses-rationale = Razones

receipt-title = Su informe está aquí
receipt-lead = Está guardado, y los plazos de la política corren desde el { $at }.
receipt-keep = Guarde este secreto ahora: se muestra una sola vez
receipt-keep-says = Es el único camino de vuelta a su informe. No guardamos copia, y nadie puede enviárselo otra vez.
secret = Secreto de seguimiento
receipt-copy = Pulse en el campo, selecciónelo todo, cópielo y guárdelo donde guarda sus contraseñas.
receipt-saved = Lo he guardado; abrir mi informe
receipt = Justificante
receipt-report = Informe
receipt-received = Recibido
receipt-signed = Justificante firmado
receipt-signed-says = Prueba de que recibimos su informe, y cuándo. No contiene ni una palabra de él. Guárdelo como <code>{ $file }</code>; cualquiera puede comprobarlo, sin nosotros, con la clave que está en <a>{ $address }</a>:
receipt-exactly = Lo recibido, byte a byte
receipt-digest-of = El resumen es de este texto
receipt-print = El resumen cubre exactamente lo recibido. Puede imprimir esta página.
