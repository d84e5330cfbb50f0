namespace Zhike.Host.Options;

/// <summary>The options of the channels. The room checks them itself at the start, because one decides about another; here
/// stand their keys, defaults and meanings.</summary>
internal static class ChannelOptionEntries
{
    public static IEnumerable<OptionEntry> All { get; } =
    [
        Entry("AttemptsMax", "8", "Attempts of one message, the first included."),
        Entry("FirstWaitSeconds", "30", "About the wait after the first failed attempt; it doubles with each."),
        Entry("MostWaitMinutes", "60", "The longest wait between attempts."),
        Entry("LeaseSeconds", "300", "Longer than any hand-over may take; only then is a message of a process that died taken up again."),
        Entry("InAppInMemoryMax", "500000", "In-app messages held in memory; more are looked up one by one."),
        Entry("Email:Adapter", "local", "local: messages stay in the outbox; smtp: a mail server."),
        Entry("Email:Smtp:Host", "", "The mail server."),
        Entry("Email:Smtp:Port", "587", "Its port."),
        Entry("Email:Smtp:Tls", "starttls", "none, starttls (required) or implicit."),
        Entry("Email:Smtp:CertificateSha256", "", "Accept only the certificate of this fingerprint; empty: the machine's trusted roots decide."),
        Entry("Email:Smtp:User", "", "Empty: no sign-in."),
        Entry("Email:Smtp:Password", "", "With User.") with { Secret = true },
        Entry("Email:Smtp:FromAddress", "", "Sender's address."),
        Entry("Email:Smtp:FromName", "", "Sender's name."),
        Entry("Email:Smtp:TimeoutSeconds", "30", "Longest wait for the server."),
        Entry("Email:Smtp:Parallel", "2", "Connections at once."),
        .. Gateway("Sms"),
        .. Gateway("Push"),
    ];

    private static IEnumerable<OptionEntry> Gateway(string channel) =>
    [
        Entry($"{channel}:Adapter", "local", "local: messages stay in the outbox; http: a gateway."),
        Entry($"{channel}:Http:Url", "", "Address of the gateway."),
        Entry($"{channel}:Http:Method", "POST", "POST, PUT or GET."),
        Entry($"{channel}:Http:ContentType", "application/json", "application/json or application/x-www-form-urlencoded."),
        Entry($"{channel}:Http:Headers:NAME", "", "A header of the request, by its name; templates as in Body, and {{signature}}."),
        Entry($"{channel}:Http:Body", "", "Template of the request; {{key}}, {{to}}, {{customerNo}}, {{fields.text}}, {{timestamp}}, {{nonce}}."),
        Entry($"{channel}:Http:Secret", "", "Key of the HMAC-SHA256 signature.") with { Secret = true },
        Entry($"{channel}:Http:KnowsKeys", "true", "The gateway sends a message with a key it has seen only once."),
        Entry($"{channel}:Http:TimeoutSeconds", "10", "Longest wait for an answer."),
        Entry($"{channel}:Http:Parallel", "8", "Requests at once."),
        Entry($"{channel}:Http:ResultPointer", "/code", "JSON pointer to the value that says how it went; empty: the HTTP status alone does."),
        Entry($"{channel}:Http:SuccessValues", "0,200,OK", "Values that mean taken."),
        Entry($"{channel}:Http:RetryValues", "", "Values that mean try again later."),
        Entry($"{channel}:Http:MessageIdPointer", "/messageId", "JSON pointer to the gateway's number of the message."),
        Entry($"{channel}:Http:Receipts:Secret", "", "Key of the receipts' signature; empty: no receipts are taken.") with { Secret = true },
        Entry($"{channel}:Http:Receipts:ItemsPointer", "", "JSON pointer to the list of receipts."),
        Entry($"{channel}:Http:Receipts:MessageIdPointer", "/messageId", "Inside a receipt: the number of the message."),
        Entry($"{channel}:Http:Receipts:StatusPointer", "/status", "Inside a receipt: its status."),
        Entry($"{channel}:Http:Receipts:DeliveredValues", "DELIVRD,delivered", "Statuses that mean delivered."),
        Entry($"{channel}:Http:Receipts:FailedValues", "UNDELIV,EXPIRED,REJECTD,failed", "Statuses that mean failed."),
        Entry($"{channel}:Http:Receipts:ToleranceSeconds", "300", "A signature older or newer than this is refused."),
    ];

    private static OptionEntry Entry(string key, string @default, string meaning) => new($"Channels:{key}", @default, meaning, OptionChecks.Any);
}
