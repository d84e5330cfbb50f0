using System.Globalization;
using System.Text.Json;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Customers;
using Zhike.Frontline.WorkOrders;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Definitions;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Frontline.Reasons;

/// <summary>Why a work order came to be: the strategy and the day of its way, who enters it, each fork the customer took, and what
/// the tags that were asked say today.</summary>
internal sealed class WhyThisCustomer(IDefinitions definitions, ITags tags, IFacts facts, IBusinessDate businessDate, BankClock clock)
{
    private const int ValuesMax = 6;

    public async Task<IReadOnlyList<Reason>> OfAsync(Viewer viewer, WorkOrder order, CancellationToken cancel)
    {
        if (await definitions.FindAsync("journey", order.JourneyId, order.Version, cancel).ConfigureAwait(false) is not { } definition)
        {
            return [];
        }

        using var journey = JsonDocument.Parse(definition.Document);
        var infos = (await tags.AllAsync(cancel).ConfigureAwait(false)).ToDictionary(t => t.Key);
        var segments = await definitions.LiveAsync("segment", cancel).ConfigureAwait(false);
        var words = new ConditionWords(infos, segments.ToDictionary(s => s.Key, s => NameOf(s.Document, s.Key)));
        var path = await PathAsync(order, cancel).ConfigureAwait(false);

        var reasons = new List<Reason> { Strategy(journey.RootElement, order, path) };
        var asked = new List<string>();
        if (Entry(journey.RootElement, words, segments, asked) is { } entry)
        {
            reasons.Add(entry);
        }

        reasons.AddRange(Forks(journey.RootElement, path, words, asked));
        if (await ValuesAsync(viewer, order, asked, infos, cancel).ConfigureAwait(false) is { } values)
        {
            reasons.Add(values);
        }

        return reasons;
    }

    /// <summary>{name: {zh, en}} of a definition's document, or its key.</summary>
    public static Reason NameOf(string document, string key)
    {
        using var json = JsonDocument.Parse(document);
        return NameIn(json.RootElement) ?? new Reason(key, key);
    }

    private static Reason? NameIn(JsonElement holder) => holder.TryGetProperty("name", out var name) || holder.TryGetProperty("label", out name)
        ? name.ValueKind == JsonValueKind.String
            ? new Reason(name.GetString()!, name.GetString()!)
            : new Reason(Member(name, "zh") ?? Member(name, "en") ?? "", Member(name, "en") ?? Member(name, "zh") ?? "")
        : null;

    private Reason Strategy(JsonElement journey, WorkOrder order, List<Step> path)
    {
        var name = NameIn(journey) ?? new Reason(order.JourneyId, order.JourneyId);
        if (path.Count == 0)
        {
            return new Reason($"来自策略“{name.Zh}”", $"From the strategy “{name.En}”");
        }

        var day = clock.DayOf(order.OpenedAt).DayNumber - clock.DayOf(path[0].EnrolledAt).DayNumber + 1;
        return new Reason(
            string.Create(CultureInfo.InvariantCulture, $"来自策略“{name.Zh}”，进入后第{day}天"),
            string.Create(CultureInfo.InvariantCulture, $"From the strategy “{name.En}”, day {day}"));
    }

    private static Reason? Entry(JsonElement journey, ConditionWords words, IReadOnlyList<Definition> segments, List<string> asked)
    {
        if (!journey.TryGetProperty("entry", out var entry))
        {
            return null;
        }

        if (entry.TryGetProperty("condition", out var condition))
        {
            asked.AddRange(ConditionWords.TagsIn(condition));
            return words.Of(condition) is var said ? new Reason($"进入条件：{said.Zh}", $"Entered because: {said.En}") : null;
        }

        if (Member(entry, "segment") is not { } key)
        {
            return null;
        }

        var segment = segments.FirstOrDefault(s => s.Key == key);
        if (segment is null)
        {
            return new Reason($"属于客群“{key}”", $"Belongs to the segment “{key}”");
        }

        using var document = JsonDocument.Parse(segment.Document);
        asked.AddRange(ConditionWords.TagsIn(document.RootElement));
        var name = NameOf(segment.Document, key);
        return new Reason($"属于客群“{name.Zh}”", $"Belongs to the segment “{name.En}”");
    }

