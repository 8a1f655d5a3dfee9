"""Which fields a search may name: what matches, counts or sorts tells what a field holds."""

import pytest

from ckanext.scigov.access.domain import askable


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"q": "*:*", "fq": "+capacity:public +state:(active)", "fq_list": ["organization:a"]},
        {"q": "标题：x", "fq": 'extras_source_url_note:"x"'},
        {"q": 'title:"res_url:x"', "fq": 'notes:"permission_labels:\\"y"'},
        {"q": r"title:a\:res_name", "fq": "name:url"},
        {"fl": "id,name score", "sort": "score desc, metadata_modified desc", "rows": 10},
        {"fl": ["id", "extras_theme", "vocab_regions"], "facet.field": ["tags", "res_format"]},
        {"sort": "rank", "facet.field": ["frequency", "source_type"]},
        {"sort": "title_string asc,views_recent desc", "fl": None},
        {"qf": "name^4 title^4 tags^2 groups^2 text", "q": "x"},
        {"fl": "harvest_date", "fq": "metadata_created:[NOW-1DAY TO NOW]"},
    ],
)
def test_ordinary_questions_are_asked(parameters):
    assert askable.refused(parameters) is None


@pytest.mark.parametrize(
    ("parameters", "named"),
    [
        ({"q": "res_url:http*"}, "res_url"),
        ({"q": "title:a AND -(url:x)"}, "url"),
        ({"q": "+download_url : x"}, "download_url"),
        ({"q": r"res\_url:x"}, "res_url"),
        ({"q": r"perm\ission_labels:x"}, "permission_labels"),
        ({"q": r"title:\"a\" res_url:\"b\""}, "res_url"),
        ({"q": 'title:"open res_url:x'}, "res_url"),
        ({"fq": "permission_labels:public"}, "permission_labels"),
        ({"fq_list": ["name:a", "res_extras_hash:0*"]}, "res_extras_hash"),
        ({"q": "extras_endpoint_url:x"}, "extras_endpoint_url"),
        ({"q": "extras_access_services:x"}, "extras_access_services"),
        ({"q": "data_dict:secret"}, "data_dict"),
        ({"q": "res_*:x"}, "res_*"),
        ({"fq": "hash:d41d8"}, "hash"),
        ({"fq": "res_size:[1 TO 5]"}, "res_size"),
        ({"fl": "*"}, "*"),
        ({"fl": "id,perm*"}, "perm*"),
        ({"fl": ["id", "res_url"]}, "res_url"),
        ({"fl": "validated_data_dict"}, "validated_data_dict"),
        ({"facet.field": ["tags", "permission_labels"]}, "permission_labels"),
        ({"facet.field": "res_url"}, "res_url"),
        ({"facet.field": 7}, "7"),
        ({"sort": "score desc, res_url asc"}, "res_url"),
        ({"sort": "extras_secret asc"}, "extras_secret"),
        ({"qf": "title^2 permission_labels"}, "permission_labels"),
        ({"bf": "ord(res_url)"}, "bf"),
        ({"boost": "1"}, "boost"),
    ],
)
def test_fields_of_addresses_and_labels_are_not(parameters, named):
    assert askable.refused(parameters) == named


def test_an_empty_name_is_no_field():
    assert not askable.is_closed("")
    assert not askable.is_closed("*")
    assert askable.is_closed("ex?ras")
