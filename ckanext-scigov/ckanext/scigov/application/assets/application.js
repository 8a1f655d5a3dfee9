/* The form of an application saves itself as a draft: a while after each change, and when the page is left. */
(function (ckan) {
  "use strict";

  var PAUSE = 4000;

  ckan.module("scigov-application", function () {
    return {
      options: { saved: "", failed: "" },

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

      /* What is sent is kept by the server: no draft after it. */
      send: function (event) {
        if (this.isSaving) { event.preventDefault(); this.button = event.submitter; return; }
        this.isSent = true;
        window.clearTimeout(this.timer);
      },

      leave: function () {
        if (document.visibilityState === "hidden" && this.timer && !this.isSent) { this.save(true); }
      },

      /* Files come with a press on a button, never by themselves. */
      body: function () {
        var body = new FormData();
        new FormData(this.form).forEach(function (value, name) {
          if (typeof value === "string") { body.append(name, value); }
        });
        body.set("act", "save");
        return body;
      },

      save: function (isLeaving) {
        window.clearTimeout(this.timer);
        this.timer = null;
        if (this.isSaving || this.isSent) { return; }
        this.isSaving = true;
        window.fetch(this.form.action, {
          method: "POST",
          body: this.body(),
          headers: { Accept: "application/json" },
          credentials: "same-origin",
          keepalive: isLeaving
        }).then(function (answer) {
          if (!answer.ok) { throw new Error(answer.status); }
          return answer.json();
        }).then(this.kept.bind(this)).catch(function () {
          this.say(this.options.failed);
        }.bind(this)).finally(this.finished.bind(this));
      },

      /* A new application has an address of its own from now on. */
      kept: function (draft) {
        this.form.elements.version.value = draft.version;
        if (this.form.action !== draft.url) {
          this.form.action = draft.url;
          window.history.replaceState(null, "", draft.url);
        }
        this.say(this.options.saved + " " + new Date(draft.saved_at).toLocaleTimeString());
      },

      /* A button that was pressed while the draft was on its way is pressed now. */
      finished: function () {
        this.isSaving = false;
        if (this.button) { this.form.requestSubmit(this.button); }
        this.button = null;
      },

      say: function (text) {
        this.el[0].textContent = text;
      }
    };
  });
})(this.ckan);
