using Zhike.Contracts.Journeys;
using Zhike.Kernel;
using Zhike.Measurement.Statistics;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Measurement.Reports;

/// <summary>Composes a strategy's report from stored steps, contacts and outcomes; reads nothing else.</summary>
internal sealed class ReportQuery(IFacts facts, IJourneyOutlines journeys, BankClock clock)
{
    private const string WorkOrder = "work_order";

    public async Task<Result<StrategyReport>> RunAsync(Viewer viewer, string journey, string run, CancellationToken cancel)
    {
        if (await journeys.FindAsync(journey, run, cancel).ConfigureAwait(false) is not { } outline)
        {
            return Problem.NotFound("journey", journey);
        }

        var arms = await ArmsAsync(viewer, journey, run, cancel).ConfigureAwait(false);
        var contacts = await facts.ListAsync(
            viewer,
            Statement("report contacts", "Contacts.sql", journey, run),
            (ref RowReader row) => new ContactRow(row.Text(), row.Text(), (long)row.UInt64()),
            cancel).ConfigureAwait(false);
        var days = await facts.ListAsync(
            viewer,
            Statement("report days", "Days.sql", journey, run).With("zone", clock.Zone.Id),
            (ref RowReader row) => new ReportDay(row.Date(), (long)row.UInt64(), (long)row.UInt64(), (long)row.UInt64()),
            cancel).ConfigureAwait(false);
        var (contact, holdout) = (Arm(arms, "contact"), Arm(arms, "holdout"));
        var effect = ShareDifference.Between(contact, holdout);
        var ratio = SampleRatio(outline, arms);

        // In a replay nobody was contacted: there is nothing to roll out or to stop.
        var evidence = run == Runs.Live ? EvidenceOf.Goal(contact, holdout, effect, ratio.Ok) : null;
        var channels = contacts.Where(c => c.Channel != WorkOrder).GroupBy(c => c.Channel).Select(Channel).OrderBy(c => c.Channel, StringComparer.Ordinal).ToList();
        return new StrategyReport(
            journey, outline.NameZh, outline.NameEn, run, outline.From ?? days.FirstOrDefault()?.Day, outline.To ?? days.LastOrDefault()?.Day,
            outline.WindowDays, outline.GoalZh, outline.GoalEn, contact.Of + holdout.Of, holdout.Of, channels, channels.Sum(c => c.Delivered),
            WorkOrders([.. contacts.Where(c => c.Channel == WorkOrder)]), Goal(contact, holdout, effect, evidence),
            await FunnelAsync(viewer, outline, run, cancel).ConfigureAwait(false), new ReportChecks(ratio),
            run == Runs.Live ? null : Aa(effect), days);
    }

    /// <summary>The goals of both arms alone.</summary>
    public async Task<ShareDifference?> EffectAsync(Viewer viewer, string journey, string run, CancellationToken cancel)
    {
        var arms = await ArmsAsync(viewer, journey, run, cancel).ConfigureAwait(false);
        return ShareDifference.Between(Arm(arms, "contact"), Arm(arms, "holdout"));
    }

    public static AaCheck Aa(ShareDifference? effect)
    {
        var passed = effect is null || !effect.IsShown;
        var words = EffectWords.OfAa(effect, passed);
        return new AaCheck(true, passed, words.Zh, words.En);
    }

    private Task<List<ArmRow>> ArmsAsync(Viewer viewer, string journey, string run, CancellationToken cancel) => facts.ListAsync(
        viewer,
        Statement("report arms", "Arms.sql", journey, run),
        (ref RowReader row) => new ArmRow((int)row.UInt32(), row.Text(), (long)row.UInt64(), (long)row.UInt64(), (long)row.UInt64()),
        cancel);

    private async Task<IReadOnlyList<FunnelStep>> FunnelAsync(Viewer viewer, JourneyOutline outline, string run, CancellationToken cancel)
    {
        var places = (await facts.ListAsync(
            viewer,
            Statement("report funnel", "Funnel.sql", outline.Key, run),
            (ref RowReader row) => (Node: row.Text(), Entered: (long)row.UInt64(), Left: (long)row.UInt64()),
            cancel).ConfigureAwait(false)).ToDictionary(p => p.Node);
        return
        [
            .. outline.Nodes.Select(n => places.TryGetValue(n.Id, out var place)
                ? new FunnelStep(n.Id, n.Kind, n.LabelZh, n.LabelEn, place.Entered, place.Left)
                : new FunnelStep(n.Id, n.Kind, n.LabelZh, n.LabelEn, 0, 0)),
        ];
    }

