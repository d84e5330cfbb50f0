using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Zhike.Customers.Documents;
using Zhike.Customers.Sources;
using Zhike.Kernel;

namespace Zhike.Customers.Tags.Definitions;

/// <summary>A tag's document into a <see cref="TagDefinition"/>, with every problem found on the way.</summary>
internal sealed partial class TagParser(ImmutableDictionary<string, TagColumn> known)
{
    /// <summary>Columns that tag_values has anyway.</summary>
    private static readonly string[] Reserved = ["as_of", "customer_id", "org_path", "manager_id"];

    /// <summary>More fields and values than this nobody wrote by hand; a list of customers belongs into a list.</summary>
    public const int ValuesMax = 5_000;

    /// <summary>Null when there is any problem.</summary>
    public TagDefinition? Parse(string key, JsonElement document, List<FieldError> errors)
    {
        var before = errors.Count;
        var fields = new FieldReader(document, "", errors);
        if (!fields.IsObject)
        {
            return null;
        }

        if (ValuesIn(document) is > ValuesMax and var values)
        {
            fields.Refuse("document", string.Create(CultureInfo.InvariantCulture, $"holds {values} values; a tag may hold at most {ValuesMax}"));
            return null;
        }

        CheckKey(key, fields);
        var name = LocalText.Read(fields, "name", required: true, errors);
        var description = LocalText.Read(fields, "description", required: false, errors);
        var dimension = fields.Choice("dimension", [.. TagDefinition.Dimensions], required: true);
        var kind = fields.Choice("kind", ["measure", "attribute", "rule", "ratio", "rank", "sql", "list", "manual", "score"], required: true);
        var type = fields.Choice("type", [.. FieldTypes.Names], required: true) is { } word ? FieldTypes.Parse(word) : (FieldType?)null;
        var unit = Unit(fields, type, errors);
        var owner = fields.Text("owner") ?? "";
        var records = fields.Flag("record_changes");
        var course = new CourseReader(fields, errors).Read(kind);
        var bands = BandReader.Read(fields, type, errors);
        var codes = new ValueReader(fields, errors);
        var named = codes.Read(type);
        TagSource? source = kind switch
        {
            "measure" => new MeasureReader(fields, errors).Read(type),
            "attribute" => new AttributeReader(fields).Read(type),
            "rule" => new RuleReader(fields, known, errors).Read(type),
            "ratio" => RatioOf(fields, type),
            "rank" => RankOf(fields, type),
            "sql" => fields.Text("sql", required: true) is { } sql ? new ExpertSql(sql) : null,
            "list" or "manual" or "score" => new GivenReader(fields).Read(kind, type),
            _ => null,
        };
        if (source is not null)
        {
            codes.Check(named, source);
        }

        if (kind is not (null or "list" or "manual" or "score") && fields.Optional("valid_days") is not null)
        {
            fields.Refuse("valid_days", $"has no meaning for a {kind}: it is computed anew for every date, and its window says how far back it looks");
        }

        if (kind is not null)
        {
            fields.RefuseUnknown();
        }

        if (errors.Count > before || source is null || type is not { } holds || dimension is null)
        {
            return null;
        }

        var tag = new TagDefinition(
            key, name, description, dimension, holds, unit, owner, bands, holds == FieldType.Text ? ValueReader.Whole(named, source) : [],
            records ?? (bands.Length > 0 || holds is FieldType.Text or FieldType.Flag), source)
        {
            Category = course.Category,
            IsRealTime = course.IsRealTime,
            StopsOn = course.StopsOn,
        };
        if (tag.IsRealTime && tag.ReadsColumns.FirstOrDefault(c => c.OnlyAtNight) is { } late)
        {
            fields.Refuse("freshness", $"cannot be realtime: it reads \"{late.Key}\", which is computed for everybody at once, at night");
            return null;
        }

        return tag;
    }

    private static int ValuesIn(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Sum(p => ValuesIn(p.Value)),
        JsonValueKind.Array => element.EnumerateArray().Sum(ValuesIn),
        _ => 1,
    };

    private static void CheckKey(string key, FieldReader fields)
    {
        var written = fields.Text("key", required: true);
        if (written is not null && written != key)
        {
            fields.Refuse("key", $"must be \"{key}\", the name it is saved under, but is \"{written}\"");
        }

        if (!KeyForm().IsMatch(key) || Reserved.Contains(key))
        {
            fields.Refuse("key", $"must be 2 to 60 of a-z, 0-9 and '_', beginning with a letter, and none of {string.Join(", ", Reserved)}");
        }
    }

    private static LocalText? Unit(FieldReader fields, FieldType? type, List<FieldError> errors)
    {
        if (fields.Optional("unit") is not { } value)
        {
            return null;
        }

        if (type is { } known && !known.TakesUnit())
        {
            fields.Refuse("unit", $"has no meaning for {known.Name()}: only a count or a number needs one");
            return null;
        }

        return LocalText.Read(value, fields.PathOf("unit"), errors);
    }

    private Ratio? RatioOf(FieldReader fields, FieldType? type)
    {
        if (type is not (null or FieldType.Share or FieldType.Number))
        {
            fields.Refuse("type", "of a ratio must be share or number");
        }

        var of = NumericTag(fields, "of");
        var to = NumericTag(fields, "to");
        return of is null || to is null ? null : new Ratio(of, to);
    }

    private Rank? RankOf(FieldReader fields, FieldType? type)
    {
        if (type is not (null or FieldType.Share))
        {
            fields.Refuse("type", "of a rank must be share: 0 is the lowest, 1 the highest");
        }

        var within = fields.Choice("within", ["bank", "outlet"]) ?? "bank";
        var of = NumericTag(fields, "of");
        if (of is { OfWholeBank: true })
        {
            fields.Refuse("of", $"names \"{of.Key}\", which is itself made of a rank");
            return null;
        }

        return of is null ? null : new Rank(of, within == "outlet");
    }

    private TagColumn? NumericTag(FieldReader fields, string name)
    {
        if (fields.Text(name, required: true) is not { } key)
        {
            return null;
        }

        if (!known.TryGetValue(key, out var tag))
        {
            fields.Refuse(name, $"names \"{key}\", which is no live tag{Nearest.Hint(key, known.Keys)}");
            return null;
        }

        if (tag.Type.IsNumeric())
        {
            return tag;
        }

        fields.Refuse(name, $"must name a number, but \"{key}\" is a {tag.Type.Name()}");
        return null;
    }

    [GeneratedRegex("^[a-z][a-z0-9_]{1,59}$")]
    private static partial Regex KeyForm();
}
