-- How late a line was paid, and whether it should have been paid by now.

alter table spend add column days_late integer;           -- payment date less due date; null: one of them is not known
alter table spend add column past_due boolean;            -- due before the last payment that its file knows, and not paid

create temp table payments_known as
select import_id, quantile_disc(payment_date, 0.999) as paid_until
from line
where payment_date is not null
group by import_id;

update spend
set days_late = line.payment_date - line.due_date,
    past_due = line.payment_date is null and coalesce(line.due_date < payments_known.paid_until, false)
from line
left join payments_known on payments_known.import_id = line.import_id
where line.line_id = spend.line_id;

drop table payments_known;
