/* The publishing form. Everything here is a convenience: the server judges what is sent. */
(function (ckan) {
  "use strict";

  function all(root, selector) {
    return Array.prototype.slice.call(root.querySelectorAll(selector));
  }

  function valueOf(form, name) {
    var chosen = form.querySelector('[name="' + name + '"]:checked');
    var field = form.querySelector('select[name="' + name + '"]');
    if (chosen) { return chosen.value; }
    return field ? field.value : "";
  }

  /* Fields that are asked for only when another field has a certain value, and the matrix of
     security level, share type and open type. */
  ckan.module("scigov-catalogue-form", function () {
    return {
      initialize: function () {
        this.root = this.el[0];
        this.form = this.root.closest("form");
        this.levels = this.root.querySelector("[data-scigov-matrix]");
        this.matrix = this.levels ? JSON.parse(this.levels.dataset.scigovMatrix) : null;
        this.form.addEventListener("change", this.refresh.bind(this));
        this.refresh();
      },

      refresh: function () {
        if (this.matrix) { this.restrict(valueOf(this.form, "security_level")); }
        all(this.root, "[data-scigov-groups-of]").forEach(this.narrow, this);
        all(this.root, "[data-scigov-shown-when]").forEach(this.toggle, this);
      },

      /* Of choices in groups, those that go with another field's value. What was chosen before and
         does not go with it stays in sight, and the server says why it cannot be. */
      narrow: function (select) {
        var value = valueOf(this.form, select.dataset.scigovGroupsOf);
        all(select, "[data-scigov-group]").forEach(function (group) {
          var chosen = group.contains(select.options[select.selectedIndex]);
          var fits = !value || chosen || group.dataset.scigovGroup === value;
          group.hidden = !fits;
          group.disabled = !fits;
        });
      },

      restrict: function (level) {
        all(this.root, "[data-scigov-level]").forEach(function (text) {
          text.hidden = Boolean(level) && text.dataset.scigovLevel !== level;
        });
        ["share_type", "open_type"].forEach(function (name) {
          var allowed = level ? this.matrix[level][name] : null;
          all(this.root, 'input[type="radio"][name="' + name + '"]').forEach(function (radio) {
            var legal = !allowed || allowed.indexOf(radio.value) >= 0;
            radio.disabled = !legal;
            radio.closest(".scigov-option").hidden = !legal;
            if (!legal) { radio.checked = false; }
            if (allowed && allowed.length === 1 && legal) { radio.checked = true; }
          });
          var block = document.getElementById("block-" + name);
          if (block) { block.hidden = Boolean(allowed) && allowed.length === 0; }
        }, this);
      },

      /* What has a value or an error stays in sight, so that nothing is sent unseen. */
      toggle: function (block) {
        var conditions = JSON.parse(block.dataset.scigovShownWhen);
        var met = Object.keys(conditions).every(function (name) {
          return conditions[name].indexOf(valueOf(this.form, name)) >= 0;
        }, this);
        block.hidden = !met && !block.classList.contains("error");
      }
    };
  });

  /* Rows of the dictionary are added and taken away, and sent as one field: a form may have a
     thousand parts, and a table a hundred columns. */
  ckan.module("scigov-catalogue-items", function () {
    return {
      initialize: function () {
        this.root = this.el[0];
        this.rows = this.root.querySelector("[data-scigov-rows]");
        this.template = this.root.querySelector("template");
        this.next = this.rows.children.length;
        var add = this.root.querySelector("[data-scigov-add]");
        add.hidden = false;
        add.addEventListener("click", this.add.bind(this));
        all(this.rows, "[data-scigov-item]").forEach(this.prepare, this);
        this.dropBlankRows();
        this.root.addEventListener("scigov-items", function (event) {
          this.take(event.detail.items);
        }.bind(this));
        this.root.closest("form").addEventListener("submit", this.pack.bind(this));
      },

      /* The blank rows are there for readers without JavaScript. */
      dropBlankRows: function () {
        all(this.rows, "[data-scigov-item]").forEach(function (row, index) {
          var filled = Object.keys(this.read(row)).length > 0;
          if (!filled && index > 0) { row.remove(); }
        }, this);
        this.renumber();
      },

      prepare: function (row) {
        var box = row.querySelector(".scigov-item-remove");
        var button = document.createElement("button");
        button.type = "button";
        button.className = "btn btn-secondary scigov-item-remove-button";
        button.textContent = box.querySelector("span").textContent;
        button.addEventListener("click", function () {
          var neighbour = row.nextElementSibling || row.previousElementSibling;
          row.remove();
          this.renumber();
          var target = neighbour ? neighbour.querySelector("input") : this.root.querySelector("[data-scigov-add]");
          if (target) { target.focus(); }
        }.bind(this));
        box.replaceWith(button);
      },

      add: function () {
        this.append().querySelector("input").focus();
      },

      /* Items that another script has made, behind those that somebody has filled in. */
      take: function (items) {
        all(this.rows, "[data-scigov-item]").forEach(function (row) {
          if (Object.keys(this.read(row)).length === 0) { row.remove(); }
        }, this);
        items.forEach(function (item) { this.fill(this.append(), item); }, this);
      },

      fill: function (row, values) {
        all(row, "[name]").forEach(function (input) {
          var value = values[input.name.split("-").slice(2).join("-")];
          if (value === undefined) { return; }
          if (input.type === "checkbox") { input.checked = value === "true"; } else { input.value = value; }
        });
      },

      append: function () {
        var number = this.next;
        this.next += 1;
        var holder = document.createElement("template");
        holder.innerHTML = this.template.innerHTML.replace(/INDEX/g, String(number));
        var row = holder.content.querySelector("[data-scigov-item]");
        this.rows.appendChild(row);
        this.prepare(row);
        this.renumber();
        return row;
      },

      renumber: function () {
        var pattern = this.template.content.querySelector(".scigov-item-number").textContent;
        all(this.rows, ".scigov-item-number").forEach(function (legend, index) {
          legend.textContent = pattern.replace("NUMBER", String(index + 1));
        });
      },

      read: function (row) {
        var values = {};
        all(row, "[name]").forEach(function (input) {
          var name = input.name.split("-").slice(2).join("-");
          var off = input.type === "checkbox" && !input.checked;
          if (name !== "_remove" && !off && input.value.trim() !== "") { values[name] = input.value; }
        });
        return values;
      },

      pack: function () {
        var rows = all(this.rows, "[data-scigov-item]");
        var values = rows.map(this.read).filter(function (row) { return Object.keys(row).length > 0; });
        var packed = document.createElement("input");
        packed.type = "hidden";
        packed.name = this.options.field;
        /* An untouched form has nothing to say: "save" without a file must stay recognisable. */
        packed.value = values.length || this.hadRows() ? JSON.stringify(values) : "";
        this.root.appendChild(packed);
        rows.forEach(function (row) {
          all(row, "[name]").forEach(function (input) { input.disabled = true; });
        });
      },

      hadRows: function () {
        return this.root.dataset.scigovHadRows === "true";
      }
    };
  });

  /* The list of errors is read first. */
  ckan.module("scigov-catalogue-errors", function () {
    return {
      initialize: function () {
        var root = this.el[0];
        root.focus();
        root.addEventListener("click", function (event) {
          var link = event.target.closest('a[href^="#"]');
          var field = link && document.getElementById(link.getAttribute("href").slice(1));
          if (!field) { return; }
          var folded = field.closest("details");
          if (folded) { folded.open = true; }
          var control = field.matches("input, select, textarea") ? field : field.parentElement.querySelector("input, select, textarea");
          event.preventDefault();
          (control || field).focus();
          (control || field).scrollIntoView({ block: "center" });
        });
      }
    };
  });
})(this.ckan);
