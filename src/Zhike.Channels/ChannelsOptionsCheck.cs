using Microsoft.Extensions.Options;
using Zhike.Channels.Adapters;
using Zhike.Channels.Adapters.Http;

namespace Zhike.Channels;

/// <summary>Refuses a configuration at the start, with a sentence for every key that is wrong.</summary>
internal sealed class ChannelsOptionsCheck : IValidateOptions<ChannelsOptions>
{
    public ValidateOptionsResult Validate(string? name, ChannelsOptions options)
    {
        var errors = new List<string>();
        Between("AttemptsMax", options.AttemptsMax, 1, 50, errors);
        Between("FirstWaitSeconds", options.FirstWaitSeconds, 1, 3600, errors);
        Between("MostWaitMinutes", options.MostWaitMinutes, 1, 1440, errors);
        Between("LeaseSeconds", options.LeaseSeconds, 1, 3600, errors);
        Between("InAppInMemoryMax", options.InAppInMemoryMax, 0, 10_000_000, errors);
        Channel("Sms", options.Sms, ["local", "http"], errors);
        Channel("Push", options.Push, ["local", "http"], errors);
        Channel("Email", options.Email, ["local", "smtp"], errors);
        return errors.Count > 0 ? ValidateOptionsResult.Fail(errors) : ValidateOptionsResult.Success;
    }

    private static void Channel(string key, ChannelOptions channel, string[] adapters, List<string> errors)
    {
        if (!adapters.Contains(channel.Adapter))
        {
            errors.Add($"Channels:{key}:Adapter must be {string.Join(" or ", adapters)}, but is \"{channel.Adapter}\".");
        }
        else if (channel.Adapter == "http")
        {
            Gateway($"{key}:Http", channel.Http, errors);
        }
        else if (channel.Adapter == "smtp")
        {
            Smtp($"{key}:Smtp", channel.Smtp, errors);
        }
    }

    private static void Gateway(string key, HttpGatewayOptions gateway, List<string> errors)
    {
        if (!Uri.TryCreate(gateway.Url.Replace("{{", "", StringComparison.Ordinal).Replace("}}", "", StringComparison.Ordinal), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            errors.Add($"Channels:{key}:Url must be an address that begins with https:// (or http:// inside the bank), but is \"{gateway.Url}\".");
        }

        if (gateway.Method is not ("POST" or "PUT" or "GET"))
        {
            errors.Add($"Channels:{key}:Method must be POST, PUT or GET, but is \"{gateway.Method}\".");
        }

        if (gateway.ContentType is not ("application/json" or "application/x-www-form-urlencoded"))
        {
            errors.Add($"Channels:{key}:ContentType must be application/json or application/x-www-form-urlencoded, but is \"{gateway.ContentType}\".");
        }

        if (gateway.Secret.Length == 0 && gateway.Headers.Values.Any(h => h.Contains("{{signature}}", StringComparison.Ordinal)))
        {
            errors.Add($"Channels:{key}:Secret is empty, but a header uses {{{{signature}}}}: set the key that the gateway gave you, or take the header out.");
        }

        foreach (var (field, pointer) in new[]
        {
            ("ResultPointer", gateway.ResultPointer), ("MessageIdPointer", gateway.MessageIdPointer), ("Receipts:ItemsPointer", gateway.Receipts.ItemsPointer),
            ("Receipts:MessageIdPointer", gateway.Receipts.MessageIdPointer), ("Receipts:StatusPointer", gateway.Receipts.StatusPointer),
        })
        {
            if (!JsonPointer.IsValid(pointer))
            {
                errors.Add($"Channels:{key}:{field} must be a JSON pointer such as /data/id, but is \"{pointer}\".");
            }
        }

        errors.AddRange(GatewayRequest.Problems(gateway).Select(p => $"Channels:{key}:{p}"));
        Between($"{key}:TimeoutSeconds", gateway.TimeoutSeconds, 1, 60, errors);
        Between($"{key}:Parallel", gateway.Parallel, 1, 64, errors);
        Between($"{key}:Receipts:ToleranceSeconds", gateway.Receipts.ToleranceSeconds, 10, 3600, errors);
    }

    private static void Smtp(string key, SmtpOptions smtp, List<string> errors)
    {
        if (smtp.Host.Length == 0)
        {
            errors.Add($"Channels:{key}:Host must name the mail server.");
        }

        if (smtp.Tls is not ("none" or "starttls" or "implicit"))
        {
            errors.Add($"Channels:{key}:Tls must be none, starttls or implicit, but is \"{smtp.Tls}\".");
        }

        if (smtp.FromAddress.IndexOf('@', StringComparison.Ordinal) <= 0 || smtp.FromAddress.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>'))
        {
            errors.Add($"Channels:{key}:FromAddress must be an e-mail address, but is \"{smtp.FromAddress}\".");
        }

        if (smtp.User.Length > 0 && smtp.Tls == "none")
        {
            errors.Add($"Channels:{key}:Tls is none, but a password would cross the network readable: use starttls or implicit, or no User.");
        }

        Between($"{key}:Port", smtp.Port, 1, 65535, errors);
        Between($"{key}:TimeoutSeconds", smtp.TimeoutSeconds, 1, 120, errors);
        Between($"{key}:Parallel", smtp.Parallel, 1, 16, errors);
    }

    private static void Between(string key, int value, int least, int most, List<string> errors)
    {
        if (value < least || value > most)
        {
            errors.Add($"Channels:{key} must lie between {least} and {most}, but is {value}.");
        }
    }
}
