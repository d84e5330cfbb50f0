using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Zhike.Channels.Adapters.Smtp;

/// <summary>A message in the form of RFC 5322 and MIME: an HTML part and its plain reading, both base64 in UTF-8.</summary>
internal static partial class MailText
{
    /// <summary>The same for every attempt, so that two copies would show as one, and a mail log can be asked for it.</summary>
    public static string MessageId(string key, string fromAddress) => $"<{key}@{fromAddress[(fromAddress.IndexOf('@', StringComparison.Ordinal) + 1)..]}>";

    /// <summary>One address as it may stand in a command and a header: ASCII, no spaces, no brackets.</summary>
    public static bool IsAddress(string text) => Address().IsMatch(text);

    public static string Compose(SmtpOptions from, HandOver message, DateTimeOffset at)
    {
        var boundary = $"=_{message.Key}";
        var html = message.Fields["body"];
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"From: {Mailbox(from.FromName, from.FromAddress)}\r\n")
            .Append(CultureInfo.InvariantCulture, $"To: <{message.Address}>\r\n")
            .Append(CultureInfo.InvariantCulture, $"Subject: {Words(message.Fields["subject"], "Subject: ".Length)}\r\n")
            .Append(CultureInfo.InvariantCulture, $"Date: {at.ToUniversalTime().ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture)} +0000\r\n")
            .Append(CultureInfo.InvariantCulture, $"Message-ID: {MessageId(message.Key, from.FromAddress)}\r\n")
            .Append("MIME-Version: 1.0\r\nAuto-Submitted: auto-generated\r\n")
            .Append(CultureInfo.InvariantCulture, $"Content-Type: multipart/alternative; boundary=\"{boundary}\"\r\n\r\n");
        Part(text, boundary, "text/plain", Plain(html));
        Part(text, boundary, "text/html", html);
        return text.Append(CultureInfo.InvariantCulture, $"--{boundary}--\r\n").ToString();
    }

    /// <summary>RFC 2047: encoded words of at most 75 characters, folded; plain ASCII stays as it is.</summary>
    public static string Words(string text, int already)
    {
        var line = string.Concat(text.Where(c => !char.IsControl(c)));
        if (line.All(char.IsAscii) && line.Length + already <= 76)
        {
            return line;
        }

        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in line.EnumerateRunes())
        {
            // 45 bytes make 60 letters of base64, 72 with the frame.
            if (Encoding.UTF8.GetByteCount(word.ToString()) + rune.Utf8SequenceLength > 36)
            {
                words.Add(word.ToString());
                word.Clear();
            }

            word.Append(rune);
        }

        words.Add(word.ToString());
        return string.Join("\r\n ", words.Select(w => $"=?UTF-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(w))}?="));
    }

    private static string Mailbox(string name, string address) => name.Length == 0 ? $"<{address}>" : $"{Words(name, "From: ".Length)} <{address}>";

    private static void Part(StringBuilder text, string boundary, string type, string content) => text
        .Append(CultureInfo.InvariantCulture, $"--{boundary}\r\nContent-Type: {type}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n")
        .Append(string.Join("\r\n", Convert.ToBase64String(Encoding.UTF8.GetBytes(content)).Chunk(76).Select(c => new string(c))))
        .Append("\r\n");

    private static string Plain(string html) =>
        WebUtility.HtmlDecode(Tag().Replace(Break().Replace(html, "\n"), "")).Trim();

    [GeneratedRegex(@"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}$")]
    private static partial Regex Address();

    [GeneratedRegex(@"<(br|/p|/div|/h\d|/li|/tr)\b[^>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex Break();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();
}
