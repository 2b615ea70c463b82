"""Addresses of the public face that are not pages; they stand before Wagtail's catch-all."""

from django.urls import path

from cms import views
from cms.feeds import NewsAtom, NewsFeed

app_name = "pages"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path("feeds/news.atom", NewsAtom(), name="news-atom"),
    path("feeds/news.rss", NewsFeed(), name="news-rss"),
]
