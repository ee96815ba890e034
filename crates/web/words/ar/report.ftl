report-heading = بلّغ عن ثغرة في { $project }
report-lead = لا يقرأ ما ترسله إلا فريق الأمن. لا تحتاج إلى حساب؛ وتحصل بدلًا منه على كلمة سرّ تفتح بلاغك من جديد.
report-wrong = لم يُرسَل شيء بعد
report-asked = ينقص شيء من شأنه أن يساعد
report-asked-says = أضف ما تستطيع، أو أرسله على أي حال بالزر أدناه: يُقبل كما هو ولن تُسأل ثانية. لم يُرسَل شيء بعد؛ ويجب اختيار الملفات مرة أخرى.
report-checked = لم يُرسَل شيء. <a>انظر ماذا تقول البنود في إجاباتك</a>، ثم أرسل بلاغك أدناه.
report-later = { $n ->
    [one] وصل من عنوانك عدد كبير من البلاغات فلم يُقبل هذا. أرسله ثانية بعد دقيقة واحدة.
    [two] وصل من عنوانك عدد كبير من البلاغات فلم يُقبل هذا. أرسله ثانية بعد دقيقتين.
    [few] وصل من عنوانك عدد كبير من البلاغات فلم يُقبل هذا. أرسله ثانية بعد { $n } دقائق.
   *[other] وصل من عنوانك عدد كبير من البلاغات فلم يُقبل هذا. أرسله ثانية بعد { $n } دقيقة.
}
report-pause = <b>من { $from } إلى { $to }:</b> { $says } يُقبل بلاغك مع ذلك؛ وما نتعهّد به يُحسب حينئذ من نهاية هذا التوقّف.
report-promise = { $title } خلال { $limit }
report-promises = نتعهّد بما يلي: { $list }. وطريقة الحساب مكتوبة في <a>السياسة</a>.
report-rules-conduct = قبل أن تكتب
report-rules-sanction = إن خالفت قاعدة
report-rules-eligibility = ما يلزم البلاغ لنيل المكافأة
report-rules-version = هذه قواعد الإصدار { $version } من السياسة.
report-leads-to = قد تؤدي إلى { $rules }.
report-counts = ما الذي يُعتدّ به
report-counts-says = تحكم بنود <a>السياسة</a> هذه؛ وكل بند يقود إلى نصّه وأمثلته وحالات سابقة.

report-title = العنوان
report-title-says = ما المشكلة، في سطر واحد.
report-version = الإصدارات
report-version-says = في أي إصدار رأيتها؟ اذكر كل إصدار ومنصّة جرّبتها.
report-body = ماذا يحدث
report-body-says = كيف تُرى، خطوة خطوة، وما ضررها وعلى من. نصّ عادي؛ ويُرحَّب بالشيفرة.
report-file-does = ويكفي ملف أيضًا.
report-credit = الاسم للشكر
report-credit-says = كما ينبغي أن يرد في التنبيه. اتركه فارغًا لتبقى دون ذكر.
report-embargo = لِيبقَ الأمر بيننا
report-embargo-says = { $days ->
    [one] نقترح ألّا يتحدث أي طرف عنها علنًا مدة <b>يوم واحد</b> من الآن. إن أُرسل الآن فذلك حتى { $ends }{ $local }. ولكل طرف أن يقترح نهاية أخرى فيما بعد.
    [two] نقترح ألّا يتحدث أي طرف عنها علنًا مدة <b>يومين</b> من الآن. إن أُرسل الآن فذلك حتى { $ends }{ $local }. ولكل طرف أن يقترح نهاية أخرى فيما بعد.
    [few] نقترح ألّا يتحدث أي طرف عنها علنًا مدة <b>{ $days } أيام</b> من الآن. إن أُرسل الآن فذلك حتى { $ends }{ $local }. ولكل طرف أن يقترح نهاية أخرى فيما بعد.
   *[other] نقترح ألّا يتحدث أي طرف عنها علنًا مدة <b>{ $days } يومًا</b> من الآن. إن أُرسل الآن فذلك حتى { $ends }{ $local }. ولكل طرف أن يقترح نهاية أخرى فيما بعد.
}
report-accept = أقبل هذا الحظر
report-accept-says = إن لم تقبل فبلاغك يُستلم مع ذلك، وتبقى النهاية مفتوحة بيننا.
report-rules = القواعد
report-rules-read = قرأت <a>القواعد</a> أعلاه وألتزم بها
report-rules-required = تطلب السياسة ذلك.
report-rules-open = إن تركت هذا دون اختيار فبلاغك يُستلم مع ذلك.
report-rules-kept = تُحفظ مع بلاغك القواعد التي قبلتها وإصدار السياسة الذي وردت فيه.
report-files-says = ما يُظهر المشكلة: نصّ برمجي، التقاط، انهيار. { $limits } إن نقص شيء أعلاه فاخترها مرة أخرى.
report-send = أرسل البلاغ
report-send-anyway = أرسله على أي حال
files = الملفات
files-limits = حتى { $n }، كل منها { $size } على الأكثر. تُحفظ مختومة، ولا يفتحها أو يشغّلها أحد هنا.

