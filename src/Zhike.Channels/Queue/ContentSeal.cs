using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Zhike.Channels.Queue;

/// <summary>What a message says and to whom; holds personal data, so it rests sealed.</summary>
internal sealed record MessageContent(string To, IReadOnlyDictionary<string, string> Fields);

/// <summary>Encrypts message texts under the program's key ring, which lies outside the records store.</summary>
internal sealed class ContentSeal(IDataProtectionProvider protection)
{
    /// <summary>Keeps Chinese readable in the store and on the wire.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly IDataProtector _protector = protection.CreateProtector("Zhike.Channels.MessageContent");

    public string Seal(MessageContent content) => _protector.Protect(JsonSerializer.Serialize(content, Json));

    public MessageContent Open(string content) => JsonSerializer.Deserialize<MessageContent>(_protector.Unprotect(content), Json)!;
}