    /// <summary>For every fork on the way: the branch that was taken, or that none of them held.</summary>
    private static IEnumerable<Reason> Forks(JsonElement journey, List<Step> path, ConditionWords words, List<string> asked)
    {
        if (!journey.TryGetProperty("nodes", out var nodes))
        {
            yield break;
        }

        foreach (var node in nodes.EnumerateArray().Where(n => Member(n, "kind") == "split"))
        {
            if (path.Find(s => s.FromNode == Member(node, "id")) is not { } next || !node.TryGetProperty("branches", out var branches))
            {
                continue;
            }

            var all = branches.EnumerateArray().Where(b => b.TryGetProperty("when", out _)).ToList();
            var taken = all.Where(b => Member(b, "next") == next.Node && Member(node, "otherwise") != next.Node).Take(1).ToList();
            var said = (taken.Count > 0 ? taken : all).Select(b => b.GetProperty("when")).ToList();
            asked.AddRange(said.SelectMany(ConditionWords.TagsIn));
            var (zh, en) = (string.Join("；", said.Select(w => words.Of(w).Zh)), string.Join("; ", said.Select(w => words.Of(w).En)));
            yield return taken.Count > 0 ? new Reason($"满足：{zh}", $"Because: {en}") : new Reason($"尚未满足：{zh}", $"Not yet: {en}");
        }
    }

    private async Task<Reason?> ValuesAsync(Viewer viewer, WorkOrder order, List<string> asked, Dictionary<string, TagInfo> infos, CancellationToken cancel)
    {
        var today = await businessDate.CurrentAsync(cancel).ConfigureAwait(false);
        var values = await tags.ValuesAsync(viewer, [order.Customer], today, cancel).ConfigureAwait(false);
        if (!values.TryGetValue(order.Customer, out var own))
        {
            return null;
        }

        var known = asked.Distinct().Where(k => infos.ContainsKey(k) && own.GetValueOrDefault(k) is not null).Take(ValuesMax).ToList();
        return known.Count == 0 ? null : new Reason(
            $"目前：{string.Join("，", known.Select(k => $"{infos[k].NameZh} {Written(own[k]!, infos[k]).Zh}"))}",
            $"Now: {string.Join(", ", known.Select(k => $"{infos[k].NameEn} {Written(own[k]!, infos[k]).En}"))}");
    }

    /// <summary>The band beside the figure where the tag has one: "余额 52,000.00（高余额）".</summary>
    private static (string Zh, string En) Written(object value, TagInfo tag)
    {
        if (value is IConvertible and not (string or bool or DateTime) && tag.Type != "share")
        {
            var number = Convert.ToDecimal(value, CultureInfo.InvariantCulture);
            var (zh, en) = tag.Type == "money" ? (Money(number), Money(number)) : ConditionWords.Value(tag, JsonSerializer.SerializeToElement(number));
            return tag.Bands.FirstOrDefault(b => (b.From is not { } from || number >= from) && (b.To is not { } to || number < to)) is { } band
                ? ($"{zh}（{band.Name.Zh}）", $"{en} ({band.Name.En})")
                : (zh, en);
        }

        return value switch
        {
            bool flag => flag ? ("是", "yes") : ("否", "no"),
            string code => (tag.Named(code).Zh, tag.Named(code).En),
            DateOnly day => (day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            IFormattable share => (share.ToString("0.#%", CultureInfo.InvariantCulture), share.ToString("0.#%", CultureInfo.InvariantCulture)),
            _ => (value.ToString() ?? "", value.ToString() ?? ""),
        };
    }

    private static string Money(decimal amount) => amount.ToString("#,0.00", CultureInfo.InvariantCulture);

    private async Task<List<Step>> PathAsync(WorkOrder order, CancellationToken cancel)
    {
        var statement = new FactsStatement("enrolment path", SqlFile.Beside<WhyThisCustomer>("EnrolmentPath.sql"))
            .With("journey", order.JourneyId).With("version", (long)order.Version).With("enrolment", ulong.Parse(order.EnrolmentId, CultureInfo.InvariantCulture));
        return await facts.ListAsync(
            Viewer.Bank("why this customer"), statement, (ref RowReader row) => new Step(row.Text(), row.Text(), row.Instant()), cancel).ConfigureAwait(false);
    }

    private static string? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private sealed record Step(string Node, string FromNode, DateTimeOffset EnrolledAt);
}
