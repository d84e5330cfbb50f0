using System.Globalization;
using Zhike.Customers.Documents;
using Zhike.Customers.Tags.Reading;

namespace Zhike.Customers.Tests.Tags;

/// <summary>Numbers without bands, cut into pieces that read like a bank's tables.</summary>
public sealed class StretchTests
{
    [Theory]
    [InlineData(null, "1", "count", "0", "0")]
    [InlineData(null, "5", "count", "5 以下", "below 5")]
    [InlineData("5", "6", "count", "5", "5")]
    [InlineData("5", "10", "days", "5 – 9", "5 – 9")]
    [InlineData("10", null, "years", "10 及以上", "10 or more")]
    [InlineData("5000", "10000", "money", "5,000 – 10,000", "5,000 – 10,000")]
    [InlineData("0.5", "1", "share", "50% – 100%", "50% – 100%")]
    [InlineData(null, null, "money", "全部", "all")]
    public void A_piece_in_words(string? from, string? to, string type, string zh, string en) =>
        Stretch.Of(Edge(from), Edge(to), FieldTypes.Parse(type)).Label.ShouldBe(new LocalText(zh, en));

    private static decimal? Edge(string? text) => text is null ? null : decimal.Parse(text, CultureInfo.InvariantCulture);
}
