namespace Zhike.Host.Cli;

/// <summary>What the command line says: results on standard output, everything else on standard error.</summary>
internal static class Say
{
    public static bool OnTerminal => !Console.IsErrorRedirected && !Console.IsOutputRedirected;

    public static void Line(string text = "") => Console.Out.WriteLine(text);

    public static void Aside(string text) => Console.Error.WriteLine(text);

    /// <summary>A refusal in a sentence; answers the exit code.</summary>
    public static int Refused(string why)
    {
        Console.Error.WriteLine($"zhike: {why}");
        return ExitCodes.Refused;
    }
}

internal static class ExitCodes
{
    public const int Done = 0;
    public const int Refused = 1;
    public const int Interrupted = 130;
}
