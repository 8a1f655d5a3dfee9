/* While a title is typed: datasets whose titles are like it. */
"use strict";

ckan.module("scigov-similar", function () {
  var WAIT = 500;

  return {
    options: { field: "", id: "" },

    initialize: function () {
      this.input = document.getElementById(this.options.field);
      this.list = this.el[0].querySelector("ul");
      this.input.addEventListener("input", this.later.bind(this));
    },

    teardown: function () {
      window.clearTimeout(this.timer);
    },

    later: function () {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(this.ask.bind(this), WAIT);
    },

    ask: function () {
      var title = this.input.value.trim();
      if (title.length < 2) {
        this.show([]);
        return;
      }
      var asked = new URLSearchParams({ title: title, id: this.options.id });
      window.fetch("/api/3/action/scigov_search_similar?" + asked, { headers: { Accept: "application/json" } })
        .then(function (answer) { return answer.json(); })
        .then(function (body) {
          /* An answer to what was typed before comes too late. */
          if (title === this.input.value.trim()) { this.show(body.success ? body.result : []); }
        }.bind(this))
        .catch(function () { this.show([]); }.bind(this));
    },

    show: function (found) {
      this.list.replaceChildren.apply(this.list, found.map(function (dataset) {
        var item = document.createElement("li"), link = document.createElement("a");
        link.href = "/dataset/" + encodeURIComponent(dataset.name);
        link.target = "_blank";
        link.rel = "noopener";
        link.textContent = dataset.title;
        item.append(link);
        return item;
      }));
      this.el[0].hidden = found.length === 0;
    }
  };
});
