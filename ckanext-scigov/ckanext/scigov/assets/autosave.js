/*
 * A form that saves itself as a draft: a while after each change, and when the page is left.
 *
 * ckan.scigovAutosave(own) returns a module of CKAN's on an element inside the form, which says how it
 * stands. own has url(), body() (FormData) and kept(answer), what the server says of a draft that it has.
 */
(function (ckan) {
  "use strict";

  var PAUSE = 4000;

  var base = {
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

    /* What is sent is kept by the server, and comes after a draft that is on its way: no draft after it. */
    send: function (event) {
      if (this.isSaving) { event.preventDefault(); this.button = event.submitter; return; }
      this.isSent = true;
      window.clearTimeout(this.timer);
    },

    leave: function () {
      if (document.visibilityState === "hidden" && this.timer && !this.isSent) { this.save(true); }
    },

    save: function (isLeaving) {
      window.clearTimeout(this.timer);
      this.timer = null;
      if (this.isSent) { return; }
      if (this.isSaving) { this.later(); return; }
      this.isSaving = true;
      window.fetch(this.url(), {
        method: "POST",
        body: this.body(),
        headers: { Accept: "application/json" },
        credentials: "same-origin",
        keepalive: isLeaving
      }).then(function (answer) {
        if (!answer.ok) { throw new Error(answer.status); }
        return answer.json();
      }).then(function (draft) {
        this.kept(draft);
        this.say(this.options.saved + " " + new Date(draft.saved_at).toLocaleTimeString());
      }.bind(this)).catch(function () {
        this.say(this.options.failed);
      }.bind(this)).finally(this.finished.bind(this));
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

  ckan.scigovAutosave = function (own) {
    return function () {
      return Object.assign({ options: { url: "", saved: "", failed: "" } }, base, own);
    };
  };
})(this.ckan);
