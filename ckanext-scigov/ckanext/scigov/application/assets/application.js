/* The form of an application saves itself as a draft. */
(function (ckan) {
  "use strict";

  ckan.module("scigov-application", ckan.scigovAutosave({
    url: function () {
      return this.form.action;
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

    /* A new application has an address of its own from now on. */
    kept: function (draft) {
      this.form.elements.version.value = draft.version;
      if (this.form.action !== draft.url) {
        this.form.action = draft.url;
        window.history.replaceState(null, "", draft.url);
      }
    }
  }));
})(this.ckan);
