using System.Text;
using System.Text.Encodings.Web;
using HandlebarsDotNet;

namespace Zhike.Channels.Adapters.Http;

/// <summary>Makes the request that a gateway expects out of its templates. Values are escaped for where they stand.</summary>
internal sealed class GatewayRequest
{
    private readonly HttpGatewayOptions _options;
    private readonly HandlebarsTemplate<object, object> _url;
    private readonly HandlebarsTemplate<object, object> _body;
    private readonly List<(string Name, HandlebarsTemplate<object, object> Value)> _headers;

    public GatewayRequest(HttpGatewayOptions options)
    {
        _options = options;
        _url = Engine(Uri.EscapeDataString).Compile(options.Url);
        _body = Engine(options.ContentType == "application/json" ? Json : Uri.EscapeDataString).Compile(options.Body);
        _headers = [.. options.Headers.Select(h => (h.Key, Engine(HeaderValue).Compile(h.Value)))];
    }

    /// <summary>What is wrong with the templates, by option key.</summary>
    public static IEnumerable<string> Problems(HttpGatewayOptions options)
    {
        foreach (var (key, text) in options.Headers.Select(h => ($"Headers:{h.Key}", h.Value)).Append(("Url", options.Url)).Append(("Body", options.Body)))
        {
            string? why = null;
            try
            {
                Engine(t => t).Compile(text);
            }
            catch (HandlebarsException refused)
            {
                why = refused.Message.Split('\n')[0].Trim();
            }

            if (why is not null)
            {
                yield return $"{key} cannot be read as a template: {why}";
            }
        }

        if (options.Body.Contains("{{signature}}", StringComparison.Ordinal))
        {
            yield return "Body uses {{signature}}, which is made over the body: put it into a header.";
        }
    }

    public HttpRequestMessage Of(HandOver message, long timestamp, string nonce)
    {
        var model = new Dictionary<string, object>
        {
            ["key"] = message.Key,
            ["to"] = message.Address,
            ["customerNo"] = message.CustomerNo,
            ["fields"] = message.Fields.ToDictionary(f => f.Key, f => (object)f.Value),
            ["timestamp"] = timestamp.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["nonce"] = nonce,
        };
        var body = _options.Method == "GET" ? "" : _body(model, null);
        model["signature"] = GatewaySignature.Of(_options.Secret, timestamp, nonce, body);
        var request = new HttpRequestMessage(new HttpMethod(_options.Method), _url(model, null));
        if (_options.Method != "GET")
        {
            request.Content = new StringContent(body, Encoding.UTF8, _options.ContentType);
        }

        foreach (var (name, value) in _headers)
        {
            request.Headers.TryAddWithoutValidation(name, value(model, null));
        }

        return request;
    }

    private static string Json(string text) => JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text);

    private static string HeaderValue(string text) => new([.. text.Where(c => !char.IsControl(c))]);

    private static IHandlebars Engine(Func<string, string> escape) =>
        Handlebars.Create(new HandlebarsConfiguration { TextEncoder = new TextEscaper(escape), ThrowOnUnresolvedBindingExpression = true });
}
