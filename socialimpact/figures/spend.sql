-- Fills `spend`: one row a line, with everything a figure needs. figures/spend.py runs the steps in one transaction,
-- fills in the marks {…} and gives the frame municipality_frame.
--
-- Each small side of the last step is a table of its own that has a row for every line: where a left join may find
-- nothing, the engine expects few rows and from there on builds its hash tables over all the lines.

-- step: suppliers
-- One row a supplier, also for one that a later import showed to be another (`keeper_id`): its lines, tags and
-- exclusions are that other one's.
create or replace temp table spend_supplier as
with
-- how ledgers write the provinces of suppliers whose town is not known
written_province(written, province, region) as (values {provinces})

select
    supplier.supplier_id,
    keeper.supplier_id as keeper_id,
    keeper.name,
    -- these columns hold only identifiers whose check digit is right
    keeper.vat_number is not null or keeper.tax_code is not null as identified,
    keeper.screened_on,
    town.code as municipality_code,
    coalesce(town.name, keeper.municipality) as municipality,
    coalesce(town.province, written_province.province) as province,
    coalesce(town.region, written_province.region) as region,
    case
        when town.code is not null or written_province.province is not null then 'IT'
        else upper(keeper.country)
    end as country,
    town.latitude,
    town.longitude
from supplier
inner join supplier as keeper on keeper.supplier_id = coalesce(supplier.same_as, supplier.supplier_id)
left join municipality_frame as town on town.code = keeper.municipality_code
left join written_province
    on town.code is null
    and written_province.written = keeper.province
    and coalesce(upper(keeper.country), 'IT') = 'IT';

-- step: sites
create or replace temp table spend_site as
select
    site.site_id,
    site.name,
    upper(site.country) as country,
    town.code as municipality_code,
    town.province,
    town.region,
    case when site.longitude is null then town.latitude else coalesce(site.latitude, town.latitude) end as latitude,
    case when site.latitude is null then town.longitude else coalesce(site.longitude, town.longitude) end as longitude
from site
left join municipality_frame as town on town.code = site.municipality_code;

-- step: companies
create or replace temp table spend_company as
with
default_site as (
    select company_id, min(site_id) as default_site_id
    from site
    where is_default
    group by company_id
)

select company.company_id, company.name, default_site.default_site_id
from company
left join default_site on default_site.company_id = company.company_id;

-- step: payments
-- One row an import: up to which day it knows payments. The few latest dates may be mistyped and count for nothing.
create or replace temp table spend_import as
select import.import_id, known.paid_until
from import
left join (
    select import_id, quantile_disc(payment_date, 0.999) as paid_until
    from line
    where payment_date is not null
    group by import_id
) as known on known.import_id = import.import_id;

-- step: exclusions
-- The organisation's exclusions, spread over its companies. An exclusion outweighs an inclusion.
create or replace temp table spend_rule as
with
named as (
    select
        exclusion.exclusion_id,
        exclusion.company_id,
        exclusion.field,
        exclusion.included,
        case when exclusion.field <> 'supplier' then exclusion.value end as value,
        try_cast(case when exclusion.field = 'supplier' then exclusion.value end as integer) as named_supplier_id
    from exclusion
),

spread as (
    select
        company.company_id,
        named.field,
        named.value,
        spend_supplier.keeper_id,
        case when not named.included then named.exclusion_id end as left_out_by,
        case when named.included then named.exclusion_id end as let_in_by
    from named
    inner join company on named.company_id is null or named.company_id = company.company_id
    left join spend_supplier on spend_supplier.supplier_id = named.named_supplier_id
)

select company_id, field, value, keeper_id, min(left_out_by) as left_out_by, min(let_in_by) as let_in_by
from spread
group by company_id, field, value, keeper_id;

-- step: gaps of categories
-- The proposals for purchases whose category says nothing, with the group of each; the row 0 is for all other lines.
create or replace temp table spend_gap as
with declared(leaf, group_key) as (values {category_groups})

select category_of_gap.gap_key, category_of_gap.leaf, declared.group_key, category_of_gap.basis,
    category_of_gap.confidence
from category_of_gap
left join declared on declared.leaf = category_of_gap.leaf;

-- step: sorts of lines
-- One row a company, nature, category with its code and cost centre: whether such lines are let in, what leaves them
-- out, and what the ledger's category is in ours. Exclusions name the category as the ledger writes it.
create or replace temp table spend_sort as
with
declared(leaf, group_key) as (values {category_groups}),

