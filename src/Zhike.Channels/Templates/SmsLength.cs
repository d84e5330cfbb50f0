namespace Zhike.Channels.Templates;

/// <summary>How an operator counts and bills a short message: in UCS-2 (any Chinese letter makes it so) 70 units in one part or
/// 67 a part in several; otherwise 160, or 153 (3GPP TS 23.038 and 23.040).</summary>
internal sealed record SmsLength(int Units, int Segments)
{
    /// <summary>Longer messages are refused by the operators we know of.</summary>
    public const int SegmentsMax = 6;

    private const string Gsm =
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    private const string GsmTwice = "^{}\\[~]|€";

    public static SmsLength Of(string text)
    {
        var narrow = text.All(c => Gsm.Contains(c, StringComparison.Ordinal) || GsmTwice.Contains(c, StringComparison.Ordinal));
        var units = narrow ? text.Sum(c => GsmTwice.Contains(c, StringComparison.Ordinal) ? 2 : 1) : text.Length;
        var (one, several) = narrow ? (160, 153) : (70, 67);
        return new SmsLength(units, units <= one ? 1 : (units + several - 1) / several);
    }
}
