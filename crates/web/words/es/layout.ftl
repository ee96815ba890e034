language-name = Español
date-form = long

page-title = { $title } – seguridad de { $project }
page-brand = Seguridad de <b>{ $project }</b>
page-skip = Ir al contenido
page-main = Principal
page-foot = Seguridad de { $project }, con Vulnerary
page-languages = Idioma
nav-report = Informar
nav-track = Seguir
nav-advisories = Avisos
nav-policy = Política
nav-feed = Suscripción
nav-team = Equipo
rule = Regla: <code>{ $rule }</code>
not-done = No se ha hecho.
optional = opcional

when-utc = { $date }, { $time } UTC
when-local = { $date }, { $time } en { $zone }
when-in-a-moment = dentro de un momento
when-just-now = ahora mismo
when-in-minutes = { $n ->
    [one] dentro de 1 minuto
   *[other] dentro de { $n } minutos
}
when-in-hours = { $n ->
    [one] dentro de 1 hora
   *[other] dentro de { $n } horas
}
when-in-days = { $n ->
    [one] dentro de 1 día
   *[other] dentro de { $n } días
}
when-minutes-ago = { $n ->
    [one] hace 1 minuto
   *[other] hace { $n } minutos
}
when-hours-ago = { $n ->
    [one] hace 1 hora
   *[other] hace { $n } horas
}
when-days-ago = { $n ->
    [one] hace 1 día
   *[other] hace { $n } días
}
limit-hours = { $n ->
    [one] 1 hora
   *[other] { $n } horas
}
limit-days = { $n ->
    [one] 1 día
   *[other] { $n } días
}
limit-business-days = { $n ->
    [one] 1 día hábil
   *[other] { $n } días hábiles
}
limit-week-days = { $n ->
    [one] 1 día laborable, festivos incluidos
   *[other] { $n } días laborables, festivos incluidos
}
size-bytes = { $n ->
    [one] 1 byte
   *[other] { $n } bytes
}

severity-none = Sin impacto
severity-low = Baja
severity-medium = Media
severity-high = Alta
severity-critical = Crítica
severity-unset = Sin valorar

span-moment = un momento
span-minutes = { $n ->
    [one] 1 minuto
   *[other] { $n } minutos
}