sort as (
    select
        line.company_id, line.nature, line.category, line.category_code, line.cost_centre,
        coalesce(line.category, line.category_code) as ledger_category
    from line
    group by line.company_id, line.nature, line.category, line.category_code, line.cost_centre
    union
    select
        line.company_id, spend_nature.nature, line.category, line.category_code, line.cost_centre,
        coalesce(line.category, line.category_code) as ledger_category
    from line
    inner join spend_nature on spend_nature.line_id = line.line_id
    group by line.company_id, spend_nature.nature, line.category, line.category_code, line.cost_centre
)

select
    sort.company_id,
    sort.nature,
    sort.category,
    sort.category_code,
    sort.cost_centre,
    sort.ledger_category,
    category_of_name.leaf,
    declared.group_key,
    category_of_name.basis,
    category_of_name.confidence,
    sort.nature in ({default_natures})
        or (
            coalesce(by_nature.let_in_by, by_category.let_in_by, by_cost_centre.let_in_by) is not null
            and sort.nature not in ({gift_natures})
        ) as let_in,
    sort.nature in ({gift_natures}) as gift,
    coalesce(by_nature.left_out_by, by_category.left_out_by, by_cost_centre.left_out_by) as left_out_by
from sort
left join category_of_name
    on category_of_name.company_id = sort.company_id
    and category_of_name.category is not distinct from sort.category
    and category_of_name.category_code is not distinct from sort.category_code
left join declared on declared.leaf = category_of_name.leaf
left join spend_rule as by_nature
    on by_nature.field = 'nature' and by_nature.company_id = sort.company_id and by_nature.value = sort.nature
left join spend_rule as by_category
    on by_category.field = 'category'
    and by_category.company_id = sort.company_id
    and by_category.value = sort.ledger_category
left join spend_rule as by_cost_centre
    on by_cost_centre.field = 'cost_centre'
    and by_cost_centre.company_id = sort.company_id
    and by_cost_centre.value = sort.cost_centre;

-- step: days
-- One row a day. The day 0001-01-01 stands for "no date".
create or replace temp table spend_day as
with
day as (
    select coalesce(invoice_date, posting_date, payment_date, due_date, date '0001-01-01') as day
    from line
    group by coalesce(invoice_date, posting_date, payment_date, due_date, date '0001-01-01')
)

select
    day,
    nullif(day, date '0001-01-01') as accrued_on,
    year(nullif(day, date '0001-01-01')) as accrued_year,
    strftime(nullif(day, date '0001-01-01'), '%Y-Q') || quarter(day) as accrued_quarter,
    strftime(nullif(day, date '0001-01-01'), '%Y-%m') as accrued_month
from day;

-- step: lines
create or replace temp view spend_line as
select
    line.line_id,
    line.import_id,
    line.company_id,
    spend_company.name as company,
    coalesce(line.site_id, spend_company.default_site_id) as buying_site_id,
    line.supplier_id as bought_from_id,
    spend_day.day,
    spend_day.accrued_on,
    spend_day.accrued_year,
    spend_day.accrued_quarter,
    spend_day.accrued_month,
    line.document_type,
    spend_sort.ledger_category,
    spend_sort.leaf as category_leaf,
    spend_sort.group_key as category_leaf_group,
    spend_sort.basis as category_said_by,
    spend_sort.confidence as category_sureness,
    {gap} as gap_key,
    spend_sort.cost_centre,
    spend_sort.nature,
    {nature_reason} as nature_reason,
    spend_sort.gift,
    spend_sort.let_in,
    spend_sort.left_out_by,
    line.net_amount,
    line.payment_date - coalesce(line.invoice_date, line.posting_date) as days_to_pay,
    line.payment_date - line.due_date as days_late,
    line.payment_date is null and coalesce(line.due_date < spend_import.paid_until, false) as past_due
from line
{decided}
left join spend_import on spend_import.import_id = line.import_id
left join spend_company on spend_company.company_id = line.company_id
left join spend_day
    on spend_day.day
    = coalesce(line.invoice_date, line.posting_date, line.payment_date, line.due_date, date '0001-01-01')
left join spend_sort
    on spend_sort.company_id = line.company_id
    and spend_sort.nature = {nature}
    and spend_sort.category is not distinct from line.category
    and spend_sort.category_code is not distinct from line.category_code
    and spend_sort.cost_centre is not distinct from line.cost_centre;

