using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Zhike.Bench.Harness;

/// <summary>The same events as calls of the tracking protocol and as rows for the engine.</summary>
internal static class SampleEvents
{
    public const int PerCall = 100;

    /// <param name="round">Makes the message ids new: a repeated one would be dropped.</param>
    public static byte[] Call(string writeKey, int round, int call) => EventClient.Call(writeKey, JsonSerializer.SerializeToUtf8Bytes(new
    {
        batch = Enumerable.Range(call * PerCall, PerCall).Select(n => new
        {
            type = "track",
            messageId = string.Create(CultureInfo.InvariantCulture, $"{round}-{n}"),
            userId = User(n),
            @event = NameOf(n),
            timestamp = "2026-06-30T03:00:00.000Z",
            properties = Properties(n),
            context = Context(),
        }),
    }));

    /// <summary>JSONEachRow of the columns that the server fills.</summary>
    public static byte[] Rows(int first, int count)
    {
        var rows = new StringBuilder();
        for (var n = first; n < first + count; n++)
        {
            rows.Append(JsonSerializer.Serialize(new
            {
                event_id = string.Create(CultureInfo.InvariantCulture, $"00000000-0000-0000-0000-{n:x12}"),
                ts = "2026-06-30 03:00:00.000",
                received_at = "2026-06-30 03:00:00.000",
                customer_id = 1 + (n % 1000),
                name = NameOf(n),
                type = "track",
                user_id = User(n),
                source = "bench",
                properties = Properties(n),
                context = Context(),
            })).Append('\n');
        }

        return Encoding.UTF8.GetBytes(rows.ToString());
    }

    private static object Properties(int n) => new { n, page = "/accounts", amount = n % 1000 };

    private static object Context() => new { channel = "app" };

    private static string User(int n) => string.Create(CultureInfo.InvariantCulture, $"C{1 + (n % 1000):0000000000}");

    private static string NameOf(int n) => (n % 4) switch { 0 => "app_login", 1 => "page_viewed", 2 => "product_viewed", _ => "transfer_started" };
}
