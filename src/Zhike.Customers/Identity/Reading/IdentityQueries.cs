using System.Globalization;
using Zhike.Contracts.Http;
using Zhike.Customers.Identity.Rules;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Identity.Reading;

/// <summary>What people may see of One-ID. Evidence is read as the bank, for identities that the viewer was found to see.</summary>
internal sealed class IdentityQueries(IFacts facts, LiveIdentityRules rules)
{
    private static readonly Viewer Explaining = Viewer.Bank("explain an identity");

    public async Task<IdentityGraph> GraphAsync(Viewer viewer, ulong customer, CancellationToken cancel)
    {
        var kinds = await KindsAsync(cancel).ConfigureAwait(false);
        var mask = new IdentityMask(viewer);
        var members = await facts.ListAsync(
            viewer,
            Statement("Members.sql").With("customer", customer),
            (ref RowReader row) => (Id: row.UInt64(), Kind: row.Text(), Value: row.Text(), First: row.Instant(), Shared: row.InstantOrNull(), Events: (long)row.UInt64()),
            cancel).ConfigureAwait(false);
        if (members.Count == 0)
        {
            return new IdentityGraph([], [], []);
        }

        var ids = members.Select(m => m.Id).ToList();
        var links = await facts.ListAsync(Explaining, Statement("Evidence.sql").With("identities", ids), (ref RowReader row) => Link(ref row, mask), cancel).ConfigureAwait(false);
        var changes = await facts.ListAsync(Explaining, Statement("Changes.sql").With("identities", ids), (ref RowReader row) => Change(ref row, mask), cancel).ConfigureAwait(false);
        return new IdentityGraph(
            [.. members.Select(m => new IdentityMember(Number(m.Id), m.Kind, NameOf(kinds, m.Kind).Zh, NameOf(kinds, m.Kind).En, mask.Value(m.Kind, m.Value), RoleOf(kinds, m.Kind), m.First, m.Shared, m.Events))],
            links,
            changes);
    }

    public async Task<Page<IdentitySuggestion>> SuggestionsAsync(Viewer viewer, PageRequest page, CancellationToken cancel)
    {
        var mask = new IdentityMask(viewer);
        long total = 0;
        var rows = await facts.ListAsync(
            viewer,
            Statement("Suggestions.sql").With("head_office", IsHeadOffice(viewer)).With("offset", (ulong)page.Offset).With("size", (ulong)page.Size),
            (ref RowReader row) =>
            {
                var (a, b, what, aKind, aValue, bKind, bValue) = (row.UInt64(), row.UInt64(), row.Text(), row.Text(), row.Text(), row.Text(), row.Text());
                var suggestion = new IdentitySuggestion(
                    Number(a), Number(b), what, aKind, mask.Value(aKind, aValue), bKind, mask.Value(bKind, bValue), row.Text(), row.Text(), row.Instant(), row.Text(),
                    row.Text(), row.Text(), row.Text(), row.Text());
                total = (long)row.UInt64();
                return suggestion;
            },
            cancel).ConfigureAwait(false);
        return new Page<IdentitySuggestion>(rows, total);
    }

    public async Task<IdentityFigures> FiguresAsync(Viewer viewer, CancellationToken cancel)
    {
        var kinds = await KindsAsync(cancel).ConfigureAwait(false);
        var figures = await facts.ListAsync(
            viewer,
            Statement("Figures.sql"),
            (ref RowReader row) =>
            {
                var kind = row.Text();
                return new IdentityKindFigures(
                    kind, NameOf(kinds, kind).Zh, NameOf(kinds, kind).En, RoleOf(kinds, kind), kinds.GetValueOrDefault(kind)?.Priority ?? 0,
                    (long)row.UInt64(), (long)row.UInt64(), (long)row.UInt64(), (long)row.UInt64());
            },
            cancel).ConfigureAwait(false);
        var runs = await facts.ListAsync(
            Explaining,
            Statement("Runs.sql"),
            (ref RowReader row) => new IdentityRunView(
                row.Instant(), row.Float64(), (long)row.UInt64(), (long)row.UInt64(), (long)row.UInt64(), (long)row.UInt64(), (long)row.UInt64(), (long)row.UInt64()),
            cancel).ConfigureAwait(false);
        return new IdentityFigures([.. figures.OrderBy(f => f.Priority).ThenBy(f => f.Kind, StringComparer.Ordinal)], runs);
    }

