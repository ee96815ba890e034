language-name = العربية
date-form = long

page-title = { $title } – أمن { $project }
page-brand = أمن <b>{ $project }</b>
page-skip = انتقل إلى المحتوى
page-main = القائمة الرئيسية
page-foot = أمن { $project }، يعمل بواسطة Vulnerary
page-languages = اللغة
nav-report = بلّغ
nav-track = تابِع
nav-advisories = التنبيهات
nav-policy = السياسة
nav-feed = الخلاصة
nav-team = الفريق
rule = القاعدة: <code>{ $rule }</code>
not-done = لم يُنفَّذ.
optional = اختياري

when-utc = { $date }، { $time } UTC
when-local = { $date }، { $time } بتوقيت { $zone }
when-in-a-moment = بعد لحظات
when-just-now = الآن
when-in-minutes = { $n ->
    [one] بعد دقيقة واحدة
    [two] بعد دقيقتين
    [few] بعد { $n } دقائق
   *[other] بعد { $n } دقيقة
}
when-in-hours = { $n ->
    [one] بعد ساعة واحدة
    [two] بعد ساعتين
    [few] بعد { $n } ساعات
   *[other] بعد { $n } ساعة
}
when-in-days = { $n ->
    [one] بعد يوم واحد
    [two] بعد يومين
    [few] بعد { $n } أيام
    [many] بعد { $n } يومًا
   *[other] بعد { $n } يوم
}
when-minutes-ago = { $n ->
    [one] قبل دقيقة واحدة
    [two] قبل دقيقتين
    [few] قبل { $n } دقائق
   *[other] قبل { $n } دقيقة
}
when-hours-ago = { $n ->
    [one] قبل ساعة واحدة
    [two] قبل ساعتين
    [few] قبل { $n } ساعات
   *[other] قبل { $n } ساعة
}
when-days-ago = { $n ->
    [one] قبل يوم واحد
    [two] قبل يومين
    [few] قبل { $n } أيام
    [many] قبل { $n } يومًا
   *[other] قبل { $n } يوم
}
limit-hours = { $n ->
    [one] ساعة واحدة
    [two] ساعتان
    [few] { $n } ساعات
   *[other] { $n } ساعة
}
limit-days = { $n ->
    [one] يوم واحد
    [two] يومان
    [few] { $n } أيام
    [many] { $n } يومًا
   *[other] { $n } يوم
}
limit-business-days = { $n ->
    [one] يوم عمل واحد
    [two] يوما عمل
    [few] { $n } أيام عمل
   *[other] { $n } يوم عمل
}
limit-week-days = { $n ->
    [one] يوم عمل واحد مع احتساب العطل
    [two] يوما عمل مع احتساب العطل
    [few] { $n } أيام عمل مع احتساب العطل
   *[other] { $n } يوم عمل مع احتساب العطل
}
size-bytes = { $n ->
    [one] بايت واحد
    [two] بايتان
   *[other] { $n } بايت
}

severity-none = بلا أثر
severity-low = منخفضة
severity-medium = متوسطة
severity-high = عالية
severity-critical = حرجة
severity-unset = غير مُقيَّمة

span-moment = لحظة
span-minutes = { $n ->
    [one] دقيقة واحدة
    [two] دقيقتان
    [few] { $n } دقائق
   *[other] { $n } دقيقة
}
