/* The form of an entry saves itself as a draft: a while after each change, and when the page is left. */
(function (ckan) {
  "use strict";

  var PAUSE = 4000;

  ckan.module("scigov-drafts", function () {
    return {
      options: { url: "", saved: "", failed: "" },

      initialize: function () {
        this.form = this.el[0].closest("form");
        this.isSent = false;
        this.timer = null;
        ["input", "change"].forEach(function (event) {
          this.form.addEventListener(event, this.later.bind(this));
        }, this);
        this.form.addEventListener("submit", this.send.bind(this));
        document.addEventListener("visibilitychange", this.leave.bind(this));
      },

      later: function () {
        window.clearTimeout(this.timer);
        this.timer = window.setTimeout(this.save.bind(this, false), PAUSE);
      },

      /* What is sent becomes an entry or comes back: no draft after it. */
      send: function () {
        this.isSent = true;
        window.clearTimeout(this.timer);
      },

      leave: function () {
        if (document.visibilityState === "hidden" && this.timer && !this.isSent) { this.save(true); }
      },

      /* The dictionary goes as one field: a form may have a thousand parts. */
      body: function () {
        var body = new FormData();
        var rows = {};
        new FormData(this.form).forEach(function (value, name) {
          var item = /^data_items-(\d+)-(\w+)$/.exec(name);
          if (item) {
            rows[item[1]] = rows[item[1]] || {};
            if (value !== "") { rows[item[1]][item[2]] = value; }
          } else if (typeof value === "string") { body.append(name, value); }
        });
        if (Object.keys(rows).length) {
          body.append("data_items", JSON.stringify(Object.keys(rows).map(function (n) { return rows[n]; })));
        }
        return body;
      },

      save: function (isLeaving) {
        var draft = this.form.elements.draft_id;
        window.clearTimeout(this.timer);
        this.timer = null;
        if (this.isSaving) { this.later(); return; }
        this.isSaving = true;
        window.fetch(this.options.url, {
          method: "POST",
          body: this.body(),
          headers: { Accept: "application/json" },
          credentials: "same-origin",
          keepalive: isLeaving
        }).then(function (answer) {
          if (!answer.ok) { throw new Error(answer.status); }
          return answer.json();
        }).then(function (kept) {
          draft.value = kept.id;
          this.say(this.options.saved + " " + new Date(kept.saved_at).toLocaleTimeString());
        }.bind(this)).catch(function () {
          this.say(this.options.failed);
        }.bind(this)).finally(function () {
          this.isSaving = false;
        }.bind(this));
      },

      say: function (text) {
        this.el[0].textContent = text;
      }
    };
  });
})(this.ckan);