draft-kept = تُحفظ مسودّة من هذا في هذا المتصفح وحده إلى أن ترسله.
draft-brought = هذه المسودّة التي كانت محفوظة في هذا المتصفح. لم يُرسَل منها شيء.
draft-forgotten = نُسيت المسودّة. وما يظهر هنا الآن لا يُحفظ بعد الآن.
draft-forget = انسَها

wrong-title = قل في سطر واحد ما المشكلة.
wrong-body = قل كيف تُرى، وما ضررها وعلى من.
wrong-version = قل في أي إصدار رأيتها.
wrong-long = { $n ->
    [one] حرف واحد على الأكثر.
    [two] حرفان على الأكثر.
    [few] { $n } أحرف على الأكثر.
   *[other] { $n } حرفًا على الأكثر.
}
wrong-rules = يُقبل البلاغ مع قبول القواعد: { $rules }.
wrong-field = ينقص «{ $title }» ({ $says }).
wrong-field-or-file = ينقص «{ $title }» ({ $says })؛ ويكفي ملف أيضًا.
wrong-key = أُرسل هذا النموذج من قبل بمحتوى آخر.
wrong-files-many = { $n ->
    [one] ملف واحد على الأكثر في المرة.
    [two] ملفان على الأكثر في المرة.
    [few] { $n } ملفات على الأكثر في المرة.
   *[other] { $n } ملفًا على الأكثر في المرة.
}
wrong-file-large = حجم الملف { $size } على الأكثر.
wrong-files-large = حجم ملفات الحالة معًا { $size } على الأكثر.

