using System.Globalization;
using System.Net;
using HandlebarsDotNet;
using Zhike.Channels.Adapters;

namespace Zhike.Channels.Templates;

/// <summary>A value that a text needs and this customer does not have. The message is not sent: a text with a hole in it
/// is worse than none.</summary>
internal sealed class MissingValueException(string name) : Exception($"no value for {name}")
{
    public string Name { get; } = name;
}

/// <summary>One version of a template, ready to be rendered many times, by any thread.</summary>
internal sealed class CompiledTemplate
{
    private static readonly Dictionary<Escaping, IHandlebars> Engines = new()
    {
        [Escaping.Plain] = Engine(text => text),
        [Escaping.Html] = Engine(text => WebUtility.HtmlEncode(text)),
        [Escaping.Url] = Engine(Uri.EscapeDataString),
    };

    private readonly Dictionary<(string Field, string Language), HandlebarsTemplate<object, object>> _texts = [];

    public CompiledTemplate(TemplateDocument document, int version)
    {
        Document = document;
        Version = version;
        foreach (var (name, text) in document.Fields)
        {
            var engine = Engines[ChannelFields.Of[document.Channel].Single(f => f.Name == name).Escaping];
            foreach (var language in new[] { "zh", "en" })
            {
                _texts[(name, language)] = engine.Compile(TemplateExpressions.Strict(text.In(language)));
            }
        }

        Reads = [.. document.Fields.Values.SelectMany(t => new[] { t.Zh, t.En }).SelectMany(TemplateExpressions.In).SelectMany(e => e.Paths).Distinct()];
    }

    public TemplateDocument Document { get; }

    public int Version { get; }

    /// <summary>Every name any of its texts reads.</summary>
    public IReadOnlyList<string> Reads { get; }

    /// <summary>The fields' texts; throws <see cref="MissingValueException"/>.</summary>
    public SortedDictionary<string, string> Render(RenderModel model)
    {
        var rendered = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in Document.Fields.Keys)
        {
            try
            {
                rendered[field] = _texts[(field, model.Language)](model.Values, null);
            }
            catch (HandlebarsRuntimeException wrapped) when (wrapped.InnerException is MissingValueException missing)
            {
                throw missing;
            }
        }

        return rendered;
    }

    private static IHandlebars Engine(Func<string, string> escape)
    {
        var engine = Handlebars.Create(new HandlebarsConfiguration
        {
            TextEncoder = new TextEscaper(escape),
            FormatProvider = CultureInfo.InvariantCulture,
        });
        engine.RegisterHelper("required", (Context _, Arguments arguments) => Written(Needed(arguments)));
        engine.RegisterHelper("money", (Context context, Arguments arguments) => Money(Number(arguments), context));
        engine.RegisterHelper("number", (Context _, Arguments arguments) => Number(arguments).ToString("#,0.##", CultureInfo.InvariantCulture));
        engine.RegisterHelper("percent", (Context _, Arguments arguments) => (Number(arguments) * 100).ToString("0.#", CultureInfo.InvariantCulture) + "%");
        engine.RegisterHelper("day", (Context context, Arguments arguments) => Day(Needed(arguments), context));
        engine.RegisterHelper("default", (Context _, Arguments arguments) => IsMissing(arguments[0]) ? arguments[1]! : Written(arguments[0]!));
        return engine;
    }

    private static bool IsMissing(object? value) => value is null or UndefinedBindingResult or "";

    private static object Needed(in Arguments arguments) => IsMissing(arguments[0])
        ? throw new MissingValueException((string)arguments[1]!)
        : arguments[0]!;

    private static decimal Number(in Arguments arguments)
    {
        var value = Needed(arguments);
        return value is string text
            ? decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : throw new MissingValueException($"\"{text}\" as a number")
            : Convert.ToDecimal(value, CultureInfo.InvariantCulture);
    }

    private static string Written(object value) => value switch
    {
        string text => text,
        decimal number => number.ToString("0.##", CultureInfo.InvariantCulture),
        double number => number.ToString("0.##", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset instant => instant.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        bool flag => flag ? "是" : "否",
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>CNY in Chinese as the customer knows it, anything else with its ISO code.</summary>
    private static string Money(decimal amount, Context context)
    {
        var bank = Bank(context);
        var (currency, language) = ((string)bank["currency"]!, (string)bank["language"]!);
        var digits = amount.ToString("#,0.00", CultureInfo.InvariantCulture);
        return (currency, language) == ("CNY", "zh") ? $"{digits}元" : $"{digits} {currency}";
    }

    private static string Day(object value, Context context)
    {
        if (value is not DateOnly day && !DateOnly.TryParse(value.ToString(), CultureInfo.InvariantCulture, out day))
        {
            throw new MissingValueException($"\"{value}\" as a day");
        }

        return (string)Bank(context)["language"]! == "zh"
            ? $"{day.Year}年{day.Month}月{day.Day}日"
            : day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
    }

    private static IReadOnlyDictionary<string, object?> Bank(Context context) =>
        (IReadOnlyDictionary<string, object?>)((RenderModelValues)context.Value!)["bank"]!;
}