    /// <summary>Both identities are known, and a person who does not see the whole bank sees a customer at one of the ends.</summary>
    public async Task<bool> MayDecideAsync(Viewer viewer, ulong a, ulong b, CancellationToken cancel)
    {
        var (known, seen) = (await facts.ListAsync(
            viewer, Statement("EndsOf.sql").With("a", a).With("b", b), (ref RowReader row) => (row.UInt64(), row.UInt64()), cancel).ConfigureAwait(false)).Single();
        return known == 2 && (seen > 0 || IsHeadOffice(viewer));
    }

    /// <summary>What a word about two identities is about to move. Null where the viewer may not decide about them.</summary>
    public async Task<IdentityConsequences?> ConsequencesAsync(Viewer viewer, ulong a, ulong b, CancellationToken cancel)
    {
        if (!await MayDecideAsync(viewer, a, b, cancel).ConfigureAwait(false))
        {
            return null;
        }

        var sides = await facts.ListAsync(
            viewer,
            Statement("Consequences.sql").With("a", a).With("b", b),
            (ref RowReader row) => new IdentitySide(Number(row.UInt64()), Number(row.UInt64()), (long)row.UInt64(), (long)row.UInt64(), (long)row.UInt64(), row.Text()),
            cancel).ConfigureAwait(false);
        return new IdentityConsequences(sides);
    }

    /// <summary>The root, or the one place under it.</summary>
    private static bool IsHeadOffice(Viewer viewer) => viewer.Scope.Value.Count(c => c == '/') <= 2;

    private static IdentityLink Link(ref RowReader row, IdentityMask mask)
    {
        var (a, b, aKind, aValue, bKind, bValue) = (row.UInt64(), row.UInt64(), row.Text(), row.Text(), row.Text(), row.Text());
        return new IdentityLink(
            Number(a), Number(b), aKind, mask.Value(aKind, aValue), bKind, mask.Value(bKind, bValue), row.Text().Split(' '), row.Text().Split(' '),
            row.Instant(), row.Instant(), (long)row.UInt64(), row.Text(), row.Text(), row.Text(), row.Text());
    }

    private static IdentityChange Change(ref RowReader row, IdentityMask mask)
    {
        var (id, a, b) = (row.Text(), Number(row.UInt64()), Number(row.UInt64()));
        var (what, aKind, aValue, bKind, bValue) = (row.Text(), row.Text(), row.Text(), row.Text(), row.Text());
        return new IdentityChange(
            id, a, b, what, aKind, mask.Value(aKind, aValue), bKind, mask.Value(bKind, bValue), row.Text(), row.Text(), row.Instant(), row.Text(), row.Instant(), row.Text());
    }

    private async Task<Dictionary<string, IdentityKind>> KindsAsync(CancellationToken cancel) =>
        (await rules.FindAsync(cancel).ConfigureAwait(false))?.Kinds.ToDictionary(k => k.Kind) ?? [];

    private static (string Zh, string En) NameOf(Dictionary<string, IdentityKind> kinds, string kind) =>
        kinds.TryGetValue(kind, out var known) ? (known.Name.Zh, known.Name.En) : (kind, kind);

    private static string RoleOf(Dictionary<string, IdentityKind> kinds, string kind) =>
        kinds.TryGetValue(kind, out var known) ? known.Role.ToString().ToLowerInvariant() : "";

    private static string Number(ulong identity) => identity.ToString(CultureInfo.InvariantCulture);

    private static FactsStatement Statement(string file) =>
        new($"identity {Path.GetFileNameWithoutExtension(file)}", SqlFile.Beside<IdentityQueries>(file));
}
