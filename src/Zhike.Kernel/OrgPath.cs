namespace Zhike.Kernel;

/// <summary>A place in the bank's tree (总-分-支): "/hq/" is the whole bank, "/hq/prague/" a branch,
/// "/hq/prague/d01/" an outlet. It always begins and ends with a slash, so that containment is a prefix test.</summary>
public readonly record struct OrgPath
{
    private readonly string? _value;

    private OrgPath(string value) => _value = value;

    /// <summary>Contains everything.</summary>
    public static OrgPath Root { get; } = new("/");

    public string Value => _value ?? "/";

    /// <summary>0 for the root, 1 for head office, 2 for a branch, 3 for an outlet.</summary>
    public int Depth => Value.Count(c => c == '/') - 1;

    /// <summary>The last segment; empty for the root.</summary>
    public string Name => Depth == 0 ? "" : Value.TrimEnd('/')[(Value.TrimEnd('/').LastIndexOf('/') + 1)..];

    /// <summary>Accepts "/a/b/" with segments of lower-case letters, digits, '-' and '_'; anything else is a Problem.</summary>
    public static Result<OrgPath> Parse(string? text, string field = "org_path")
    {
        if (text is null || text.Length == 0 || text[0] != '/' || text[^1] != '/')
        {
            return Problem.Invalid(field, $"must begin and end with '/', such as \"/hq/\", but is \"{text}\"");
        }

        var segments = text.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var wellFormed = segments.All(s => s.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_'));
        var rebuilt = segments.Length == 0 ? "/" : $"/{string.Join('/', segments)}/";
        return wellFormed && rebuilt == text
            ? new OrgPath(text)
            : Problem.Invalid(field, $"must be segments of a-z, 0-9, '-' and '_' between single slashes, but is \"{text}\"");
    }

    /// <summary>For paths the program itself wrote; throws where <see cref="Parse"/> would refuse.</summary>
    public static OrgPath Of(string text) => Parse(text).OrThrow();

    public OrgPath Append(string segment) => Of($"{Value}{segment}/");

    /// <summary>True also for the path itself.</summary>
    public bool Contains(OrgPath other) => other.Value.StartsWith(Value, StringComparison.Ordinal);

    public override string ToString() => Value;
}