    private static Share Arm(IEnumerable<ArmRow> arms, string arm) =>
        new(arms.Where(a => a.Arm == arm).Sum(a => a.Goals), arms.Where(a => a.Arm == arm).Sum(a => a.Entered));

    private static GoalFigures Goal(Share contact, Share holdout, ShareDifference? effect, Evidence? evidence)
    {
        var words = EffectWords.Of(contact, holdout, effect);
        return new GoalFigures(
            new ArmFigures(contact.Of, contact.Count, contact.Rate ?? 0), new ArmFigures(holdout.Of, holdout.Count, holdout.Rate ?? 0),
            effect?.Difference, effect?.Interval.Low, effect?.Interval.High, effect?.IsShown ?? false, words.Zh, words.En, evidence);
    }

    private static ChannelFigures Channel(IGrouping<string, ContactRow> rows)
    {
        return new ChannelFigures(
            rows.Key, Of("decision:planned"), Of("outcome:sent"), Of("outcome:delivered"), Of("outcome:failed"), Of("outcome:shown"), Of("outcome:clicked"), Refused(rows));

        long Of(string word) => rows.Where(r => r.Word == word).Sum(r => r.Contacts);
    }

    private static WorkOrderFigures WorkOrders(IReadOnlyList<ContactRow> rows)
    {
        var (opened, done) = (Of("outcome:opened"), Of("outcome:done"));
        var closedOtherwise = Of("outcome:expired") + Of("outcome:cancelled");
        return new WorkOrderFigures(Of("decision:planned"), opened, Math.Max(0, opened - done - closedOtherwise), Of("outcome:accepted"), done, Refused(rows));

        long Of(string word) => rows.Where(r => r.Word == word).Sum(r => r.Contacts);
    }

    private static Dictionary<string, long> Refused(IEnumerable<ContactRow> rows) => rows
        .Where(r => r.Word.StartsWith("decision:", StringComparison.Ordinal) && r.Word != "decision:planned")
        .ToDictionary(r => r.Word["decision:".Length..], r => r.Contacts);

    /// <summary>Versions may have held out different percentages: the expected share is that of who entered each.</summary>
    private static SampleRatioFigures SampleRatio(JourneyOutline outline, IReadOnlyList<ArmRow> arms)
    {
        var all = arms.Sum(a => a.Entered);
        var expected = all == 0 ? 0 : (double)arms.Sum(a => a.Entered * outline.HoldoutPercents.GetValueOrDefault(a.Version)) / 100 / all;
        var ratio = new SampleRatio(expected, Arm(arms, "contact").Of, Arm(arms, "holdout").Of);
        return new SampleRatioFigures(Math.Round(expected * 100, 2), ratio.Contact, ratio.Holdout, ratio.PValue, ratio.Ok);
    }

    private static FactsStatement Statement(string name, string file, string journey, string run) =>
        new FactsStatement(name, SqlFile.Beside<ReportQuery>(file)).With("journey", journey).With("run", run);

    private sealed record ArmRow(int Version, string Arm, long Entered, long Goals, long WindowsOver);

    private sealed record ContactRow(string Channel, string Word, long Contacts);
}

/// <summary>The A/A check, for whoever runs replays.</summary>
internal sealed class ReplayCheck(ReportQuery report) : Contracts.Measurement.IReplayCheck
{
    public async Task<Contracts.Measurement.ReplayVerdict> CheckAsync(string journeyKey, string run, CancellationToken cancel)
    {
        var check = ReportQuery.Aa(await report.EffectAsync(Viewer.Bank("A/A check"), journeyKey, run, cancel).ConfigureAwait(false));
        return new Contracts.Measurement.ReplayVerdict(check.Ok, check.WordsZh, check.WordsEn);
    }
}
