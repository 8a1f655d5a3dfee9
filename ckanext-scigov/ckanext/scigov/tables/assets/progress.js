/* Follow a load: ask how far it is, show it, and reload the page when it is over.
   Without this script the page offers a link that reloads it. */
"use strict";

ckan.module("scigov-tables-progress", function () {
  var SETTLED = ["loaded", "failed", "none"];

  return {
    options: { url: "", every: 1500 },

    initialize: function () {
      this.bar = this.el[0].querySelector("progress");
      this.rows = this.el[0].querySelector("[data-rows]");
      this.later();
    },

    later: function () {
      this.timer = window.setTimeout(this.ask.bind(this), this.options.every);
    },

    teardown: function () {
      window.clearTimeout(this.timer);
    },

    ask: function () {
      var self = this;
      window.fetch(this.options.url, { headers: { Accept: "application/json" } })
        .then(function (answer) { return answer.json(); })
        .then(function (body) { self.show(body.result); })
        // A page that cannot ask now asks again; the link to reload stays where it is.
        .catch(function () { self.later(); });
    },

    show: function (load) {
      if (SETTLED.indexOf(load.state) >= 0) {
        window.location.reload();
        return;
      }
      if (load.bytes_done) {
        this.bar.max = load.bytes_total;
        this.bar.value = load.bytes_done;
        this.rows.textContent = load.rows_done.toLocaleString("en");
      }
      this.later();
    }
  };
});
