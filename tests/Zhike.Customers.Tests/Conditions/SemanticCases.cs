namespace Zhike.Customers.Tests.Conditions;

/// <summary>What the words of the language mean: facts in, clock moved, members out. Written from the words; docs/segments.md says
/// them. Windows are half-open: "within 30 days" on day 0 begins after day -30.</summary>
internal static class SemanticCases
{
    public static IReadOnlyList<Case> All { get; } =
    [
        // How often.
        new("once is enough unless a number is said", "1 pay:5@-3; 2 cash:5@-3; 3", "{did: {event: transaction, where: {kind: card_payment}}}", "1"),
        new("at least counts every time", "1 pay:5@-3 pay:5@-2 pay:5@-2; 2 pay:5@-3 pay:5@-2", "{did: {event: transaction, where: {kind: card_payment}, at_least: 3}}", "1"),
        new("at most holds also for those who never did", "1 pay:5@-3 pay:5@-2; 2 pay:5@-3; 3", "{did: {event: transaction, where: {kind: card_payment}, at_most: 1}}", "2 3"),
        new("exactly twice is neither once nor three times", "1 pay:5@-3; 2 pay:5@-3 pay:5@-2; 3 pay:5@-3 pay:5@-2 pay:5@-1", "{did: {event: transaction, where: {kind: card_payment}, exactly: 2}}", "2"),
        new("exactly no time is never", "1 pay:5@-3; 2", "{did: {event: transaction, exactly: 0}}", "2"),
        new("at least and at most together are a range", "1 pay:5@-3; 2 pay:5@-3 pay:5@-2; 3 pay:5@-4 pay:5@-3 pay:5@-2 pay:5@-1", "{did: {event: transaction, at_least: 2, at_most: 3}}", "2"),
        new("did not is the contrary of did", "1 pay:5@-3; 2 cash:5@-3; 3", "{did_not: {event: transaction, where: {kind: card_payment}}}", "2 3"),
        new("did not so often holds for fewer times", "1 pay:5@-3 pay:5@-2; 2 pay:5@-3", "{did_not: {event: transaction, at_least: 2}}", "2"),

        // Windows, and the clock.
        new("the day itself counts", "1 pay:5@0; 2 pay:5@-1", "{did: {event: transaction, within_days: 1}}", "1"),
        new("the day on which a window begins does not count", "1 pay:5@-30; 2 pay:5@-29", "{did: {event: transaction, within_days: 30}}", "2"),
        new("a fact leaves the window as the clock moves", "1 pay:5@-29; 2 pay:5@-5", "{did: {event: transaction, within_days: 30}}", "2", AskedOn: 10),
        new("the future is not known yet", "1 pay:5@+3", "{did: {event: transaction}}", ""),
        new("and is known when it has come", "1 pay:5@+3", "{did: {event: transaction}}", "1", AskedOn: 10),
        new("an event counts to the instant", "1 login@-30T23:00; 2 login@-29T01:00", "{did: {event: login, within_days: 30}}", "2"),

        // How much.
        new("a sum is of the rows of the act only", "1 pay:600@-3 pay:500@-2; 2 pay:600@-3 cash:600@-2", "{did: {event: transaction, where: {kind: card_payment}, sum: {of: amount, at_least: 1100}}}", "1"),
        new("a sum reaches its bound exactly", "1 pay:0.10@-3 pay:0.20@-2; 2 pay:0.10@-3 pay:0.19@-2", "{did: {event: transaction, sum: {of: amount, at_least: 0.3}}}", "1"),
        new("whoever spent nothing spent at most a hundred", "1 pay:100@-3; 2 pay:100.01@-3; 3", "{did: {event: transaction, sum: {of: amount, at_most: 100}}}", "1 3"),
        new("an average of nothing is none", "1 pay:100@-3; 2", "{did: {event: transaction, avg: {of: amount, at_most: 100}}}", "1"),
        new("an average is of each time, not of each day", "1 pay:100@-3 pay:200@-3; 2 pay:100@-3 pay:201@-3", "{did: {event: transaction, avg: {of: amount, more_than: 150}}}", "2"),
        new("the largest decides a max", "1 pay:10@-3 pay:900@-2; 2 pay:899@-3", "{did: {event: transaction, max: {of: amount, at_least: 900}}}", "1"),
        new("the smallest decides a min", "1 pay:10@-3 pay:900@-2; 2 pay:899@-3; 3", "{did: {event: transaction, min: {of: amount, less_than: 100}}}", "1"),
        new("a property that is no number adds nothing", "1 buy[amount=7]@-3 buy[amount=many]@-2; 2 buy[amount=7]@-3 buy[amount=3]@-2", "{did: {event: buy, sum: {of: properties.amount, at_least: 10}}}", "2"),

        // Properties.
        new("text contains", "1 view[page=loan-list]@-1; 2 view[page=card]@-1", "{did: {event: view, where: {properties.page: {contains: loan}}}}", "1"),
        new("text starts with", "1 view[page=loan-list]@-1; 2 view[page=my-loan]@-1", "{did: {event: view, where: {properties.page: {starts_with: loan}}}}", "1"),
        new("text ends with", "1 view[page=loan-list]@-1; 2 view[page=my-loan]@-1", "{did: {event: view, where: {properties.page: {ends_with: loan}}}}", "2"),
        new("large and small letters differ", "1 view[page=Loan]@-1; 2 view[page=loan]@-1", "{did: {event: view, where: {properties.page: {contains: Loan}}}}", "1"),
        new("a list of values means any of them", "1 view[page=a]@-1; 2 view[page=b]@-1; 3 view[page=c]@-1", "{did: {event: view, where: {properties.page: [a, b]}}}", "1 2"),
        new("a number between, both ends", "1 buy[amount=5]@-1; 2 buy[amount=8]@-1; 3 buy[amount=8.5]@-1", "{did: {event: buy, where: {properties.amount: {between: [5, 8]}}}}", "1 2"),
        new("a date property against a date", "1 plan[due=1994-04-01]@-1; 2 plan[due=1994-03-01]@-1", "{did: {event: plan, where: {properties.due: {at_least: '1994-03-31'}}}}", "1"),
        new("a date property against days ago", "1 plan[due=1994-03-30]@-1; 2 plan[due=1994-03-20]@-1", "{did: {event: plan, where: {properties.due: {more_than: {days_ago: 5}}}}}", "1"),
        new("a yes or no property", "1 buy[paid=true]@-1; 2 buy[paid=false]@-1; 3 buy@-1", "{did: {event: buy, where: {properties.paid: true}}}", "1"),
        new("all properties must fit the same time", "1 buy[amount=5,page=a]@-2 buy[amount=9,page=b]@-1; 2 buy[amount=9,page=a]@-1", "{did: {event: buy, where: {properties.amount: 9, properties.page: a}}}", "2"),

        // The first time.
        new("the first time ever within the window", "1 pay:5@-3; 2 pay:5@-90 pay:5@-3", "{first_time: {event: transaction, where: {kind: card_payment}, within_days: 30}}", "1"),
        new("the first of its kind, whatever else was done before", "1 cash:5@-90 pay:5@-3", "{first_time: {event: transaction, where: {kind: card_payment}, within_days: 30}}", "1"),
        new("never is no first time", "1; 2 pay:5@-40", "{first_time: {event: transaction, within_days: 30}}", ""),
        new("a first time grows old", "1 pay:5@-25", "{first_time: {event: transaction, within_days: 30}}", "", AskedOn: 10),

        // Regularly.
        new("in three of the last four weeks", "1 pay:5@-1 pay:5@-8 pay:5@-27; 2 pay:5@-1 pay:5@-2 pay:5@-3; 3 pay:5@-1 pay:5@-8 pay:5@-28", "{regularly: {event: transaction, at_least: 3, of_last: 4, unit: weeks}}", "1"),
        new("a week ends with the day asked", "1 pay:5@0 pay:5@-6; 2 pay:5@0 pay:5@-7", "{regularly: {event: transaction, at_least: 2, of_last: 2, unit: weeks}}", "2"),
        new("months run from day to day", "1 salary:9@-10 salary:9@-40 salary:9@-70; 2 salary:9@-10 salary:9@-12 salary:9@-70", "{regularly: {event: transaction, where: {purpose: salary}, at_least: 3, of_last: 3, unit: months}}", "1"),
        new("a month before 31 March begins after 28 February", "1 pay:5@-31; 2 pay:5@-30", "{regularly: {event: transaction, at_least: 1, of_last: 1, unit: months}}", "2"),

        // Stopped and started again.
        new("stopped: before, and no more", "1 login@-50; 2 login@-50 login@-5; 3 login@-5; 4", "{stopped: {event: login, active_days: 60, quiet_days: 30}}", "1"),
        new("whoever was gone long before has not stopped now", "1 login@-120; 2 login@-80", "{stopped: {event: login, active_days: 60, quiet_days: 30}}", "2"),
        new("stopped after being busy", "1 login@-50 login@-45 login@-40; 2 login@-50", "{stopped: {event: login, at_least: 3, active_days: 60, quiet_days: 30}}", "1"),
        new("silence grows with the clock", "1 login@-25", "{stopped: {event: login, active_days: 60, quiet_days: 30}}", "1", AskedOn: 10),
        new("restarted: before, a silence, and now", "1 login@-100 login@-2; 2 login@-20 login@-2; 3 login@-2; 4 login@-100", "{restarted: {event: login, active_days: 7, quiet_days: 60}}", "1"),

        // Sequences.
        new("one after the other", "1 a@-3 b@-2; 2 b@-3 a@-2", "{sequence: {steps: [{event: a}, {event: b}]}}", "1"),
        new("others may come between", "1 a@-5 x@-4 b@-3 y@-2 c@-1", "{sequence: {steps: [{event: a}, {event: b}, {event: c}]}}", "1"),
        new("at the same instant is not after", "1 a@-3T10:00 b@-3T10:00; 2 a@-3T10:00 b@-3T10:01", "{sequence: {steps: [{event: a}, {event: b}]}}", "2"),
        new("the same act twice needs two times", "1 a@-3; 2 a@-3 a@-2", "{sequence: {steps: [{event: a}, {event: a}]}}", "2"),
        new("from the first to the last within the span", "1 a@-5 b@-2; 2 a@-6 b@-2", "{sequence: {steps: [{event: a}, {event: b}], span: {days: 3}}}", "1"),
        new("a later begin may still be in time", "1 a@-9 a@-3 b@-2", "{sequence: {steps: [{event: a}, {event: b}], span: {days: 2}}}", "1"),
        new("in hours", "1 a@-1T08:00 b@-1T10:00; 2 a@-1T08:00 b@-1T10:01", "{sequence: {steps: [{event: a}, {event: b}], span: {hours: 2}}}", "1"),
        new("without something in between", "1 a@-5 x@-4 b@-3; 2 a@-5 b@-3 x@-2; 3 x@-6 a@-5 b@-3", "{sequence: {steps: [{event: a}, {event: b, without: {event: x}}]}}", "2 3"),
        new("begun again after what must not be between", "1 a@-6 x@-5 a@-4 b@-3", "{sequence: {steps: [{event: a}, {event: b, without: {event: x}}]}}", "1"),
        new("from an event to a transaction", "1 view[page=fund]@-3 pay:5@-2; 2 pay:5@-3 view[page=fund]@-2", "{sequence: {steps: [{event: view}, {event: transaction, where: {kind: card_payment}}]}}", "1"),
        new("only within the window", "1 a@-40 b@-3; 2 a@-20 b@-3", "{sequence: {steps: [{event: a}, {event: b}], within_days: 30}}", "2"),

        // Tags, now and then.
        new("a tag compares as of the last batch", "1 cash:900@-5; 2 cash:2000@-5", "{tag: balance, op: at_least, value: 1000}", "2"),
        new("a tag at a date is what it was then", "1 cash:2000@-40 pay:1500@-5; 2 cash:2000@-5", "{tag: balance, op: at_least, value: 1000, at: '1994-03-01'}", "1"),
        new("days ago count back from the day asked", "1 cash:2000@-40 pay:1500@-5; 2 cash:2000@-5", "{tag: balance, op: at_least, value: 1000, at: {days_ago: 30}}", "1"),
        new("whoever was not there then had no value", "1 opened@-10 cash:2000@-5; 2 cash:5@-70", "{tag: balance, op: is_null, at: {days_ago: 30}}", "1"),
        new("an absent value is unequal to nothing", "1 cash:5@-5; 2 pay:5@-5", "{tag: days_since_pay, op: ne, value: 99}", "2"),
        new("not of a comparison holds for the absent", "1 cash:5@-5; 2 pay:5@-5", "{not: {tag: days_since_pay, op: at_most, value: 99}}", "1"),
        new("changed from one to another", "1 cash:2000@-40 pay:1900@-5; 2 cash:2000@-40; 3 cash:50@-40", "{changed: {tag: stage, from: growth, to: small, within_days: 10}}", "1"),
        new("changed to, from whatever", "1 cash:2000@-5; 2 cash:20000@-5; 3 cash:20@-5", "{changed: {tag: stage, to: growth, within_days: 10}}", "1"),
        new("an old change is no news", "1 cash:2000@-45", "{changed: {tag: stage, to: growth, within_days: 10}}", ""),
        new("a change of a band is told by its name", "1 cash:50@-40 cash:5000@-5", "{changed: {tag: balance, from: low, to: middle, within_days: 10}}", "1"),

        // Who somebody is.
        new("an attribute that the bank gave", "1 city=Kunming; 2 city=Dali; 3", "{attribute: attributes.city, op: in, value: [Kunming, Dali]}", "1 2"),
        new("an attribute as a number", "1 rooms=3; 2 rooms=12; 3 rooms=many", "{attribute: attributes.rooms, op: at_least, value: 4}", "2"),
        new("an attribute as a date", "1 wed=1994-03-30; 2 wed=1990-01-01", "{attribute: attributes.wed, op: more_than, value: {days_ago: 7}}", "1"),
        new("nobody is a customer before the account is open", "1 opened@0; 2 opened@+1", "{attribute: opened_on, op: not_null}", "1"),
        new("near an outlet, from home", "1 latitude=26.61 longitude=106.70; 2 latitude=26.80 longitude=106.70", "{near: {outlet: o1, km: 2}}", "1"),
        new("without a home, from one's outlet", "1; 2 outlet=o2", "{near: {outlet: o1, km: 5}}", "1"),
        new("a home far away counts more than a near outlet", "1 latitude=27.5 longitude=106.7", "{near: {outlet: o1, km: 5}}", ""),
        new("half a home is none", "1 latitude=27.5", "{near: {outlet: o1, km: 5}}", "1"),
        new("near a point", "1 latitude=26.60 longitude=106.70; 2 latitude=26.70 longitude=106.70", "{near: {point: [26.65, 106.70], km: 5.6}}", "1 2"),
        new("a model that has not run likes nobody", "1; 2", "{lookalike: {model: no-such-run, at_least: 0}}", ""),
        new("everybody is in a sample of all", "1; 2; 3", "{sample: {percent: 100, salt: x}}", "1 2 3"),

        // The first N, among the people of the story.
        new("the two with the most", "1 story=73 cash:5@-3; 2 story=73 cash:9@-3; 3 story=73 cash:7@-3", "{top: {n: 2, by: balance, of: {attribute: attributes.story, op: eq, value: 73}}}", "2 3"),
        new("equals stand in the order of their numbers", "1 story=74 cash:9@-3; 2 story=74 cash:9@-3; 3 story=74 cash:9@-3", "{top: {n: 2, by: balance, of: {attribute: attributes.story, op: eq, value: 74}}}", "1 2"),
        new("the least first, and nobody without a value", "1 story=75 pay:5@-9; 2 story=75 pay:5@-3; 3 story=75", "{top: {n: 2, by: days_since_pay, order: asc, of: {attribute: attributes.story, op: eq, value: 75}}}", "1 2"),
        new("one in each outlet", "1 story=76 cash:5@-3; 2 story=76 cash:9@-3; 3 story=76 outlet=o2 cash:1@-3", "{top: {n: 1, by: balance, within: outlet, of: {attribute: attributes.story, op: eq, value: 76}}}", "2 3"),

        // Together.
        new("all of them", "1 pay:5@-3 login@-3; 2 pay:5@-3; 3 login@-3", "{and: [{did: {event: transaction}}, {did: {event: login}}]}", "1"),
        new("any of them", "1 pay:5@-3 login@-3; 2 pay:5@-3; 3", "{or: [{did: {event: transaction}}, {did: {event: login}}]}", "1 2"),
        new("another segment is of the same day", "1 pay:5@-29; 2 pay:5@-5", "{and: [{segment: paid-lately}, {did: {event: transaction}}]}", "2", AskedOn: 10),
    ];

    /// <param name="AskedOn">Day of the question.</param>
    public sealed record Case(string Says, string Facts, string Expression, string Members, int AskedOn = 0);
}
