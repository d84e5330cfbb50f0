using System.Globalization;
using System.Text;
using HandlebarsDotNet;

namespace Zhike.Channels.Adapters;

/// <summary>Escapes every value that Handlebars writes into a text, in one way.</summary>
internal sealed class TextEscaper(Func<string, string> escape) : ITextEncoder
{
    public IFormatProvider? FormatProvider { get; } = CultureInfo.InvariantCulture;

    public void Encode(StringBuilder? text, TextWriter target) => target.Write(escape(text?.ToString() ?? ""));

    public void Encode(string? text, TextWriter target) => target.Write(escape(text ?? ""));

    public void Encode<T>(T? text, TextWriter target)
        where T : IEnumerator<char>
    {
        var collected = new StringBuilder();
        while (text is not null && text.MoveNext())
        {
            collected.Append(text.Current);
        }

        Encode(collected, target);
    }
}
