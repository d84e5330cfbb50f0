using System.Globalization;

namespace Zhike.Kernel;

/// <summary>Zhike's own dense number of a customer (1, 2, 3 …), fit for bitmaps. It means nothing outside Zhike:
/// a bank speaks of the customer number (客户号).</summary>
public readonly record struct CustomerId(ulong Value)
{
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
