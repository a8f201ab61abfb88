from django.urls import path

from hearth.conversations.views import closings, hints, keeping, posts, responses, searches, threads

app_name = "conversations"
urlpatterns = [
    path("groups/<key:group>/write/", threads.create, name="threads.new"),
    path("groups/<key:group>/write/", threads.create, name="threads.create"),
    path("groups/<key:group>/readers/", threads.readers, name="readers.show"),
    path("threads/<key:thread>/", threads.show, name="threads.show"),
    path("threads/<key:thread>/posts/", posts.index, name="posts.index"),
    path("threads/<key:thread>/posts/", posts.index, name="posts.create"),
    path("threads/<key:thread>/watch/", keeping.follow, name="watches.update"),
    path("threads/<key:thread>/closing/", closings.create, name="closings.create"),
    path("threads/<key:thread>/reopening/", closings.destroy, name="closings.destroy"),
    path("posts/<key:post>/", posts.show, name="posts.show"),
    path("posts/<key:post>/edit/", posts.edit, name="posts.edit"),
    path("posts/<key:post>/withdrawal/", posts.withdraw, name="withdrawals.create"),
    path("posts/<key:post>/responses/", responses.create, name="responses.create"),
    path("posts/<key:post>/responses/back/", responses.destroy, name="responses.destroy"),
    path("posts/<key:post>/thanks/", responses.thank, name="thanks.create"),
    path("posts/<key:post>/keepsake/", keeping.create, name="keepsakes.create"),
    path("posts/<key:post>/quiet/", keeping.quiet, name="mutes.update"),
    path("keepsakes/", keeping.index, name="keepsakes.index"),
    path("keepsakes/thanks/", responses.thanks, name="thanks.index"),
    path("keepsakes/<key:keepsake>/removal/", keeping.destroy, name="keepsakes.destroy"),
    path("folds/", keeping.folds, name="notes.edit"),
    path("drafts/thread/<key:thread>/", keeping.draft_reply, name="drafts.reply"),
    path("drafts/thread/<key:thread>/end/", keeping.let_reply_go, name="drafts.end_reply"),
    path("drafts/<key:group>/", keeping.draft_thread, name="drafts.thread"),
    path("drafts/<key:group>/end/", keeping.let_thread_go, name="drafts.end_thread"),
    path("search/", searches.index, name="search.index"),
    path("hints/", hints.index, name="hints.index"),
    path("hints/switch/", hints.edit, name="hints.edit"),
]
