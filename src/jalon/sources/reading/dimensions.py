"""The names that a column of words may bear in a cut, whichever tool wrote it."""

DIMENSIONS = frozenset(
    (
        "query page country device search_appearance session_channel first_user_channel landing_page page_title event "
        "country_id city language browser platform item item_list item_promotion product_id order_coupon ad_unit "
        "campaign ad_group keyword match_type search_term ad_set ad age gender region device_platform network "
        "result_indicator campaign_group profile post url position_type domain list channel asset budget stage goal "
        "market audience product category store segment lead_source competitor survey code cohort cohort_age"
    ).split()
)
