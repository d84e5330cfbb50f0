using System.Text.Json;
using Zhike.Kernel;

namespace Zhike.Customers.Documents;

/// <summary>A text people read, in both languages.</summary>
public sealed record LocalText(string Zh, string En)
{
    public static LocalText None { get; } = new("", "");

    internal static LocalText Read(FieldReader fields, string name, bool required, List<FieldError> errors)
    {
        if ((required ? fields.Required(name) : fields.Optional(name)) is not { } value)
        {
            return None;
        }

        return Read(value, fields.PathOf(name), errors);
    }

    internal static LocalText Read(JsonElement value, string path, List<FieldError> errors)
    {
        var both = new FieldReader(value, path, errors);
        var text = new LocalText(both.Text("zh", required: true) ?? "", both.Text("en", required: true) ?? "");
        both.RefuseUnknown();
        return text;
    }
}