-- step: first and last years
-- One row a company and supplier: the first and last year in which the one buys from the other, and what the
-- exclusions say of the supplier.
create or replace temp table spend_trade as
with
trade as (
    select
        spend_line.company_id,
        spend_supplier.keeper_id,
        min(case when spend_line.let_in then spend_line.accrued_year end) as first_let_in,
        max(case when spend_line.let_in then spend_line.accrued_year end) as last_let_in,
        min(case when not spend_line.gift then spend_line.accrued_year end) as first_of_all,
        max(case when not spend_line.gift then spend_line.accrued_year end) as last_of_all
    from spend_line
    inner join spend_supplier on spend_supplier.supplier_id = spend_line.bought_from_id
    where spend_line.left_out_by is null
    group by spend_line.company_id, spend_supplier.keeper_id
),

every as (
    select line.company_id, spend_supplier.keeper_id
    from line
    inner join spend_supplier on spend_supplier.supplier_id = line.supplier_id
    group by line.company_id, spend_supplier.keeper_id
),

ruled as (
    select
        every.company_id,
        every.keeper_id,
        by_supplier.left_out_by as supplier_left_out_by,
        by_supplier.let_in_by is not null as supplier_let_in,
        case
            when by_supplier.left_out_by is not null then null
            when by_supplier.let_in_by is not null then trade.first_of_all
            else trade.first_let_in
        end as first_year,
        case
            when by_supplier.left_out_by is not null then null
            when by_supplier.let_in_by is not null then trade.last_of_all
            else trade.last_let_in
        end as last_year
    from every
    left join trade on trade.company_id = every.company_id and trade.keeper_id = every.keeper_id
    left join spend_rule as by_supplier
        on by_supplier.field = 'supplier'
        and by_supplier.company_id = every.company_id
        and by_supplier.keeper_id = every.keeper_id
)

select
    ruled.*,
    min(first_year) over (partition by company_id) as ledger_first_year,
    max(last_year) over (partition by company_id) as ledger_last_year
from ruled;

-- step: ways
-- One row a company, supplier and buying site: how far the one is from the other.
create or replace temp table spend_way as
with
pair as (
    select company_id, bought_from_id, buying_site_id
    from spend_line
    group by company_id, bought_from_id, buying_site_id
)

select
    pair.company_id,
    pair.bought_from_id,
    pair.buying_site_id,
    spend_site.name as site,
    case
        when spend_supplier.country <> spend_site.country then false
        when spend_supplier.municipality_code is not null and spend_site.municipality_code is not null
            then spend_supplier.municipality_code = spend_site.municipality_code
        when spend_supplier.province <> spend_site.province then false
    end as same_municipality,
    case
        when spend_supplier.country <> spend_site.country then false
        when spend_supplier.province is not null and spend_site.province is not null
            then spend_supplier.province = spend_site.province
    end as same_province,
    case
        when spend_supplier.country <> spend_site.country then false
        when spend_supplier.region is not null and spend_site.region is not null
            then spend_supplier.region = spend_site.region
    end as same_region,
    {distance} as distance_km
from pair
left join spend_supplier on spend_supplier.supplier_id = pair.bought_from_id
left join spend_site on spend_site.site_id = pair.buying_site_id;

-- step: tags
-- Stretches of days that never overlap, each with the one tag that speaks for the supplier: a supplier of two
-- kinds counts once. The day 0001-01-01 stands for "no date": a line without one takes only a tag without bounds.
create or replace temp table spend_tag as
with
-- the kind that speaks for a supplier of several is the one of the lowest precedence
kind_order(kind, precedence) as (values {kinds}),

standing as (
    select
        tag.tag_id,
        coalesce(spend_supplier.keeper_id, tag.supplier_id) as supplier_id,
        tag.kind,
        tag.evidence,
        coalesce(tag.valid_from, date '0001-01-02') as starts,
        coalesce(tag.valid_to + 1, date '9999-12-31') as stops,
        tag.valid_from is null and tag.valid_to is null as unbounded,
        case tag.evidence when 'declared' then 1 when 'suspected' then 2 else 0 end as evidence_rank,
        coalesce(kind_order.precedence, 1000000) as kind_rank,
        case tag.evidence when 'registered' then 0 when 'documented' then 1 else 2 end as proof_rank
    from tag
    left join spend_supplier on spend_supplier.supplier_id = tag.supplier_id
    left join kind_order on kind_order.kind = tag.kind
    where tag.ended_at is null{touched}
),

edge as (
    select supplier_id, starts as day from standing
    union
    select supplier_id, stops as day from standing
),

