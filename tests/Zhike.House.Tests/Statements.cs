using System.Text;
using System.Text.RegularExpressions;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Migrations;

namespace Zhike.House.Tests;

/// <summary>Every .sql file: what it says of itself, and that the engine understands it.</summary>
public sealed partial class Statements(Schema schema) : IClassFixture<Schema>
{
    public static TheoryData<string> All => [.. Tree.With(".sql")];

    /// <summary>What is read at run time beside its reader. A file whose head says "Template:" is completed by its reader
    /// from a closed catalogue (a column a tag, say) and is proved by that reader's own tests.</summary>
    public static TheoryData<string> Prepared =>
        [.. Tree.With(".sql").Where(f => f.StartsWith("src/", StringComparison.Ordinal) && !f.Contains("/Schema/", StringComparison.Ordinal)
            && !Head(Tree.Read(f)).Contains("Template:", StringComparison.Ordinal))];

    public static TheoryData<string> Unscoped =>
        [.. Tree.With(".sql").Where(f => f.StartsWith("src/", StringComparison.Ordinal) && !f.Contains("/Schema/", StringComparison.Ordinal)
            && GuardedTables.Guard.IsMatch(Tree.Read(f)) && !Tree.Read(f).Contains("{viewer_org:String}", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(All))]
    public void A_statement_says_first_what_it_is_for(string file) =>
        Tree.Read(file).ShouldStartWith("--", customMessage: $"{file} begins with a comment: question, grain, parameters");

    [Theory]
    [MemberData(nameof(All))]
    public void The_head_names_every_parameter(string file)
    {
        var text = Tree.Read(file);
        var head = Head(text);
        var named = Parameter().Matches(text).Select(m => m.Groups["name"].Value).Distinct()
            .Where(p => p is not ("viewer_org" or "viewer_manager"));

        named.Where(p => !head.Contains(p, StringComparison.Ordinal) && !Families(head).Any(f => p.StartsWith(f, StringComparison.Ordinal))).ShouldBeEmpty($"{file} explains its parameters at its head");
    }

    /// <summary>Statements over customers that do not carry the viewer's scope belong to the bank's own machinery: whoever
    /// reads such a file asks as the bank.</summary>
    [Theory]
    [MemberData(nameof(Unscoped))]
    public void A_question_of_a_person_carries_the_scope(string file)
    {
        var name = Path.GetFileName(file);
        var readers = Tree.With(".cs")
            .Where(f => Path.GetDirectoryName(f) == Path.GetDirectoryName(file))
            .Where(f => Tree.Read(f) is var text && (text.Contains($"\"{name}\"", StringComparison.Ordinal)
                || (text.Contains("SqlFile.", StringComparison.Ordinal) && text.Contains($"\"{Path.GetFileNameWithoutExtension(name)}\"", StringComparison.Ordinal))))
            .ToList();

        readers.ShouldNotBeEmpty($"nobody reads {file}");
        readers.Where(r => !AsksAsTheBank(r)).ShouldBeEmpty($"{file} lacks viewer_org and viewer_manager, and these do not ask as the bank");
    }

    /// <summary>It, or a file of its folder that hands the viewer to it, makes the bank's own viewer.</summary>
    private static bool AsksAsTheBank(string reader) => Tree.With(".cs")
        .Where(f => Path.GetDirectoryName(f) == Path.GetDirectoryName(reader))
        .Any(f => Tree.Read(f).Contains("Viewer.Bank(", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Prepared))]
    public async Task The_engine_understands(string file)
    {
        // A place where the reader puts a compiled set of customers.
        var text = Tree.Read(file).ReplaceLineEndings("\n").Replace("(/*SET*/)", "(SELECT toUInt64(1) AS customer_id)", StringComparison.Ordinal);
        foreach (var sql in new Migration("house", 0, "prepared", text).Statements)
        {
            var statement = new FactsStatement(file, $"{Explain(sql)} {sql}");
            foreach (Match parameter in Parameter().Matches(sql))
            {
                statement = statement.WithBound([new(parameter.Groups["name"].Value, Sample(parameter.Groups["name"].Value, parameter.Groups["type"].Value))]);
            }

            await schema.Facts.ListAsync(
                Viewer.Bank("house test"), statement, (ref Storage.Facts.Rows.RowReader row) => row.Text(), CancellationToken.None);
        }
    }

    /// <summary>SELECTs and INSERT … SELECTs are planned; the rest is parsed.</summary>
    private static string Explain(string sql)
    {
        var code = Comment().Replace(sql, "").TrimStart();
        return code.StartsWith("SELECT", StringComparison.OrdinalIgnoreCase) || code.StartsWith("WITH", StringComparison.OrdinalIgnoreCase) ? "EXPLAIN PLAN"
            : code.StartsWith("INSERT", StringComparison.OrdinalIgnoreCase) && code.Contains("SELECT", StringComparison.OrdinalIgnoreCase) ? "EXPLAIN PIPELINE"
            : "EXPLAIN AST";
    }

    private static string Head(string text)
    {
        var head = new StringBuilder();
        foreach (var line in text.Split('\n').TakeWhile(l => l.StartsWith("--", StringComparison.Ordinal)))
        {
            head.AppendLine(line);
        }

        return head.ToString();
    }

    /// <summary>"seen_*" in a head stands for every parameter that begins so.</summary>
    private static IEnumerable<string> Families(string head) => Family().Matches(head).Select(m => m.Groups["prefix"].Value);

    private static string Sample(string name, string type) => type switch
    {
        _ when name == "zone" => "UTC",
        _ when type.StartsWith("Array", StringComparison.Ordinal) => "[]",
        _ when type.StartsWith("Map", StringComparison.Ordinal) => "{}",
        _ when type.StartsWith("DateTime64", StringComparison.Ordinal) => "2026-01-01 00:00:00.000",
        _ when type.StartsWith("DateTime", StringComparison.Ordinal) => "2026-01-01 00:00:00",
        _ when type.StartsWith("Date", StringComparison.Ordinal) => "2026-01-01",
        _ when type.StartsWith("UUID", StringComparison.Ordinal) => "00000000-0000-0000-0000-000000000000",
        _ when type.Contains("String", StringComparison.Ordinal) => "x",
        _ => "1",
    };

    [GeneratedRegex(@"\{(?<name>\w+):\s*(?<type>[^{}]+)\}")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\b(?<prefix>\w+_)\*")]
    private static partial Regex Family();

    [GeneratedRegex(@"--[^\n]*")]
    private static partial Regex Comment();
}
