/* The form of an entry saves itself as a draft. */
(function (ckan) {
  "use strict";

  ckan.module("scigov-drafts", ckan.scigovAutosave({
    url: function () {
      return this.options.url;
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

    kept: function (draft) {
      this.form.elements.draft_id.value = draft.id;
    }
  }));
})(this.ckan);