piece as (
    select supplier_id, day as starts, lead(day) over (partition by supplier_id order by day) as stops
    from edge
),

candidate as (
    select
        piece.supplier_id, piece.starts, piece.stops, standing.tag_id, standing.kind, standing.evidence,
        standing.evidence_rank, standing.kind_rank, standing.proof_rank
    from piece
    inner join standing
        on standing.supplier_id = piece.supplier_id
        and standing.starts <= piece.starts
        and standing.stops >= piece.stops
    union all
    select
        supplier_id, date '0001-01-01', date '0001-01-02', tag_id, kind, evidence,
        evidence_rank, kind_rank, proof_rank
    from standing
    where unbounded
),

placed as (
    select
        candidate.*,
        row_number() over (
            partition by supplier_id, starts order by evidence_rank, kind_rank, proof_rank, tag_id
        ) as place
    from candidate
)

select supplier_id, starts, stops, tag_id, kind, evidence
from placed
where place = 1;

-- step: rebuild spend
-- Left joins only: a line whose supplier or company were missing breaks the table's rules, and is never dropped.
insert into spend by name
select
    spend_line.line_id,
    spend_line.import_id,
    spend_line.company_id,
    spend_line.company,
    spend_line.buying_site_id as site_id,
    spend_way.site,
    spend_supplier.keeper_id as supplier_id,
    spend_supplier.name as supplier,
    spend_supplier.identified,
    spend_line.accrued_on as date,
    spend_line.accrued_year as year,
    spend_line.accrued_quarter as quarter,
    spend_line.accrued_month as month,
    spend_line.document_type,
    spend_line.ledger_category,
    coalesce(spend_line.category_leaf, spend_gap.leaf) as category,
    coalesce(spend_line.category_leaf_group, spend_gap.group_key) as category_group,
    coalesce(spend_line.category_said_by, spend_gap.basis) as category_basis,
    coalesce(spend_line.category_sureness, spend_gap.confidence) as category_confidence,
    spend_line.cost_centre,
    spend_line.nature,
    spend_line.nature_reason,
    (spend_line.let_in or spend_trade.supplier_let_in and not spend_line.gift)
        and spend_line.left_out_by is null
        and spend_trade.supplier_left_out_by is null as addressable,
    case
        when spend_line.let_in or spend_trade.supplier_let_in and not spend_line.gift
            then coalesce(spend_line.left_out_by, spend_trade.supplier_left_out_by)
    end as exclusion_id,
    spend_line.net_amount,
    spend_tag.kind,
    spend_tag.evidence,
    spend_tag.tag_id,
    spend_supplier.country,
    spend_supplier.region,
    spend_supplier.province,
    spend_supplier.municipality,
    spend_supplier.municipality_code,
    spend_way.same_municipality,
    spend_way.same_province,
    spend_way.same_region,
    spend_way.distance_km,
    spend_line.days_to_pay,
    spend_line.days_late,
    spend_line.past_due,
    coalesce(
        (spend_line.let_in or spend_trade.supplier_let_in and not spend_line.gift)
        and spend_line.left_out_by is null
        and spend_line.accrued_year = spend_trade.first_year
        and spend_line.accrued_year > spend_trade.ledger_first_year,
        false
    ) as supplier_is_new,
    coalesce(
        (spend_line.let_in or spend_trade.supplier_let_in and not spend_line.gift)
        and spend_line.left_out_by is null
        and spend_line.accrued_year = spend_trade.last_year
        and spend_line.accrued_year < spend_trade.ledger_last_year,
        false
    ) as supplier_is_lost,
    -- a screening of a later year does not count for an earlier one
    coalesce(year(spend_supplier.screened_on) <= coalesce(spend_line.accrued_year, 9999), false) as supplier_screened
from spend_line
left join spend_gap on spend_gap.gap_key = spend_line.gap_key
left join spend_supplier on spend_supplier.supplier_id = spend_line.bought_from_id
left join spend_trade
    on spend_trade.company_id = spend_line.company_id and spend_trade.keeper_id = spend_supplier.keeper_id
left join spend_way
    on spend_way.company_id = spend_line.company_id
    and spend_way.bought_from_id = spend_line.bought_from_id
    and spend_way.buying_site_id is not distinct from spend_line.buying_site_id
left join spend_tag
    on spend_tag.supplier_id = spend_supplier.keeper_id
    and spend_line.day >= spend_tag.starts
    and spend_line.day < spend_tag.stops;
