using System.CommandLine;
using System.Globalization;
using System.Text;
using Zhike.Host.Options;

namespace Zhike.Host.Cli;

/// <summary>Prints what documents are made of: the API's description and the list of options. Hidden: for those who build Zhike.</summary>
internal static class DocumentVerbs
{
    public static Command OpenApi()
    {
        var file = new Argument<string>("FILE") { Description = "Where to write it; - prints it." };
        var command = new Command("openapi", "Write the API's OpenAPI description.") { file };
        command.Hidden = true;
        command.SetAction(async (given, cancel) =>
        {
            var (options, configuration) = EveryVerb.Options(given, ("Port", "0"), ("Logging:LogLevel:Default", "Warning"));
            await using var app = ZhikeServer.Build(options, configuration, TimeProvider.System, live: false);
            await app.StartAsync(cancel);
            using var http = new HttpClient();
            var document = await http.GetStringAsync(new Uri($"{app.Urls.First()}/openapi/v1.json"), cancel);
            await app.StopAsync(cancel);
            await WriteAsync(given.GetRequiredValue(file), document.TrimEnd() + "\n", cancel);
            return ExitCodes.Done;
        });
        return command;
    }

    public static Command Options()
    {
        var file = new Argument<string>("FILE") { Description = "Where to write it; - prints it." };
        var command = new Command("options", "Write the list of options as Markdown.") { file };
        command.Hidden = true;
        command.SetAction(async (given, cancel) =>
        {
            await WriteAsync(given.GetRequiredValue(file), OptionsDocument(), cancel);
            return ExitCodes.Done;
        });
        return command;
    }

    public static string OptionsDocument()
    {
        var text = new StringBuilder(
            """
            # Options

            Each is read from `appsettings.json` (beside the program, then in the working folder), then from the environment, then
            from the arguments (`--set KEY=VALUE`, and `--data`, `--port`, `--no-demo`); the later wins. A value that is not what the
            option expects stops the start with a sentence that names its key.

            | key | environment | default | meaning |
            |---|---|---|---|

            """);
        foreach (var option in OptionCatalogue.All)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| `{option.Key}` | `{option.EnvironmentName}` | {(option.Default.Length == 0 ? "" : $"`{option.Default}`")} | {option.Meaning.Replace("|", "\\|", StringComparison.Ordinal)} |");
        }

        return text.ToString().ReplaceLineEndings("\n");
    }

    private static Task WriteAsync(string file, string text, CancellationToken cancel)
    {
        if (file == "-")
        {
            Say.Line(text);
            return Task.CompletedTask;
        }

        return File.WriteAllTextAsync(file, text, cancel);
    }
}