check-title = تحقّق بنفسك
check-optional = اختياري وخاص
check-says = تُحسم السياسة بهذه الأسئلة. أجب عما تعرفه وانظر ماذا تقول بنودها؛ وإجاباتك تسرّع إجابتنا أيضًا. لا يُحفظ شيء قبل أن ترسل البلاغ.
check-button = تحقّق قبل الإرسال
check-failed = تعذّر التحقّق الآن. ما كتبته ما زال هنا.
yes = نعم
no = لا
never = أبدًا
unknown = غير معروف
judging-title = ماذا تقول السياسة في إجاباتك
judging-not-sent = لم يُرسَل
judging-wrong = لم يُفهم ولم يُحتسب:
judging-people = يقرّر الناس لا هذه الصفحة. يمكنك إرسال بلاغك مهما قالت: فجواب مثل «ليست ثغرة» إنما يسمّي البنود التي سينظر فيها الفريق أولًا.
judging-answer = أجب عن الأسئلة
judging-open = { $n ->
    [0] لا سؤال مفتوح
    [one] سؤال واحد مفتوح
    [two] سؤالان مفتوحان
    [few] { $n } أسئلة مفتوحة
   *[other] { $n } سؤالًا مفتوحًا
}
judging-settled = لا إجابة تغيّر الحكم الآن ما لم تُراجَع إجابة أدناه.
judging-more = أسئلة أخرى قد تهمّ
judging-answered = أُجيب عنها
judging-rest = بلا أثر في الوضع الحالي
judging-undecided = { $n ->
    [one] لم يُحسم: تنقص إجابة واحدة.
    [two] لم يُحسم: إجابتان قد تغيّرانه.
    [few] لم يُحسم: { $n } إجابات قد تغيّره.
   *[other] لم يُحسم: { $n } إجابة قد تغيّره.
}
fact-needed = ما زال مطلوبًا
fact-other = إجابة أخرى
fact-other-blank = أو إجابة أخرى، مع اختيار «غير معروف» أعلاه
verdict-vulnerability = ثغرة
verdict-docs-fix-vulnerability = ثغرة قد يصلحها التوثيق
verdict-hardening = ليست ثغرة، لكنها تستحق التحصين سرًّا
verdict-normal-bug = ليست ثغرة؛ خلل عادي على الأكثر
verdict-redirect = شأن جهة أخرى
verdict-needs-more-info = لم يُحسم: تنقص وقائع
verdict-answers-missing = { $n ->
    [one] تنقص إجابة واحدة
    [two] تنقص إجابتان
    [few] تنقص { $n } إجابات
   *[other] تنقص { $n } إجابة
}
verdict-open-one = لم يُحسم: ما زال { $clause } قد يحسم؛ { $answers }.
verdict-open = { $n ->
    [one] لم يُحسم: ما زال بند واحد قد يحسم؛ { $answers }.
    [two] لم يُحسم: ما زال بندان قد يحسمان؛ { $answers }.
    [few] لم يُحسم: ما زالت { $n } بنود قد تحسم؛ { $answers }.
   *[other] لم يُحسم: ما زال { $n } بندًا قد يحسم؛ { $answers }.
}
verdict-cve = يُطلب معرّف CVE
verdict-no-cve = بلا معرّف CVE
verdict-bounty = يمكن دفع مكافأة
verdict-no-bounty = بلا مكافأة
verdict-disagree = بنود تتعارض
verdict-decisions = القرارات:
verdict-cited = البنود المستشهد بها
verdict-may-decide = بنود ما زالت قد تحسم
verdict-facts = الوقائع التي يستند إليها
verdict-near = حالات محسومة قريبة منه
precedent-shares = يشترك في { $facts }
precedent-departs = حُسم على خلاف ما تقوله البنود اليوم
precedent-reversed = نقضه
clauses-vulnerability = ما هي الثغرة
clauses-non-vulnerability = ما ليس ثغرة
clauses-trusted = ما يُوثق به
clauses-untrusted = ما لا يُوثق به
clauses-criterion = معايير
clauses-scope = ما تشمله السياسة
clauses-procedure = ما يُفعل
clauses-rationale = أسباب

receipt-title = وصل بلاغك
receipt-lead = حُفظ، ومُهَل السياسة تجري منذ { $at }.
receipt-keep = احفظ كلمة السرّ هذه الآن: تُعرض مرة واحدة
receipt-keep-says = هي الطريق الوحيد للعودة إلى بلاغك. لا نحتفظ بنسخة منها، ولا يستطيع أحد إرسالها إليك ثانية.
secret = كلمة سرّ المتابعة
receipt-copy = انقر داخل الحقل وحدّد الكل وانسخه واحفظه حيث تحفظ كلمات المرور.
receipt-saved = حفظتها؛ افتح بلاغي
receipt = الإيصال
receipt-report = البلاغ
receipt-received = وقت الاستلام
receipt-signed = الإيصال الموقَّع
receipt-signed-says = دليل على أننا استلمنا بلاغك ومتى. وليس فيه كلمة منه. احفظه باسم <code>{ $file }</code>؛ ويستطيع أي شخص التحقق منه دوننا بالمفتاح الموجود في <a>{ $address }</a>:
receipt-exactly = ما استُلم، بايتًا بايتًا
receipt-digest-of = البصمة لهذا النص
receipt-print = تشمل البصمة ما استُلم تمامًا. يمكنك طباعة هذه الصفحة.
