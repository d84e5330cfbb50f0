using System.Collections.Immutable;
using System.Globalization;
using Zhike.Storage.Facts;

namespace Zhike.Customers.Conditions;

/// <summary>Gives every value of a statement under construction its own parameter.</summary>
internal sealed class ParameterBinder(string prefix)
{
    private FactsStatement _bound = new("bound", "");
    private int _count;

    public ImmutableSortedDictionary<string, string> Parameters => _bound.Parameters;

    /// <summary>Answers "{prefix_0:String}".</summary>
    public string Add(string engineType, string value)
    {
        var name = Next();
        _bound = _bound.With(name, value);
        return $"{{{name}:{engineType}}}";
    }

    public string Add(DateOnly day) => Add("Date", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    public string Add(DateTimeOffset instant)
    {
        var name = Next();
        _bound = _bound.With(name, instant);
        return $"{{{name}:DateTime64(3, 'UTC')}}";
    }

    public string AddMany(string engineType, IEnumerable<string> values)
    {
        var name = Next();
        _bound = engineType == "String"
            ? _bound.With(name, values)
            : _bound.With(name, $"[{string.Join(',', values.Select(v => engineType == "Date" ? $"'{v}'" : v))}]");
        return $"{{{name}:Array({engineType})}}";
    }

    public string AddInstants(IEnumerable<DateTimeOffset> instants)
    {
        var name = Next();
        _bound = _bound.With(name, instants.Select(i => i.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture)));
        return $"{{{name}:Array(DateTime64(3, 'UTC'))}}";
    }

    private string Next() => string.Create(CultureInfo.InvariantCulture, $"{prefix}_{_count++}");
}
