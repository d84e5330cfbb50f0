using Zhike.Channels.Queue;

namespace Zhike.Channels;

/// <summary>How messages leave the bank. Section "Channels" of the configuration.</summary>
public sealed record ChannelsOptions
{
    public ChannelOptions Sms { get; init; } = new();

    public ChannelOptions Push { get; init; } = new();

    public ChannelOptions Email { get; init; } = new();

    /// <summary>Attempts of one message, the first included.</summary>
    public int AttemptsMax { get; init; } = 8;

    /// <summary>About the wait after the first failed attempt; it doubles with each.</summary>
    public int FirstWaitSeconds { get; init; } = 30;

    /// <summary>The longest wait between attempts.</summary>
    public int MostWaitMinutes { get; init; } = 60;

    /// <summary>Longer than any hand-over may take; only after it is a message of a process that died taken up again.</summary>
    public int LeaseSeconds { get; init; } = 300;

    /// <summary>In-app messages held in memory; more are looked up one by one.</summary>
    public int InAppInMemoryMax { get; init; } = 500_000;

    internal TimeSpan Lease => TimeSpan.FromSeconds(LeaseSeconds);

    internal RetryLimits Retry => new(AttemptsMax, TimeSpan.FromSeconds(FirstWaitSeconds), TimeSpan.FromMinutes(MostWaitMinutes));
}

/// <summary>One channel.</summary>
public sealed record ChannelOptions
{
    /// <summary>"local": messages stay in the outbox, shown on its page. "http": a gateway (sms, push). "smtp": a mail server (email).</summary>
    public string Adapter { get; init; } = "local";

    public HttpGatewayOptions Http { get; init; } = new();

    public SmtpOptions Smtp { get; init; } = new();
}

/// <summary>A gateway that takes messages by HTTP. The texts may use {{key}}, {{to}}, {{customerNo}}, {{fields.text}} (any field of
/// the template), {{timestamp}}, {{nonce}} and, in headers only, {{signature}}.</summary>
public sealed record HttpGatewayOptions
{
    public string Url { get; init; } = "";

    public string Method { get; init; } = "POST";

    /// <summary>application/json or application/x-www-form-urlencoded: decides how values are escaped in the body.</summary>
    public string ContentType { get; init; } = "application/json";

    public Dictionary<string, string> Headers { get; init; } = new()
    {
        ["X-Timestamp"] = "{{timestamp}}",
        ["X-Nonce"] = "{{nonce}}",
        ["X-Signature"] = "{{signature}}",
        ["Idempotency-Key"] = "{{key}}",
    };

    public string Body { get; init; } = """{"requestId":"{{key}}","to":"{{to}}","content":"{{fields.text}}"}""";

    /// <summary>Key of the signature: lower-case hex of HMAC-SHA256 over timestamp, nonce and body, joined by line feeds.</summary>
    public string Secret { get; init; } = "";

    /// <summary>The gateway sends a message with a key it has seen only once. False: after a lost answer the message is uncertain.</summary>
    public bool KnowsKeys { get; init; } = true;

    public int TimeoutSeconds { get; init; } = 10;

    /// <summary>Requests at once.</summary>
    public int Parallel { get; init; } = 8;

    /// <summary>JSON pointer to the value that says how it went; empty: the HTTP status alone does.</summary>
    public string ResultPointer { get; init; } = "/code";

    /// <summary>Values that mean taken, separated by commas.</summary>
    public string SuccessValues { get; init; } = "0,200,OK";

    /// <summary>Values that mean try again later, separated by commas. Any other value is a final refusal.</summary>
    public string RetryValues { get; init; } = "";

    /// <summary>JSON pointer to the gateway's own number of the message.</summary>
    public string MessageIdPointer { get; init; } = "/messageId";

    public ReceiptOptions Receipts { get; init; } = new();
}

/// <summary>Delivery receipts that the gateway posts to /v1/receipts/sms or /v1/receipts/push.</summary>
public sealed record ReceiptOptions
{
    /// <summary>Key of their signature, made as ours; empty: no receipts are taken.</summary>
    public string Secret { get; init; } = "";

    /// <summary>JSON pointer to the list of receipts; empty: the body is the list, or one receipt.</summary>
    public string ItemsPointer { get; init; } = "";

    /// <summary>Inside one receipt: the gateway's number of the message, or our key.</summary>
    public string MessageIdPointer { get; init; } = "/messageId";

    public string StatusPointer { get; init; } = "/status";

    public string DeliveredValues { get; init; } = "DELIVRD,delivered";

    public string FailedValues { get; init; } = "UNDELIV,EXPIRED,REJECTD,failed";

    /// <summary>A signature older or newer than this is refused.</summary>
    public int ToleranceSeconds { get; init; } = 300;
}

/// <summary>A mail server.</summary>
public sealed record SmtpOptions
{
    public string Host { get; init; } = "";

    public int Port { get; init; } = 587;

    /// <summary>"none", "starttls" (required, not opportunistic) or "implicit".</summary>
    public string Tls { get; init; } = "starttls";

    /// <summary>Accept the server's certificate only if it has this SHA-256 fingerprint (hex); empty: the machine's trusted roots decide.</summary>
    public string CertificateSha256 { get; init; } = "";

    public string User { get; init; } = "";

    public string Password { get; init; } = "";

    public string FromAddress { get; init; } = "";

    public string FromName { get; init; } = "";

    public int TimeoutSeconds { get; init; } = 30;

    /// <summary>Connections at once.</summary>
    public int Parallel { get; init; } = 2;
}
