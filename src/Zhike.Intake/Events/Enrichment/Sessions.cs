using System.Globalization;
using System.Text;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Intake.Events.Enrichment;

/// <summary>Sessions of senders that name none: a visitor's events on one channel, with less than half an hour between one and the next. A
/// session's name is made of the visitor, the channel and its first moment, so it does not depend on the process; the last half hour is
/// read back after a start. Used by one thread at a time.</summary>
internal sealed class Sessions(IFacts facts)
{
    public static readonly TimeSpan Gap = TimeSpan.FromMinutes(30);

    /// <summary>Visitors of a generation; when there are more, those of the generation before begin a new session.</summary>
    public const int GenerationMax = 500_000;

    // Any two numbers; written down, so that a session has the same name in every process.
    private const ulong NameLow = 0x7a68_696b_6520_7365;
    private const ulong NameHigh = 0x7373_696f_6e73_2031;
    private static readonly Viewer Loading = Viewer.Bank("recent sessions");
    private Dictionary<ulong, Open> _young = [];
    private Dictionary<ulong, Open> _old = [];

    /// <summary>A device, else a browser, else who is signed in on a device of their own. What servers and staff send has no session.</summary>
    public static string VisitorOf(scoped in EventRow row) =>
        row.Channel is "system" or "counter" or "call" ? ""
        : row.DeviceId.Length > 0 ? row.DeviceId
        : row.AnonymousId.Length > 0 ? row.AnonymousId
        : ClientChannel.IsPersons(row.Channel) ? row.UserId : "";

    public ulong Of(string visitor, string channel, long tsMs)
    {
        var key = UserHash.Of("session", visitor) ^ (UserHash.Of("channel", channel) << 1);
        var open = _young.TryGetValue(key, out var young) ? young : _old.TryGetValue(key, out var old) ? old : default;
        if (open.Session == 0 || Math.Abs(tsMs - open.LastMs) >= (long)Gap.TotalMilliseconds)
        {
            var session = NameOf(visitor, channel, tsMs);
            // An event that comes late, from before the session that is open, does not close it.
            if (open.Session == 0 || tsMs > open.LastMs)
            {
                Remember(key, new Open(session, tsMs));
            }

            return session;
        }

        Remember(key, open with { LastMs = Math.Max(open.LastMs, tsMs) });
        return open.Session;
    }

    /// <summary>After a start: what was open.</summary>
    public async Task LoadAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var statement = new FactsStatement("recent sessions", SqlFile.Beside<Sessions>("RecentSessions.sql"))
            .With("since", now - Gap).With("size", (long)GenerationMax).Within(FactsLimits.Batch);
        await foreach (var (visitor, channel, last, session) in facts.StreamAsync(
            Loading, statement, (ref RowReader row) => (row.Text(), row.Text(), row.Instant(), row.Text()), cancel).ConfigureAwait(false))
        {
            if (ulong.TryParse(session.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var named))
            {
                Remember(UserHash.Of("session", visitor) ^ (UserHash.Of("channel", channel) << 1), new Open(named, last.ToUnixTimeMilliseconds()));
            }
        }
    }

    private static ulong NameOf(string visitor, string channel, long startMs) =>
        UserHash.Of(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{visitor}\n{channel}\n{startMs}")), NameLow, NameHigh) | 1;

    private void Remember(ulong key, Open open)
    {
        if (_young.Count >= GenerationMax && !_young.ContainsKey(key))
        {
            (_old, _young) = (_young, []);
        }

        _young[key] = open;
    }

    private readonly record struct Open(ulong Session, long LastMs);
}
