using System.Collections.Immutable;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using Zhike.Kernel;

namespace Zhike.Intake.Mapping;

/// <summary>Reads a mapping file. Collects every problem with its field path and line, then refuses once.</summary>
internal static class MappingReader
{
    public const int FieldBytesMaxDefault = 1 << 20;

    /// <summary>A mapping file may be no larger.</summary>
    public const int MappingBytesMax = 1 << 20;

    public static Result<ImportMapping> ReadFile(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            return Problem.Invalid("mapping", Said.Of("no_mapping_file", $"names a file that does not exist: {path}"));
        }

        return file.Length > MappingBytesMax
            ? Problem.Invalid("mapping", Said.Of("mapping_too_large", $"must be smaller than {MappingBytesMax} bytes, but {path} has {file.Length}"))
            : Read(File.ReadAllText(path), file.FullName);
    }

    /// <param name="path">Where the text lies: paths inside it are relative to this.</param>
    public static Result<ImportMapping> Read(string text, string path)
    {
        var yaml = new YamlStream();
        try
        {
            yaml.Load(new StringReader(text));
        }
        catch (YamlException malformed)
        {
            return Problem.Invalid("mapping", Said.Of("not_yaml", $"(line {malformed.Start.Line}, column {malformed.Start.Column}) is not YAML: {malformed.Message}"));
        }

        if (yaml.Documents.Count != 1 || yaml.Documents[0].RootNode is not YamlMappingNode root)
        {
            return Problem.Invalid("mapping", Said.Of("no_mapping", $"must be one YAML document with fields such as mapping, source, target and columns"));
        }

        var errors = new List<FieldError>();
        var mapping = Mapping(new YamlFields(root, "", errors), path, errors);
        return errors.Count > 0 ? Problem.Invalid(errors) : mapping;
    }

    private static ImportMapping Mapping(YamlFields fields, string path, List<FieldError> errors)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var name = fields.Text("mapping", required: true) ?? "";
        if (fields.Has("imports"))
        {
            var imports = fields.Texts("imports").Select(i => Path.GetFullPath(i, folder)).ToImmutableArray();
            fields.RefuseOthers();
            return new ImportMapping(name, path, NoSource(folder), [], [], new BadRows(false, 0), imports);
        }

        var source = fields.Fields("source", required: true) is { } sourceFields ? SourceReader.Read(sourceFields, folder) : NoSource(folder);
        var lookUps = LookUps(fields, folder, source);
        var badRows = BadRowRule(fields);
        var targets = new List<ImportTarget>();
        var columns = new ColumnReader([.. lookUps.Select(l => l.Name)], errors);
        if (fields.Has("targets"))
        {
            targets.AddRange(fields.List("targets").Select(t => Target(t, columns)).OfType<ImportTarget>());
        }
        else if (Target(fields, columns) is { } only)
        {
            targets.Add(only);
        }

        fields.RefuseOthers();
        return new ImportMapping(name, path, source, lookUps, [.. targets], badRows, []);
    }

    private static SourceFile NoSource(string folder) => new(folder, (byte)',', (byte)'"', SourceEncoding.Utf8, [], true, FieldBytesMaxDefault);

    private static ImmutableArray<LookUp> LookUps(YamlFields fields, string folder, SourceFile source)
    {
        var found = new List<LookUp>();
        if (fields.Fields("look_ups") is not { } group)
        {
            return [];
        }

        foreach (var (name, node) in group.Entries())
        {
            if (name.Length == 0 || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_'))
            {
                group.Error(name, Said.Of("look_up_name", $"must be named with a-z, 0-9 and '_'"));
            }

            if (group.FieldsOf(name, node) is not { } entry)
            {
                continue;
            }

            var then = entry.Text("then");
            if (then is not null && found.All(l => l.Name != then))
            {
                entry.Error("then", Said.Of("look_up_above", $"must name a look-up that stands above this one, but is {YamlFields.Shown(then)}"));
            }

            found.Add(new LookUp(
                name, SourceReader.Beside(entry, folder, source), entry.Text("key", required: true) ?? "", entry.Text("value", required: true) ?? "",
                entry.Table("where") ?? ImmutableDictionary<string, string>.Empty, then, entry.Choice("pick", "first", "first", "min", "max")));
            entry.RefuseOthers();
        }

        return [.. found];
    }

    private static BadRows BadRowRule(YamlFields fields)
    {
        if (fields.Fields("bad_rows") is not { } rule)
        {
            return new BadRows(false, 10_000);
        }

        var result = new BadRows(rule.Choice("action", "skip", "skip", "stop") == "stop", rule.Whole("limit", 0, int.MaxValue) ?? 10_000);
        rule.RefuseOthers();
        return result;
    }

    private static ImportTarget? Target(YamlFields fields, ColumnReader columns)
    {
        var name = fields.Text("target", required: true);
        var table = name is null ? null : StandardTables.Find(name);
        if (name is not null && table is null)
        {
            fields.Error("target", YamlFields.OneOf(StandardTables.All.Select(t => t.Name), name));
        }

        var columnFields = fields.Fields("columns", required: true);
        var attributeFields = fields.Fields("attributes");
        if (fields.Path("target") != "target")
        {
            fields.RefuseOthers();
        }

        return table is null || columnFields is null ? null : columns.Target(table, columnFields, attributeFields);
    }

    /// <summary>The text of a mapping as it stands, for the record of an import.</summary>
    public static string Fingerprint(ImportMapping mapping) => StableHash.Word(File.ReadAllText(mapping.File, Encoding.UTF8));
}
