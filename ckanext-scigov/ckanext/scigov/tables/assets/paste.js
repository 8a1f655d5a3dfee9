/* Make data items of what was copied from a spreadsheet, before the form is sent.
   Without this script the server does it when the form arrives. */
"use strict";

ckan.module("scigov-tables-paste", function () {
  return {
    initialize: function () {
      var root = this.el[0];
      this.text = root.querySelector("textarea");
      this.said = root.querySelector("[role=status]");
      this.button = root.querySelector("[data-scigov-read]");
      this.button.hidden = false;
      this.button.addEventListener("click", this.read.bind(this));
    },

    read: function () {
      if (this.text.value.trim() === "") {
        this.text.focus();
        return;
      }
      this.button.disabled = true;
      this.sandbox.client.call(
        "POST", "scigov_tables_dictionary_read", { text: this.text.value },
        function (answer) { this.put(answer.result); }.bind(this),
        /* The text stays where it is, and the server reads it when the form is sent. */
        function () { this.button.disabled = false; }.bind(this)
      );
    },

    put: function (found) {
      this.button.disabled = false;
      this.said.textContent = found.message;
      if (found.data_items.length === 0) { return; }
      this.text.value = "";
      this.el[0].dispatchEvent(new CustomEvent("scigov-items", {
        bubbles: true, detail: { items: found.data_items }
      }));
    }
  };
});
