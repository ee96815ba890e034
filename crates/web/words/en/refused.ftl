# Pages that say why something is not shown or not done.

gone-title = Nothing here
gone-says = There is nothing at this address, or nothing that may be shown to you.
gone-too = A tracking secret that is not whole, and an invitation that was used or is older than a week, end here too.
broken-title = Something failed
broken-says = Something on our side failed and nothing was changed. Please try again; if it happens again, tell the operator the number below.
broken-number = Number: <code>{ $number }</code>
foreign-title = Not sent
foreign-says = This form was not sent from one of our pages, or its page is too old. Go back, reload the page and send it again.
unreadable-title = Not understood
unreadable-says = This is not a form.
too-long-title = Too long
too-long-says = What was sent is longer than 1 MiB.
too-slow-title = Too slow
too-slow-says = What was sent came too slowly: at least 1 KiB a second is needed.
refused-title = Not done
method-title = Not done here
method-says = This address does not take that method.
to-front = To the front page
